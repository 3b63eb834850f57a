package org.doseagent.net.association;

import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import org.doseagent.net.transport.Transport;

/** A connection whose peer has sent everything already, in pieces of a given size, and then closes. */
final class MemoryTransport implements Transport {

    private final byte[] input;
    private final int piece;
    private final ByteArrayOutputStream output = new ByteArrayOutputStream();
    private int at;

    MemoryTransport(byte[] input, int piece) {
        this.input = input;
        this.piece = piece;
    }

    byte[] output() {
        return output.toByteArray();
    }

    @Override
    public int read(byte[] target, int offset, int length, int timeoutMillis) {
        int count = Math.min(Math.min(piece, length), input.length - at);
        System.arraycopy(input, at, target, offset, count);
        at += count;
        return count == 0 ? -1 : count;
    }

    @Override
    public void write(byte[] bytes) {
        output.writeBytes(bytes);
    }

    @Override
    public void acknowledge() {
        // No kernel, nothing to acknowledge.
    }

    @Override
    public InetAddress peer() {
        return InetAddress.getLoopbackAddress();
    }

    @Override
    public boolean isLocal() {
        return true;
    }

    @Override
    public void close() {
        at = input.length;
    }
}
