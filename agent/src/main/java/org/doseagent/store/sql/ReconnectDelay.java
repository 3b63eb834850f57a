package org.doseagent.store.sql;

import java.time.Duration;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.doseagent.store.StoreException;

/**
 * Spaces attempts to connect: after a failure, attempts within a delay fail at once, and the delay doubles with each failure. So the
 * threads of the daemon do not all wait for a database that is down. Thread-safe.
 */
public final class ReconnectDelay {

    private static final Duration FIRST = Duration.ofMillis(100);
    private static final Duration LONGEST = Duration.ofSeconds(10);

    private final LongSupplier nanoTime;
    private Duration delay = Duration.ZERO;
    private long failedAt;
    private String lastProblem = "";

    public ReconnectDelay() {
        this(System::nanoTime);
    }

    public ReconnectDelay(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /**
     * Connects, or fails at once within the delay.
     *
     * @throws StoreException if the attempt fails, or the last one failed a moment ago
     */
    <T> T connect(Supplier<T> attempt) {
        refuseEarly();
        try {
            T connected = attempt.get();
            succeeded();
            return connected;
        } catch (StoreException e) {
            if (e.isRetryable()) {
                failed(e);
            }
            throw e;
        }
    }

    private synchronized void refuseEarly() {
        if (!delay.isZero() && nanoTime.getAsLong() - failedAt < delay.toNanos()) {
            throw new StoreException(lastProblem, new IllegalStateException("an attempt failed a moment ago"), true);
        }
    }

    private synchronized void succeeded() {
        delay = Duration.ZERO;
    }

    private synchronized void failed(StoreException failure) {
        Duration doubled = delay.isZero() ? FIRST : delay.multipliedBy(2);
        delay = doubled.compareTo(LONGEST) > 0 ? LONGEST : doubled;
        failedAt = nanoTime.getAsLong();
        lastProblem = String.valueOf(failure.getMessage());
    }
}
