package org.doseagent.forward;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import org.doseagent.store.ledger.ReleaseLedger;
import org.doseagent.store.ledger.StoredRelease;
import org.doseagent.store.ledger.StoredRelease.State;
import org.doseagent.store.outbox.Delivery;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Delivers the due releases of the outbox to the repository. If the process dies between a delivery and its record, the delivery is
 * repeated under the same submission id, and the receiver treats both as one. Used by one thread.
 */
public final class Forwarder {

    private static final Logger LOG = LoggerFactory.getLogger(Forwarder.class);

    private final ReleaseLedger ledger;
    private final Refusals refusals;
    private final Transport transport;
    private final Backoff backoff;

    public Forwarder(ReleaseLedger ledger, Refusals refusals, Transport transport, Backoff backoff) {
        this.ledger = ledger;
        this.refusals = refusals;
        this.transport = transport;
        this.backoff = backoff;
    }

    /** Tries each due release once; returns how many arrived. */
    public int deliverDue() {
        return deliverDue(delivery -> {});
    }

    /** Tries each due release once and passes on each outcome; returns how many arrived. */
    public int deliverDue(Consumer<Delivery> attempted) {
        int delivered = 0;
        for (StoredRelease release : due()) {
            Delivery delivery = transport.deliver(
                    new Submission(release.submissionId(), release.period().toString(), release.json()));
            delivered += record(release, delivery) ? 1 : 0;
            attempted.accept(delivery);
        }
        return delivered;
    }

    /** Oldest period first, so that a correction follows what it corrects. */
    private List<StoredRelease> due() {
        return ledger.pending().stream()
                .filter(release -> backoff.isDue(release.nextAttemptAt()))
                .toList();
    }

    private boolean record(StoredRelease release, Delivery delivery) {
        Instant now = backoff.now();
        if (delivery instanceof Delivery.Delivered delivered) {
            refusals.close(release);
            ledger.recordAttempt(release.submissionId(), State.SENT, now, delivered.note());
            LOG.info("event=aggregate-sent period={}", release.period());
            return true;
        }
        if (delivery instanceof Delivery.Refused refused) {
            // The alert is first: if the process dies in between, the attempt is repeated, and the alert is the same.
            refusals.open(release, refused.reason());
            ledger.recordAttempt(release.submissionId(), State.REFUSED, now, refused.reason());
            LOG.error("event=aggregate-refused period={} reason=\"{}\"", release.period(), refused.reason());
        } else if (delivery instanceof Delivery.Later later) {
            Duration wait =
                    later.after().map(backoff::atLeastFirst).orElseGet(() -> backoff.waitAfter(release.attempts() + 1));
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
