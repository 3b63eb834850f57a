package org.doseagent.forward;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.doseagent.store.outbox.RetryPolicy;

/** When to try again, by a clock that may jump. */
public record Backoff(RetryPolicy policy, Clock clock, RandomGenerator random) {

    Instant now() {
        return clock.instant();
    }

    /** Returns how long to wait after failed attempt number {@code attempts}: what the server named, never less than the first step. */
    Duration waitAfter(int attempts, Optional<Duration> named) {
        return named.map(wait -> wait.compareTo(policy.first()) < 0 ? policy.first() : wait)
                .orElseGet(() -> policy.waitAfter(attempts, random));
    }

    /** Returns whether an attempt set for {@code next} is due. One that lies further ahead than any wait was set by a clock that was wrong. */
    boolean isDue(Instant next) {
        Duration longest = policy.longest().compareTo(RetryAfter.LONGEST) > 0 ? policy.longest() : RetryAfter.LONGEST;
        return !next.isAfter(now()) || next.isAfter(now().plus(longest));
    }
}
