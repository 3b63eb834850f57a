package org.doseagent.store.alerts;

import java.time.LocalDate;
import java.util.Optional;
import org.doseagent.dose.assessment.AlertKind;
import org.doseagent.dose.assessment.AlertStatus;
import org.jspecify.annotations.Nullable;

/**
 * Which alerts to list: begin with {@link #all()} and narrow it.
 *
 * @param openedSince first day, in UTC
 * @param limit at most so many alerts, the newest
 */
public record AlertQuery(
        Optional<AlertStatus> status, Optional<AlertKind> kind, Optional<LocalDate> openedSince, int limit) {

    /** Returns a query for all alerts. */
    public static AlertQuery all() {
        return new AlertQuery(Optional.empty(), Optional.empty(), Optional.empty(), Integer.MAX_VALUE);
    }

    /** Narrows to alerts of this status; null narrows nothing, here and below. */
    public AlertQuery status(@Nullable AlertStatus only) {
        return new AlertQuery(Optional.ofNullable(only), kind, openedSince, limit);
    }

    /** Narrows to alerts of one kind. */
    public AlertQuery kind(@Nullable AlertKind only) {
        return new AlertQuery(status, Optional.ofNullable(only), openedSince, limit);
    }

    /** Narrows to alerts that were opened on this day or later. */
    public AlertQuery openedSince(@Nullable LocalDate day) {
        return new AlertQuery(status, kind, Optional.ofNullable(day), limit);
    }

    /** Returns at most so many of them, the newest. */
    public AlertQuery limit(int alerts) {
        return new AlertQuery(status, kind, openedSince, alerts);
    }

    String statusLabel() {
        return status.map(AlertStatus::label).orElse("");
    }

    String kindLabel() {
        return kind.map(AlertKind::label).orElse("");
    }
}
