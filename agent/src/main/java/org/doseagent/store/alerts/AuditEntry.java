package org.doseagent.store.alerts;

import java.time.Instant;
import java.util.Optional;

/** One act in the audit: who did what, the alert that it is about, and the hash that chains it to the act before. */
public record AuditEntry(
        long id, Instant at, String who, String act, String detail, String hash, Optional<Long> alertId) {}
