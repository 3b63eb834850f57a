package org.doseagent.store.alerts;

import java.time.Instant;
import java.util.Optional;

/**
 * An act for the audit, before it has a number.
 *
 * @param alertId the alert that it is about, where it is about one
 */
public record AuditAct(Instant at, String who, String act, String detail, Optional<Long> alertId) {

    /** An act that is about no alert. */
    public AuditAct(Instant at, String who, String act, String detail) {
        this(at, who, act, detail, Optional.empty());
    }

    AuditAct about(long alert) {
        return new AuditAct(at, who, act, detail, Optional.of(alert));
    }
}
