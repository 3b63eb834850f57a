package org.doseagent.forward;

/** A way to the repository. Implementations are idempotent by submission id and safe for one thread at a time. */
public interface Transport {

    /** Tries once, within a bounded time; never throws for a network or disk fault, which is {@link Delivery.Later}. */
    Delivery deliver(Submission submission);
}
