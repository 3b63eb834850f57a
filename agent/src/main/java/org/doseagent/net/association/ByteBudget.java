package org.doseagent.net.association;

import java.util.concurrent.atomic.AtomicLong;

/** Bytes that all associations share. Thread-safe. */
final class ByteBudget {

    private final AtomicLong free;

    ByteBudget(long bytes) {
        free = new AtomicLong(bytes);
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
