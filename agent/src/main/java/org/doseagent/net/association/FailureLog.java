package org.doseagent.net.association;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs failures that can repeat thousands of times a second: at most once per minute, with their count. Thread-safe. */
final class FailureLog {

    private static final Logger LOG = LoggerFactory.getLogger(FailureLog.class);

    private static final long PAUSE_NANOS = Duration.ofMinutes(1).toNanos();

    private final String event;
    private final AtomicLong count = new AtomicLong();
    private final AtomicLong next = new AtomicLong(System.nanoTime());

    FailureLog(String event) {
        this.event = event;
    }

    /** Counts a failure, and logs it unless one was logged within the last minute; returns whether it was logged. */
    boolean add(Throwable failure) {
        long total = count.incrementAndGet();
        long due = next.get();
        long now = System.nanoTime();
        if (now - due < 0 || !next.compareAndSet(due, now + PAUSE_NANOS)) {
            return false;
        }
        LOG.error("event={} count={} next=\"at most one line per minute\"", event, total, failure);
        return true;
    }

    long count() {
        return count.get();
    }
}
