package org.doseagent.store.inbox.log;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.doseagent.store.StoreException;
import org.doseagent.store.inbox.log.PutOutcome.Refusal;
import org.doseagent.store.inbox.log.PutOutcome.Refused;
import org.doseagent.store.inbox.log.segment.Frame;
import org.doseagent.store.inbox.log.segment.LogLimits;
import org.jspecify.annotations.Nullable;

/** The puts that wait for the writer, within limits of number and bytes. Thread-safe. */
final class PutQueue {

    /**
     * A put that waits.
     *
     * @param frame null for a request to end the segment
     * @param sequence the sequence number that the object must get, 0 if any
     */
    record Waiting(@Nullable Frame frame, Instant receivedAt, long sequence, CompletableFuture<PutOutcome> outcome) {

        long bytes() {
            return frame == null ? 0 : frame.length();
        }

        void refuse(Refusal reason) {
            outcome.complete(new Refused(reason));
        }
    }

    private final LogLimits limits;
    private final Object lock = new Object();
    private final Deque<Waiting> waiting = new ArrayDeque<>();
    private long waitingBytes;
    private boolean isClosed;
    private @Nullable StoreException failure;

    PutQueue(LogLimits limits) {
        this.limits = limits;
    }

    /**
     * Adds a put, or refuses it at once.
     *
     * @throws StoreException if the writer ended: nobody would ever take the put
     */
    void add(Waiting put) {
        synchronized (lock) {
            if (failure != null) {
                throw new StoreException(String.valueOf(failure.getMessage()), failure, false);
            }
            if (isClosed) {
                put.refuse(Refusal.CLOSED);
            } else if (waiting.size() >= limits.maxWaitingPuts()
                    || (waitingBytes > 0 && waitingBytes + put.bytes() > limits.maxWaitingBytes())) {
                put.refuse(Refusal.TOO_MANY_WAITING);
            } else {
                waiting.add(put);
                waitingBytes += put.bytes();
                lock.notifyAll();
            }
        }
    }

    /** Waits for puts and takes those of one batch. Empty when the queue is closed and nothing waits any more. */
    List<Waiting> takeBatch() throws InterruptedException {
        synchronized (lock) {
            while (waiting.isEmpty() && !isClosed) {
                lock.wait();
            }
            List<Waiting> batch = new ArrayList<>();
            long bytes = 0;
            while (!waiting.isEmpty()
                    && batch.size() < limits.maxBatchRecords()
                    && (batch.isEmpty() || bytes + waiting.element().bytes() <= limits.maxBatchBytes())) {
                Waiting put = waiting.remove();
                batch.add(put);
                bytes += put.bytes();
            }
            waitingBytes -= bytes;
            return batch;
        }
    }

    /** Takes no more puts; those that wait are still written. */
    void close() {
        synchronized (lock) {
            isClosed = true;
            lock.notifyAll();
        }
    }

    /** The writer ended: fails all puts that wait, and every later one at once. */
    void fail(StoreException cause) {
        List<Waiting> left;
        synchronized (lock) {
            failure = cause;
            left = new ArrayList<>(waiting);
            waiting.clear();
            waitingBytes = 0;
        }
        left.forEach(put -> put.outcome().completeExceptionally(cause));
    }

    Optional<StoreException> failure() {
        synchronized (lock) {
            return Optional.ofNullable(failure);
        }
    }
}
