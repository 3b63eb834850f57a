package org.doseagent.forward;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.doseagent.aggregate.render.PayloadSchema;
import org.doseagent.store.outbox.Delivery;

/** Refuses a release that violates the published schema, before the transport receives it. */
public final class CheckedTransport implements Transport {

    private final Transport transport;
    private final Supplier<PayloadSchema> schema;

    /** {@code schema} is read at each delivery, since most commands deliver nothing. */
    public CheckedTransport(Transport transport, Supplier<PayloadSchema> schema) {
        this.transport = transport;
        this.schema = schema;
    }

    @Override
    public Delivery deliver(Submission submission) {
        List<String> problems = schema.get().problems(submission.json());
        return problems.isEmpty()
                ? transport.deliver(submission)
                : new Delivery.Refused("not sent, because it violates the schema of dose-aggregate/1: "
                        + ServerWords.clean(String.join("; ", problems)));
    }

    @Override
    public Optional<Instant> serverCertificateEnd() {
        return transport.serverCertificateEnd();
    }
}
