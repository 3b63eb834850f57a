package org.doseagent.daemon;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.doseagent.store.StoreException;

/** Waits for another process to empty the inbox, as long as that process makes progress. */
final class ProgressWait {

    /** A batch takes seconds; a daemon that ends none in so long does not work. */
    static final Duration PATIENCE = Duration.ofMinutes(2);

    /** How often the inbox is asked: nothing signals from one process to another. */
    private static final long ASK_MILLIS = 200;

    /** How often the lock of the daemon is asked for: asking takes it for a moment, and a daemon that starts then is refused. */
    private static final int ASKS_PER_LOCK = 25;

    private final LongSupplier waiting;
    private final BooleanSupplier isDaemonRunning;
    private final Duration patience;

    /** {@code waiting} counts the objects that are not processed. */
    ProgressWait(LongSupplier waiting, BooleanSupplier isDaemonRunning, Duration patience) {
        this.waiting = waiting;
        this.isDaemonRunning = isDaemonRunning;
        this.patience = patience;
    }

    /**
     * Returns once nothing waits.
     *
     * @throws StoreException if the daemon has stopped, or nothing is processed for longer than the patience
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
                + "; they are safe. Look at the daemon's log and dose-agent doctor";
        return new StoreException(text, new IllegalStateException(why), true);
    }
}
