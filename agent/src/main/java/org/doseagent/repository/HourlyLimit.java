package org.doseagent.repository;

import java.util.concurrent.TimeUnit;

/** Counts requests of an hour. Thread-safe. */
final class HourlyLimit {

    private static final long HOUR_NANOS = TimeUnit.HOURS.toNanos(1);

    private final int most;
    private long hourStart;
    private int count;
    private boolean isStarted;

    HourlyLimit(int most) {
        this.most = most;
    }

    /** Counts one request; returns whether it is within the limit of its hour. */
    synchronized boolean isWithin(long nanoTime) {
        if (!isStarted || nanoTime - hourStart >= HOUR_NANOS) {
            isStarted = true;
            hourStart = nanoTime;
            count = 0;
        }
        count = Math.min(count + 1, most + 1);
        return count <= most;
    }
}
