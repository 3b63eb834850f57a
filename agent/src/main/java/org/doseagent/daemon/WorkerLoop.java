package org.doseagent.daemon;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import java.util.function.IntSupplier;
import org.doseagent.store.StoreException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The loop of the thread that processes the inbox: waits for objects, lets a burst of them arrive first, and has a batch processed. Knows
 * for how long no batch has ended. {@link #stop} ends it after the batch under way.
 */
final class WorkerLoop implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(WorkerLoop.class);

    /** How often the inbox is asked where nothing woke the loop: another process may have put objects there. */
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
     * @param batch processes one batch and returns how many objects it took to an end
     * @param work has one permit for each object put since
     * @param processed is notified of how many objects a batch took to an end
     */
    WorkerLoop(IntSupplier batch, Semaphore work, IntConsumer processed) {
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

    /** Lets a burst of objects arrive first: a sender that waits for its answers takes precedence over objects that are safe already. */
    private void giveWay() throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(GIVE_WAY_MILLIS);
        while (work.drainPermits() > 0 && System.nanoTime() < end && !isStopping) {
            if (work.tryAcquire(QUIET_MILLIS, TimeUnit.MILLISECONDS)) {
                work.release();
            }
        }
    }

    /** More permits than there can be: only the time ends the pause, or an interrupt. */
    private void pause() throws InterruptedException {
        if (work.tryAcquire(Integer.MAX_VALUE, ASK_SECONDS, TimeUnit.SECONDS)) {
            work.release();
        }
    }

    /** Returns for how long no batch has ended; an empty batch counts. */
    Duration sinceProgress() {
        return Duration.ofNanos(System.nanoTime() - progress);
    }

    /** Ends the loop after the batch under way. */
    void stop() {
        isStopping = true;
        work.release();
    }
}
