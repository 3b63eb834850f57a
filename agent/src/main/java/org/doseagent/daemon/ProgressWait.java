package org.doseagent.daemon;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.doseagent.store.StoreException;

/** Waits for another process to empty the inbox, as long as that process makes progress. */
final class ProgressWait {

    /** A batch takes seconds; a daemon that finishes none for this long does not work. */
    static final Duration PATIENCE = Duration.ofMinutes(2);

    /** Interval of reading the inbox, since one process cannot signal another. */
    private static final long ASK_MILLIS = 200;

    /** Interval of trying the lock of the daemon. Each try holds the lock for a moment, in which a daemon cannot start. */
    private static final int ASKS_PER_LOCK = 25;

    private final LongSupplier waiting;
    private final BooleanSupplier isDaemonRunning;
    private final Duration patience;

    /** {@code waiting} returns the number of unprocessed objects. */
    ProgressWait(LongSupplier waiting, BooleanSupplier isDaemonRunning, Duration patience) {
        this.waiting = waiting;
        this.isDaemonRunning = isDaemonRunning;
        this.patience = patience;
    }

    /**
     * Returns when no object waits.
     *
     * @throws StoreException if the daemon has stopped, or nothing is processed within the patience
     */
    void await() throws InterruptedException {
        CountDownLatch never = new CountDownLatch(1);
        long fewest = Long.MAX_VALUE;
        long progress = System.nanoTime();
        int asks = 0;
        for (long left = waiting.getAsLong(); left > 0; left = waiting.getAsLong()) {
            if (left < fewest) {
                fewest = left;
                progress = System.nanoTime();
            } else if (System.nanoTime() - progress > patience.toNanos()) {
                throw failure(left, "the daemon has processed none of them for " + patience.toSeconds() + " s");
            } else if (++asks % ASKS_PER_LOCK == 0 && !isDaemonRunning.getAsBoolean()) {
                throw failure(left, "the daemon has stopped");
            }
            never.await(ASK_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    private static StoreException failure(long left, String why) {
        String text = left + " objects wait in the inbox, and " + why
                + "; they are safe. Read the log of the daemon and run dose-agent doctor";
        return new StoreException(text, new IllegalStateException(why), true);
    }
}
