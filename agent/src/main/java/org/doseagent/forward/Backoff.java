package org.doseagent.forward;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.random.RandomGenerator;
import org.doseagent.store.outbox.RetryPolicy;

/** Decides when the next attempt is due, by a clock that may jump. */
public record Backoff(RetryPolicy policy, Clock clock, RandomGenerator random) {

    Instant now() {
        return clock.instant();
    }

    /** Returns how long to wait after failed attempt number {@code attempts}. */
    Duration waitAfter(int attempts) {
        return policy.waitAfter(attempts, random);
    }

    /** Returns the wait that the repository named, but at least the first wait of the policy. */
    Duration atLeastFirst(Duration wait) {
        return wait.compareTo(policy.first()) < 0 ? policy.first() : wait;
    }

    /** Returns whether an attempt set for {@code next} is due. A time further ahead than any wait was set by a wrong clock. */
    boolean isDue(Instant next) {
        Duration longest = policy.longest().compareTo(RetryAfter.LONGEST) > 0 ? policy.longest() : RetryAfter.LONGEST;
        return !next.isAfter(now()) || next.isAfter(now().plus(longest));
    }
}
