package org.doseagent.store;

import java.time.Instant;
import java.util.Optional;

/**
 * A released aggregate and where its delivery stands.
 *
 * @param state {@code pending}, {@code sent} or {@code refused}
 */
@SuppressWarnings("ArrayRecordComponent")
public record StoredRelease(
        String period,
        String submissionId,
        Instant closedAt,
        byte[] json,
        String state,
        int attempts,
        Instant nextAttemptAt,
        Optional<String> note) {}
