package org.doseagent.store.alerts;

import java.time.Instant;

/** One act in the audit: who did what, and the hash that chains it to the acts before. */
public record AuditEntry(long id, Instant at, String who, String act, String detail, String hash) {}
