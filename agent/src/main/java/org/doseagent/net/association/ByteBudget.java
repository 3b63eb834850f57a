package org.doseagent.net.association;

import java.util.concurrent.atomic.AtomicLong;
import org.doseagent.net.AcceptorSettings.Limits;

/** Bytes that all associations share. Thread-safe. */
final class ByteBudget {

    private static final int HEAP_SHARE = 4;

    private final AtomicLong free;

    ByteBudget(long bytes) {
        free = new AtomicLong(bytes);
    }

    /**
     * Returns the budget of the settings, or a quarter of the heap where that is less: above it, unfinished objects would leave no room for
     * the work on finished ones. One longest object always fits.
     */
    static long bytes(Limits limits, long heapBytes) {
        long share = Math.max(heapBytes / HEAP_SHARE, Limits.minBytesInFlight(limits.maxObjectBytes()));
        return Math.min(limits.maxBytesInFlight(), share);
    }

    /** Takes bytes; false, and nothing is taken, where so many are not free. */
    boolean take(long bytes) {
        long before = free.get();
        while (before >= bytes) {
            if (free.compareAndSet(before, before - bytes)) {
                return true;
            }
            before = free.get();
        }
        return false;
    }

    void give(long bytes) {
        free.addAndGet(bytes);
    }

    long free() {
        return free.get();
    }
}
