package org.doseagent.store.inbox.log.segment;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * The bytes of one segment up to an end, read through a window. A block that the disk cannot read appears as zeros and is remembered, so
 * that it costs only the records in it. Confined to one thread.
 */
public final class SegmentBytes {

    /** The unit in which disks lose writes at a power failure. */
    static final int SECTOR = 512;

    private static final int WINDOW = 1 << 20;
    private static final int BLOCK = 4096;

    private final LogStorage.Handle handle;
    private final long end;
    private final List<Long> unreadable = new ArrayList<>();
    private ByteBuffer window = ByteBuffer.allocate(WINDOW).limit(0);
    private long windowStart;

    public SegmentBytes(LogStorage.Handle handle, long end) {
        this.handle = handle;
        this.end = end;
    }

    long end() {
        return end;
    }

    /** Returns the bytes of a range below the end; valid until the next call. */
    ByteBuffer range(long start, int length) throws IOException {
        if (start < 0 || start + length > end) {
            throw new IllegalArgumentException("range " + start + " + " + length + " is not below " + end);
        }
        if (start < windowStart || start + length > windowStart + window.limit()) {
            fill(start, length);
        }
        return window.slice((int) (start - windowStart), length);
    }

    private void fill(long start, int length) {
        if (window.capacity() < length) {
            window = ByteBuffer.allocate(length);
        }
        windowStart = start;
        window.clear().limit((int) Math.min(window.capacity(), end - start));
        try {
            readFully(handle, window.duplicate(), start);
        } catch (IOException e) {
            fillByBlocks();
        }
    }

    private void fillByBlocks() {
        int limit = window.limit();
        for (int at = 0; at < limit; at += BLOCK) {
            ByteBuffer block = window.slice(at, Math.min(BLOCK, limit - at));
            try {
                readFully(handle, block.duplicate(), windowStart + at);
            } catch (IOException e) {
                block.put(new byte[block.remaining()]);
                unreadable.add(windowStart + at);
            }
        }
    }

    /** Fills the buffer from a position of a file. */
    public static void readFully(LogStorage.Handle handle, ByteBuffer target, long position) throws IOException {
        long at = position;
        while (target.hasRemaining()) {
            int read = handle.read(target, at);
            if (read <= 0) {
                throw new IOException("end of file at offset " + at);
            }
            at += read;
        }
    }

    /** Tells whether the disk could not read a block that the range touches. */
    boolean isUnreadable(long start, long rangeEnd) {
        return unreadable.stream().anyMatch(block -> block < rangeEnd && block + BLOCK > start);
    }

    /** Returns the offset behind the last byte of a range that is not zero; the start if all are zero. */
    long endOfContent(long start, long rangeEnd) throws IOException {
        long last = start;
        for (long at = start; at < rangeEnd; at += WINDOW) {
            ByteBuffer chunk = range(at, (int) Math.min(WINDOW, rangeEnd - at));
            int content = endOfContent(chunk);
            if (content > 0) {
                last = at + content;
            }
        }
        return last;
    }

    private static int endOfContent(ByteBuffer chunk) {
        int at = chunk.limit();
        while (at >= Long.BYTES && chunk.getLong(at - Long.BYTES) == 0) {
            at -= Long.BYTES;
        }
        while (at > 0 && chunk.get(at - 1) == 0) {
            at--;
        }
        return at;
    }

    /** Tells whether one of the disk sectors that the range touches has only zeros in the range: it was never written. */
    boolean hasEmptySector(long start, long rangeEnd) throws IOException {
        long at = start;
        while (at < rangeEnd) {
            long next = Math.min(rangeEnd, (at / SECTOR + 1) * SECTOR);
            if (endOfContent(at, next) == at) {
                return true;
            }
            at = next;
        }
        return false;
    }
}
