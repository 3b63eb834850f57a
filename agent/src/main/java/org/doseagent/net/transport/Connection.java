package org.doseagent.net.transport;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.doseagent.net.pdu.Pdu;
import org.doseagent.net.pdu.PduDecoder;
import org.doseagent.net.pdu.PduException;

/**
 * One connection that reads whole PDUs, each before a deadline and within a length, and writes bytes. Deadlines are values of {@link
 * System#nanoTime()}. One thread reads and writes; another may close.
 */
public final class Connection implements AutoCloseable {

    /** Enough for an A-ASSOCIATE-RQ of most peers; a connection that sends nothing has no buffer at all. */
    private static final int FIRST_BUFFER = 4 * 1024;

    /** 4 KiB, 32 KiB, then the longest PDU. */
    private static final int GROWTH = 8;

    /** Two PDUs of the usual size, which may have been on their way. */
    private static final int MAX_DISCARDED_BYTES = 256 * 1024;

    /** How long a silent connection takes at most to notice that it must stop. */
    private static final int CHECK_STOP_MILLIS = 200;

    private static final byte[] NOTHING = new byte[0];

    private final Transport transport;
    private final int maxDataPdu;
    private byte[] buffer = NOTHING;
    private int start;
    private int end;
    private boolean isMidPdu;
    private long received;
    private boolean isUnacknowledged;
    private BooleanSupplier isToStop = () -> false;

    /** When the write that is under way began; 0: none is. */
    private volatile long writingSince;

    private volatile boolean isStuckWriting;

    public Connection(Transport transport, int maxDataPdu) {
        this.transport = transport;
        this.maxDataPdu = maxDataPdu;
    }

    /** Returns the deadline that is {@code duration} away. */
    public static long deadline(Duration duration) {
        return System.nanoTime() + duration.toNanos();
    }

    public InetAddress peer() {
        return transport.peer();
    }

    /** Returns the names in the certificate of the peer; see {@link Transport#certificateNames}. */
    public Set<String> certificateNames() {
        return transport.certificateNames();
    }

    /** Returns whether the peer is on this machine. */
    public boolean isLocal() {
        return transport.isLocal();
    }

    /** Sets when reading is to stop; asked by the thread that reads, several times a second. */
    public void stopWhen(BooleanSupplier condition) {
        isToStop = condition;
    }

    /** Returns whether a part of a PDU has come, but not all of it. */
    public boolean isMidPdu() {
        return isMidPdu;
    }

    /** Gives what was read before; only before the first {@link #read}. The array is kept. */
    public void startWith(byte[] bytes) {
        buffer = bytes;
        end = bytes.length;
        received = bytes.length;
        isUnacknowledged = true;
    }

    /** Returns how many bytes have come. */
    public long received() {
        return received;
    }

    /** Returns whether the peer has sent anything. */
    public boolean hasReceived() {
        return received > 0;
    }

    /** Reading was to stop. */
    public static final class StoppedException extends IOException {

        private static final long serialVersionUID = 1L;
    }

    /**
     * Reads and drops what comes until the peer closes, so that it can read our last PDU; but not without end.
     *
     * @throws SocketTimeoutException if the peer does not close before the deadline
     * @throws EOFException if the peer closed, or sends on and on
     */
    public void discard(long deadline) throws IOException {
        long most = received + MAX_DISCARDED_BYTES;
        while (received < most) {
            start = 0;
            end = 0;
            makeRoom();
            receive(deadline);
        }
        throw new EOFException();
    }

    /**
     * Reads one PDU. A P-DATA-TF is a view that holds until the next call.
     *
     * @throws StoppedException if reading is to stop
     * @throws SocketTimeoutException if the PDU is not complete before the deadline
     * @throws EOFException if the peer closed
     * @throws PduException if its header or body breaks PS3.8, or its length is above the limit
     */
    public Pdu read(long deadline) throws IOException, PduException {
        isMidPdu = end > start;
        if (isMidPdu && isToStop.getAsBoolean()) { // what waits in the buffer must not keep a thread that has to end
            throw new StoppedException();
        }
        fill(PduDecoder.HEADER_BYTES, deadline);
        int length = PduDecoder.bodyLength(buffer, start, maxDataPdu);
        fill(PduDecoder.HEADER_BYTES + length, deadline);
        int at = start;
        start += PduDecoder.HEADER_BYTES + length;
        return PduDecoder.decode(buffer, at, length);
    }

    private void fill(int count, long deadline) throws IOException {
        if (start == end) {
            start = 0;
            end = 0;
        }
        while (end - start < count) {
            makeRoom();
            receive(deadline);
        }
    }

    /** Moves what is left to the front, or grows: by what has come, not by the length that a peer announced. */
    private void makeRoom() {
        if (end < buffer.length) {
            return;
        }
        if (start > 0) {
            System.arraycopy(buffer, start, buffer, 0, end - start);
            end -= start;
            start = 0;
            return;
        }
        int longest = Math.max(maxDataPdu, PduDecoder.MAX_CONTROL_PDU) + PduDecoder.HEADER_BYTES;
        int larger = Math.min(longest, Math.max(FIRST_BUFFER, buffer.length * GROWTH));
        buffer = Arrays.copyOf(buffer, larger);
    }

    private void receive(long deadline) throws IOException {
        int count = 0;
        while (count == 0) {
            long nanosLeft = deadline - System.nanoTime();
            if (nanosLeft <= 0) {
                throw new SocketTimeoutException("PDU incomplete in time");
            }
            if (isToStop.getAsBoolean()) {
                throw new StoppedException();
            }
            if (isUnacknowledged) {
                transport.acknowledge();
                isUnacknowledged = false;
            }
            long millis = Math.max(1, TimeUnit.NANOSECONDS.toMillis(nanosLeft));
            count = transport.read(buffer, end, buffer.length - end, (int) Math.min(millis, CHECK_STOP_MILLIS));
        }
        if (count < 0) {
            throw new EOFException();
        }
        end += count;
        received += count;
        isMidPdu = true;
        isUnacknowledged = true;
    }

    /** Writes all bytes at once; they carry the acknowledgement of what was read. */
    public void write(byte[] bytes) throws IOException {
        writingSince = System.nanoTime() | 1;
        try {
            transport.write(bytes);
        } finally {
            writingSince = 0;
        }
        isUnacknowledged = false;
    }

    /** Closes the connection if its write has waited longer than {@code limit} for the peer. Any thread. */
    public void closeIfStuckWriting(Duration limit) throws IOException {
        long since = writingSince == 0 ? transport.blockedSince() : writingSince;
        if (since != 0 && System.nanoTime() - since > limit.toNanos()) {
            isStuckWriting = true;
            transport.close();
        }
    }

    /** Returns whether the connection was closed because the peer did not read. */
    public boolean isStuckWriting() {
        return isStuckWriting;
    }

    @Override
    public void close() throws IOException {
        transport.close();
    }
}
