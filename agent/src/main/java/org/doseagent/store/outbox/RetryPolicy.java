package org.doseagent.store.outbox;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * Exponential back-off with full jitter: attempt {@code n} waits a random time up to {@code first × 2^(n-1)}, at most {@code longest}.
 */
public record RetryPolicy(Duration first, Duration longest) {

    public static final RetryPolicy DEFAULT = new RetryPolicy(Duration.ofMinutes(1), Duration.ofHours(6));

    public RetryPolicy {
        if (first.isZero() || first.isNegative() || longest.compareTo(first) < 0) {
            throw new IllegalArgumentException("retry: first wait must be positive and not above the longest");
        }
    }

    /** Returns how long to wait after failed attempt number {@code attempts}, counted from 1; at least half of the step. */
    public Duration waitAfter(int attempts, RandomGenerator random) {
        int doublings = Math.min(Math.max(attempts - 1, 0), 20);
        Duration step = first.multipliedBy(1L << doublings);
        if (step.compareTo(longest) > 0) {
            step = longest;
        }
        long millis = step.toMillis();
        return Duration.ofMillis(millis / 2 + random.nextLong(millis / 2 + 1));
    }
}
