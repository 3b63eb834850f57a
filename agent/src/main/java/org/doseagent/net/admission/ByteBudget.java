package org.doseagent.net.admission;

import java.util.concurrent.atomic.AtomicLong;
import org.doseagent.net.AcceptorSettings.Limits;

/** Bytes that all associations share. Thread-safe. */
public final class ByteBudget {

    private static final int HEAP_SHARE = 4;

    private final AtomicLong free;

    public ByteBudget(long bytes) {
        free = new AtomicLong(bytes);
    }

    /**
     * Returns the budget of the settings, or a quarter of the heap where that is less: above it, unfinished objects would leave no room for
     * the work on finished ones. One longest object always fits.
     */
    public static long bytes(Limits limits, long heapBytes) {
        long share = Math.max(heapBytes / HEAP_SHARE, Limits.minBytesInFlight(limits.maxObjectBytes()));
        return Math.min(limits.maxBytesInFlight(), share);
    }

    /** Takes bytes; false, and nothing is taken, where so many are not free. */
    public boolean take(long bytes) {
        long before = free.get();
        while (before >= bytes) {
            if (free.compareAndSet(before, before - bytes)) {
                return true;
            }
            before = free.get();
        }
        return false;
    }

    public void give(long bytes) {
        free.addAndGet(bytes);
    }

    public long free() {
        return free.get();
    }
}
