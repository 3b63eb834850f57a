package org.doseagent.net;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.time.Duration;
import java.util.Arrays;
import java.util.function.BooleanSupplier;
import jdk.net.ExtendedSocketOptions;

/**
 * One TCP connection that reads whole PDUs, each within a time and a length, and writes bytes. One thread reads and writes; another may
 * close.
 */
final class Connection implements AutoCloseable {

    private static final int BUFFER = 128 * 1024;

    /** An A-ASSOCIATE with 128 contexts of many syntaxes; more than any real peer sends. */
    private static final int MAX_CONTROL_PDU = 128 * 1024;

    /** How long it takes at most until a silent connection notices that it shall stop. */
    private static final int LOOK_AGAIN_MILLIS = 200;

    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;
    private final boolean hasQuickAck;
    private final int maxDataPdu;
    private final byte[] buffer = new byte[BUFFER];
    private int start;
    private int end;
    private boolean isMidPdu;
    private BooleanSupplier isToStop = () -> false;

    Connection(Socket socket, int maxDataPdu) throws IOException {
        this.socket = socket;
        this.maxDataPdu = maxDataPdu;
        socket.setOption(StandardSocketOptions.TCP_NODELAY, true);
        this.hasQuickAck = socket.supportedOptions().contains(ExtendedSocketOptions.TCP_QUICKACK);
        this.in = socket.getInputStream();
        this.out = socket.getOutputStream();
        acknowledgeAtOnce();
    }

    Socket socket() {
        return socket;
    }

    /** Sets when reading is to stop; asked by the thread that reads, several times a second. */
    void stopWhen(BooleanSupplier isToStop) {
        this.isToStop = isToStop;
    }

    /** Tells whether a PDU has come in part. */
    boolean isMidPdu() {
        return isMidPdu;
    }

    /** Reading was to stop. */
    static final class StoppedException extends IOException {

        private static final long serialVersionUID = 1L;
    }

    /**
     * Reads and drops what comes until the peer closes.
     *
     * @throws SocketTimeoutException if it does not within {@code timeout}
     */
    void discard(Duration timeout) throws IOException {
        long deadline = System.nanoTime() + timeout.toNanos();
        while (true) {
            receive(buffer, 0, buffer.length, deadline);
        }
    }

    /**
     * Reads one PDU.
     *
     * @throws StoppedException if reading is to stop
     * @throws SocketTimeoutException if it is not complete within {@code timeout}
     * @throws EOFException if the peer closed
     * @throws PduException if its header or body breaks PS3.8, or its length is above the limit
     */
    Pdu read(Duration timeout) throws IOException, PduException {
        long deadline = System.nanoTime() + timeout.toNanos();
        isMidPdu = end > start;
        fill(6, deadline);
        int type = buffer[start] & 0xFF;
        int length = (buffer[start + 2] & 0xFF) << 24
                | (buffer[start + 3] & 0xFF) << 16
                | (buffer[start + 4] & 0xFF) << 8
                | (buffer[start + 5] & 0xFF);
        start += 6;
        if (type < PduDecoder.ASSOCIATE_RQ || type > PduDecoder.ABORT) {
            throw new PduException(PduException.UNRECOGNISED_PDU, "PDU type " + type + " does not exist");
        }
        int most = type == PduDecoder.P_DATA_TF ? maxDataPdu : MAX_CONTROL_PDU;
        if (length < 0 || length > most) { // negative: the unsigned value is above 2 GiB
            throw new PduException(
                    PduException.INVALID_PARAMETER,
                    "PDU length " + Integer.toUnsignedString(length) + " above the limit " + most);
        }
        return PduDecoder.decode(type, body(length, deadline));
    }

    private byte[] body(int length, long deadline) throws IOException {
        byte[] body = new byte[length];
        int have = Math.min(length, end - start);
        System.arraycopy(buffer, start, body, 0, have);
        start += have;
        while (have < length) {
            have += receive(body, have, length - have, deadline);
        }
        return body;
    }

    private void fill(int count, long deadline) throws IOException {
        if (end - start >= count) {
            return;
        }
        System.arraycopy(buffer, start, buffer, 0, end - start);
        end -= start;
        start = 0;
        while (end < count) {
            end += receive(buffer, end, buffer.length - end, deadline);
        }
    }

    private int receive(byte[] target, int offset, int length, long deadline) throws IOException {
        int count = 0;
        while (count == 0) {
            long left = (deadline - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                throw new SocketTimeoutException("PDU incomplete in time");
            }
            if (isToStop.getAsBoolean()) {
                throw new StoppedException();
            }
            socket.setSoTimeout((int) Math.min(left, LOOK_AGAIN_MILLIS));
            count = receiveNow(target, offset, length);
        }
        isMidPdu = true;
        acknowledgeAtOnce();
        return count;
    }

    /** Returns how many bytes came; 0 if none within the time-out of the socket. */
    private int receiveNow(byte[] target, int offset, int length) throws IOException {
        try {
            int count = in.read(target, offset, length);
            if (count < 0) {
                throw new EOFException();
            }
            return count;
        } catch (SocketTimeoutException e) {
            return 0;
        }
    }

    /**
     * Asks the kernel again to acknowledge without delay. A sender with Nagle on holds its last small segment until then; the option wears
     * off, so it is set after each read.
     */
    private void acknowledgeAtOnce() throws IOException {
        if (hasQuickAck) {
            socket.setOption(ExtendedSocketOptions.TCP_QUICKACK, true);
        }
    }

    /** Returns whether bytes of the next PDU have been read already. */
    boolean hasBuffered() {
        return end > start;
    }

    void write(byte[] bytes) throws IOException {
        out.write(bytes);
    }

    /** Writes one message, command and data set, as P-DATA-TF PDUs of at most {@code maxPdu} bytes (0: unlimited). */
    void writeMessage(int contextId, byte[] command, byte[] dataSet, long maxPdu) throws IOException {
        int most = (int) Math.min(maxPdu == 0 ? BUFFER : maxPdu, BUFFER) - 6;
        byte[] first = fragments(contextId, true, command, most);
        byte[] rest = dataSet.length == 0 ? new byte[0] : fragments(contextId, false, dataSet, most);
        byte[] all = Arrays.copyOf(first, first.length + rest.length);
        System.arraycopy(rest, 0, all, first.length, rest.length);
        out.write(all);
    }

    private static byte[] fragments(int contextId, boolean isCommand, byte[] bytes, int most) {
        int step = most % 2 == 0 ? most : most - 1;
        int count = Math.max(1, (bytes.length + step - 1) / step);
        byte[] out = new byte[bytes.length + count * 12];
        int at = 0;
        for (int i = 0; i < count; i++) {
            int from = i * step;
            int length = Math.min(step, bytes.length - from);
            boolean isLast = i == count - 1;
            out[at] = PduDecoder.P_DATA_TF;
            putInt(out, at + 2, length + 6);
            putInt(out, at + 6, length + 2);
            out[at + 10] = (byte) contextId;
            out[at + 11] = (byte) ((isCommand ? 1 : 0) | (isLast ? 2 : 0));
            System.arraycopy(bytes, from, out, at + 12, length);
            at += 12 + length;
        }
        return out;
    }

    private static void putInt(byte[] out, int at, int value) {
        out[at] = (byte) (value >>> 24);
        out[at + 1] = (byte) (value >>> 16);
        out[at + 2] = (byte) (value >>> 8);
        out[at + 3] = (byte) value;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
