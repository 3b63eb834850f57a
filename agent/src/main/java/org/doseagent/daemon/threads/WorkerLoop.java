package org.doseagent.daemon.threads;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import java.util.function.IntSupplier;
import org.doseagent.store.StoreException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The loop of the thread that processes the inbox: it waits for objects, lets a burst of them arrive, and processes a batch. It knows how
 * long ago a batch finished. {@link #stop} ends it after the current batch.
 */
public final class WorkerLoop implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(WorkerLoop.class);

    /** Interval of reading the inbox when nothing wakes the loop, because another process may have put objects there. */
    private static final long ASK_SECONDS = 2;

    /** The worker waits until no object has arrived for this long ... */
    private static final long QUIET_MILLIS = 30;

    /** ... but under steady load never longer than this before a batch. */
    private static final long GIVE_WAY_MILLIS = 500;

    private final IntSupplier batch;
    private final Semaphore work;
    private final IntConsumer processed;
    private volatile boolean isStopping;
    private volatile long progress = System.nanoTime();

    /**
     * Takes the work.
     *
     * @param batch processes one batch and returns the number of finished objects
     * @param work has one permit for each object that was put
     * @param processed receives the number of finished objects of each batch
     */
    public WorkerLoop(IntSupplier batch, Semaphore work, IntConsumer processed) {
        this.batch = batch;
        this.work = work;
        this.processed = processed;
    }

    @Override
    public void run() {
        try {
            while (!isStopping) {
                round();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void round() throws InterruptedException {
        try {
            giveWay();
            int done = batch.getAsInt();
            progress = System.nanoTime();
            processed.accept(done);
            if (done == 0 && !isStopping && work.tryAcquire(ASK_SECONDS, TimeUnit.SECONDS)) {
                work.release();
            }
        } catch (StoreException e) {
            LOG.error("event=worker-store-failed retryable={}", e.isRetryable(), e);
            pause();
        }
    }

    /**
     * Waits until a burst of objects has arrived, since a sender that waits for its answers takes precedence over objects that are already
     * safe.
     */
    private void giveWay() throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(GIVE_WAY_MILLIS);
        while (work.drainPermits() > 0 && System.nanoTime() < end && !isStopping) {
            if (work.tryAcquire(QUIET_MILLIS, TimeUnit.MILLISECONDS)) {
                work.release();
            }
        }
    }

    /** More permits than can exist, so only the time-out or an interrupt ends the pause. */
    private void pause() throws InterruptedException {
        if (work.tryAcquire(Integer.MAX_VALUE, ASK_SECONDS, TimeUnit.SECONDS)) {
            work.release();
        }
    }

    /** Returns the time since the last batch finished; an empty batch counts. */
    public Duration sinceProgress() {
        return Duration.ofNanos(System.nanoTime() - progress);
    }

    /** Ends the loop after the current batch. */
    public void stop() {
        isStopping = true;
        work.release();
    }
}
