package org.doseagent.store.inbox.log.segment;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;

/** Where the records of one segment start, in the order of their sequence numbers: eight bytes a record. Thread-safe. */
public final class SegmentIndex {

    /** Bytes of one entry, in memory and in the footer. */
    static final int ENTRY_LENGTH = 8;

    private static final int FIRST_CAPACITY = 64;

    private final long firstSequence;
    private int[] sequences = new int[FIRST_CAPACITY];
    private int[] offsets = new int[FIRST_CAPACITY];
    private int count;

    SegmentIndex(long firstSequence) {
        this.firstSequence = firstSequence;
    }

    /** Tells whether such a record can be in a segment that starts with this sequence number. */
    static boolean isInRange(long firstSequence, long sequence) {
        return sequence >= firstSequence && sequence - firstSequence <= Integer.MAX_VALUE;
    }

    synchronized void add(long sequence, long offset) {
        if (count == sequences.length) {
            sequences = Arrays.copyOf(sequences, count * 2);
            offsets = Arrays.copyOf(offsets, count * 2);
        }
        sequences[count] = (int) (sequence - firstSequence);
        offsets[count] = (int) (offset / FrameHeader.ALIGNMENT);
        count++;
    }

    /** Forgets all records that start at the offset or behind it. */
    synchronized void cutAt(long offset) {
        while (count > 0 && offsetAt(count - 1) >= offset) {
            count--;
        }
    }

    public synchronized int count() {
        return count;
    }

    /** Returns the last sequence number; 0 if there is none. */
    synchronized long lastSequence() {
        return count == 0 ? 0 : firstSequence + sequences[count - 1];
    }

    /** A record and where it starts. */
    public record Entry(long sequence, long offset) {}

    /** Returns the record with this sequence number, else the next one; empty behind the last one. */
    synchronized Optional<Entry> atOrAfter(long sequence) {
        if (count == 0 || sequence > firstSequence + sequences[count - 1]) {
            return Optional.empty();
        }
        int wanted = (int) Math.max(0, sequence - firstSequence);
        int found = Arrays.binarySearch(sequences, 0, count, wanted);
        int at = found >= 0 ? found : -found - 1;
        return Optional.of(new Entry(firstSequence + sequences[at], offsetAt(at)));
    }

    private long offsetAt(int at) {
        return (long) offsets[at] * FrameHeader.ALIGNMENT;
    }

    /** Writes all entries at the buffer's position. */
    synchronized void encode(ByteBuffer target) {
        for (int i = 0; i < count; i++) {
            target.putInt(sequences[i]).putInt(offsets[i]);
        }
    }

    /** Reads entries that a checksum has proved to be those that were written. */
    static SegmentIndex decode(long firstSequence, ByteBuffer source, int count) {
        SegmentIndex index = new SegmentIndex(firstSequence);
        for (int i = 0; i < count; i++) {
            int sequence = source.getInt();
            index.add(firstSequence + sequence, (long) source.getInt() * FrameHeader.ALIGNMENT);
        }
        return index;
    }
}
