package org.doseagent.forward;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.random.RandomGenerator;
import org.doseagent.store.ReleaseLedger;
import org.doseagent.store.StoredRelease;
import org.doseagent.store.StoredRelease.State;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes what is due in the outbox to the repository. Dying between a delivery and its record repeats the delivery under the same
 * submission id, which the receiver takes as one. Used by one thread.
 */
public final class Forwarder {

    private static final Logger LOG = LoggerFactory.getLogger(Forwarder.class);

    private final ReleaseLedger ledger;
    private final Transport transport;
    private final RetryPolicy retry;
    private final Clock clock;
    private final RandomGenerator random;

    public Forwarder(
            ReleaseLedger ledger, Transport transport, RetryPolicy retry, Clock clock, RandomGenerator random) {
        this.ledger = ledger;
        this.transport = transport;
        this.retry = retry;
        this.clock = clock;
        this.random = random;
    }

    /** Tries once each release that is due; returns how many arrived. */
    public int deliverDue() {
        int delivered = 0;
        for (StoredRelease release : ledger.due()) {
            Delivery delivery =
                    transport.deliver(new Submission(release.submissionId(), release.period(), release.json()));
            delivered += record(release, delivery) ? 1 : 0;
        }
        return delivered;
    }

    private boolean record(StoredRelease release, Delivery delivery) {
        Instant now = clock.instant();
        if (delivery instanceof Delivery.Delivered delivered) {
            ledger.recordAttempt(release.submissionId(), State.SENT, now, delivered.note());
            LOG.info("event=aggregate-sent period={}", release.period());
            return true;
        }
        if (delivery instanceof Delivery.Refused refused) {
            ledger.recordAttempt(release.submissionId(), State.REFUSED, now, refused.reason());
            LOG.error("event=aggregate-refused period={} reason=\"{}\"", release.period(), refused.reason());
        } else if (delivery instanceof Delivery.Later later) {
            Duration wait = later.after().orElseGet(() -> retry.waitAfter(release.attempts() + 1, random));
            ledger.recordAttempt(release.submissionId(), State.PENDING, now.plus(wait), later.reason());
            LOG.warn(
                    "event=aggregate-waits period={} reason=\"{}\" seconds={}",
                    release.period(),
                    later.reason(),
                    wait.toSeconds());
        }
        return false;
    }
}
