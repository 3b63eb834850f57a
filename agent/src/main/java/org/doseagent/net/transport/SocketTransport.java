package org.doseagent.net.transport;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import jdk.net.ExtendedSocketOptions;

/** A connection that we opened. */
public final class SocketTransport implements Transport {

    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;
    private final InetAddress peer;
    private final boolean hasQuickAck;

    private SocketTransport(Socket socket) throws IOException {
        this.socket = socket;
        this.peer = socket.getInetAddress();
        socket.setOption(StandardSocketOptions.TCP_NODELAY, true);
        socket.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
        this.hasQuickAck = socket.supportedOptions().contains(ExtendedSocketOptions.TCP_QUICKACK);
        this.in = socket.getInputStream();
        this.out = socket.getOutputStream();
    }

    /** Returns the transport of a connection that we opened. */
    public static SocketTransport connected(Socket socket) throws IOException {
        return new SocketTransport(socket);
    }

    @Override
    public int read(byte[] target, int offset, int length, int timeoutMillis) throws IOException {
        socket.setSoTimeout(timeoutMillis);
        try {
            return in.read(target, offset, length);
        } catch (SocketTimeoutException e) {
            return 0;
        }
    }

    @Override
    public void write(byte[] bytes) throws IOException {
        out.write(bytes);
    }

    /** A sender with Nagle's algorithm holds its last short segment until the acknowledgement; the option wears off after each answer. */
    @Override
    public void acknowledge() throws IOException {
        if (hasQuickAck) {
            socket.setOption(ExtendedSocketOptions.TCP_QUICKACK, true);
        }
    }

    @Override
    public InetAddress peer() {
        return peer;
    }

    @Override
    public boolean isLocal() {
        return peer.isLoopbackAddress() || peer.equals(socket.getLocalAddress());
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
