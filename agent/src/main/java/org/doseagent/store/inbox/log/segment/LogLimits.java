package org.doseagent.store.inbox.log.segment;

/**
 * The limits of the log.
 *
 * @param segmentBytes size of a segment file. 64 MiB hold 2,600 reports of 25 kB: large enough that the switch to the next file is
 *     rare, small enough that a scan after a crash takes a fraction of a second and that retention frees space in small steps
 * @param maxObjectBytes longest data set; the same as the limit of the network side
 * @param maxSegmentRecords records of one segment, so that its index stays below 1 MiB whatever the size of the objects
 * @param maxBatchRecords records that are synced together; more would only make the first one wait
 * @param maxBatchBytes bytes that are synced together; a batch has at least one record
 * @param maxWaitingPuts puts that may wait for the writer; at least as many as there may be associations
 * @param maxWaitingBytes bytes that may wait for the writer; one object may always wait
 * @param capacity what the log as a whole may hold
 */
public record LogLimits(
        long segmentBytes,
        int maxObjectBytes,
        int maxSegmentRecords,
        int maxBatchRecords,
        int maxBatchBytes,
        int maxWaitingPuts,
        long maxWaitingBytes,
        Capacity capacity) {

    /** The largest segment: offsets are kept in units of eight bytes in an {@code int}, and a frame is read into one buffer. */
    private static final long MAX_SEGMENT_BYTES = 1L << 30;

    private static final long MIB = 1L << 20;

    /**
     * What the log may hold, records that were processed and not yet dropped included.
     *
     * @param maxBytes bytes of all records
     * @param maxRecords number of all records
     * @param minFreeDiskBytes free space of the disk below which nothing is kept and no segment is made
     */
    public record Capacity(long maxBytes, long maxRecords, long minFreeDiskBytes) {

        public Capacity {
            if (maxBytes < 1 || maxRecords < 1 || minFreeDiskBytes < 0) {
                throw new IllegalArgumentException("capacity of the inbox log: bytes " + maxBytes + ", records "
                        + maxRecords + ", free disk " + minFreeDiskBytes);
            }
        }
    }

    /** @throws IllegalArgumentException if a limit is out of range, or if the longest object does not fit into a segment */
    public LogLimits {
        if (segmentBytes > MAX_SEGMENT_BYTES || segmentBytes % SegmentHeader.LENGTH != 0) {
            throw new IllegalArgumentException("a segment has at most " + MAX_SEGMENT_BYTES + " bytes, a multiple of "
                    + SegmentHeader.LENGTH + ", not " + segmentBytes);
        }
        if (maxObjectBytes < 1
                || SegmentHeader.LENGTH + Frame.maxLength(maxObjectBytes) + SegmentFooter.length(1) > segmentBytes) {
            throw new IllegalArgumentException(
                    "an object of " + maxObjectBytes + " bytes does not fit into a segment of " + segmentBytes);
        }
        if (maxSegmentRecords < 1
                || maxBatchRecords < 1
                || maxBatchBytes < 1
                || maxWaitingPuts < 1
                || maxWaitingBytes < 1) {
            throw new IllegalArgumentException("a limit of the inbox log is below 1");
        }
    }

    /**
     * The limits of an inbox whose objects have at most so many bytes: segments of 32 MiB, or of four of the longest objects where that is
     * more; batches of 512 records or 8 MiB.
     */
    public static LogLimits of(Capacity capacity, int maxObjectBytes) {
        long wanted = Math.max(32 * MIB, Math.min(MAX_SEGMENT_BYTES, 4L * maxObjectBytes));
        long segmentBytes = maxObjectBytes <= 16 * MIB ? 32 * MIB : wanted;
        return new LogLimits(segmentBytes, maxObjectBytes, 65_536, 512, (int) (8 * MIB), 4_096, 64 * MIB, capacity);
    }
}
