package org.doseagent.net.transport;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import jdk.net.ExtendedSocketOptions;
import org.jspecify.annotations.Nullable;

/**
 * An accepted connection. It stays non-blocking, because the accepting thread watched it before, and waits with a selector that it borrows:
 * the blocking mode of the JDK would cost four more system calls for each read with a time-out.
 */
public final class ChannelTransport implements Transport {

    /** Answers are short; a peer that does not read them costs the kernel no more than this. */
    private static final int SEND_BUFFER = 64 * 1024;

    /** A selector does not notice that another thread has closed the connection. */
    private static final int CHECK_CLOSED_MILLIS = 200;

    private final SocketChannel channel;
    private final IdleSelectors selectors;
    private final InetAddress peer;
    private final boolean isLocal;
    private final boolean hasQuickAck;
    private ByteBuffer view = ByteBuffer.allocate(0);
    private boolean hasJustWritten;
    private @Nullable Selector selector;
    private @Nullable SelectionKey key;

    public ChannelTransport(SocketChannel channel, IdleSelectors selectors) throws IOException {
        this.channel = channel;
        this.selectors = selectors;
        if (!(channel.getRemoteAddress() instanceof InetSocketAddress remote)
                || !(channel.getLocalAddress() instanceof InetSocketAddress local)) {
            throw new ClosedChannelException();
        }
        peer = remote.getAddress();
        isLocal = peer.isLoopbackAddress() || peer.equals(local.getAddress());
        hasQuickAck = channel.supportedOptions().contains(ExtendedSocketOptions.TCP_QUICKACK);
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        channel.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
        channel.setOption(StandardSocketOptions.SO_SNDBUF, SEND_BUFFER);
    }

    /** After an answer the peer needs a moment, so the first read would find nothing. */
    @Override
    public int read(byte[] target, int offset, int length, int timeoutMillis) throws IOException {
        if (view.array() != target) {
            view = ByteBuffer.wrap(target);
        }
        view.limit(offset + length).position(offset);
        int count = hasJustWritten ? 0 : channel.read(view);
        hasJustWritten = false;
        if (count != 0) {
            return count;
        }
        await(SelectionKey.OP_READ, timeoutMillis);
        return channel.read(view);
    }

    @Override
    public void write(byte[] bytes) throws IOException {
        ByteBuffer rest = ByteBuffer.wrap(bytes);
        while (rest.hasRemaining()) {
            if (channel.write(rest) == 0) {
                await(SelectionKey.OP_WRITE, CHECK_CLOSED_MILLIS);
            }
        }
        hasJustWritten = true;
    }

    private void await(int operation, int timeoutMillis) throws IOException {
        try {
            Selector waiting = selector;
            SelectionKey registered = key;
            if (waiting == null || registered == null) {
                waiting = selectors.take();
                selector = waiting;
                registered = channel.register(waiting, operation);
                key = registered;
            }
            if (registered.interestOps() != operation) {
                registered.interestOps(operation);
            }
            waiting.select(ready -> {}, timeoutMillis);
        } catch (CancelledKeyException e) { // another thread has closed the connection
            throw new ClosedChannelException();
        }
    }

    /** A sender with Nagle's algorithm holds its last short segment until the acknowledgement; the option wears off after each answer. */
    @Override
    public void acknowledge() throws IOException {
        if (hasQuickAck) {
            channel.setOption(ExtendedSocketOptions.TCP_QUICKACK, true);
        }
    }

    @Override
    public InetAddress peer() {
        return peer;
    }

    @Override
    public boolean isLocal() {
        return isLocal;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    /** Closes and gives the selector back; only by the thread that reads and writes, when it is done. */
    public void end() throws IOException {
        channel.close();
        Selector borrowed = selector;
        if (borrowed != null) {
            selector = null;
            selectors.give(borrowed);
        }
    }
}
