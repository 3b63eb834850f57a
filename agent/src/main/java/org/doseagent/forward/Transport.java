package org.doseagent.forward;

import java.time.Instant;
import java.util.Optional;
import org.doseagent.store.outbox.Delivery;

/** A way to the repository. Implementations are idempotent by submission id and safe for one thread at a time. */
public interface Transport {

    /** Tries once, within a bounded time; never throws for a network or disk fault, but returns {@link Delivery.Later}. */
    Delivery deliver(Submission submission);

    /** Returns when the certificate of the repository ends, as seen at the last answer; empty before one, or where there is none. */
    default Optional<Instant> serverCertificateEnd() {
        return Optional.empty();
    }
}
