package org.doseagent.store.outbox;

import java.time.Duration;
import java.util.Optional;

/** What came of one attempt to deliver. */
public sealed interface Delivery {

    /** The repository has it, now or from an earlier attempt. */
    record Delivered(String note) implements Delivery {}

    /** Try again, not before {@code after} when the repository named a time. */
    record Later(String reason, Optional<Duration> after) implements Delivery {}

    /** The repository will never take these bytes; a person must look. */
    record Refused(String reason) implements Delivery {}
}
