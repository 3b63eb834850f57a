package org.doseagent.net.admission;

import java.util.concurrent.TimeUnit;

/** Limits the messages of one association that store nothing. Used by one thread. */
public final class EchoPace {

    private static final long SECOND_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final int maxPerSecond;
    private int count;
    private long since;

    public EchoPace(int maxPerSecond) {
        this.maxPerSecond = maxPerSecond;
    }

    /** Counts one message; returns how long its answer must wait. */
    public long nanosToWait(long now) {
        if (count == 0 || now - since >= SECOND_NANOS) {
            since = now;
            count = 0;
        }
        count++;
        return count <= maxPerSecond ? 0 : since + SECOND_NANOS - now;
    }
}
