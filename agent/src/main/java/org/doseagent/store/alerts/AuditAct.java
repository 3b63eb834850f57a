package org.doseagent.store.alerts;

import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * An act for the audit, before it has a number.
 *
 * @param alertId the alert that it is about, where it is about one
 */
public record AuditAct(Instant at, String who, Kind kind, String detail, Optional<Long> alertId) {

    /**
     * Refuses an act of nobody.
     *
     * @throws IllegalArgumentException if {@code who} is blank
     */
    public AuditAct {
        if (who.isBlank()) {
            throw new IllegalArgumentException("--by must name the person: the audit records who did it");
        }
    }

    /** What somebody did. */
    public enum Kind {
        ALERT_ACKNOWLEDGED,
        ALERT_CLOSED,
        ALERT_REOPENED,
        QA_CONFIRMED,
        QA_FREED,
        DRL_SET_ADOPTED,
        BENCHMARK_IMPORTED,
        AGGREGATE_RELEASED,
        AGGREGATE_CORRECTED,
        PATIENTS_SHOWN,
        PATIENT_EXPORTED,
        PATIENT_ERASED,
        EXAMS_PURGED,
        BACKUP,
        RESTORE,
        KEYS_ACCEPTED,
        STORE_COPIED;

        /** Returns the word of the audit, such as {@code exams-purged}; it is part of the hashes of the audit and never changes. */
        String label() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /** An act that is about no alert. */
    public AuditAct(Instant at, String who, Kind kind, String detail) {
        this(at, who, kind, detail, Optional.empty());
    }

    AuditAct about(long alert) {
        return new AuditAct(at, who, kind, detail, Optional.of(alert));
    }
}
