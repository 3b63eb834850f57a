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
 * @param openedUntil last day, in UTC
 * @param limit maximum number of alerts; the newest are kept
 */
public record AlertQuery(
        Optional<AlertStatus> status,
        Optional<AlertKind> kind,
        Optional<LocalDate> openedSince,
        Optional<LocalDate> openedUntil,
        int limit) {

    /** Returns a query for all alerts. */
    public static AlertQuery all() {
        return new AlertQuery(
                Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Integer.MAX_VALUE);
    }

    /** Narrows to alerts of this status; null narrows nothing, here and below. */
    public AlertQuery status(@Nullable AlertStatus only) {
        return new AlertQuery(Optional.ofNullable(only), kind, openedSince, openedUntil, limit);
    }

    /** Narrows to alerts of one kind. */
    public AlertQuery kind(@Nullable AlertKind only) {
        return new AlertQuery(status, Optional.ofNullable(only), openedSince, openedUntil, limit);
    }

    /** Narrows to alerts that were opened on this day or later. */
    public AlertQuery openedSince(@Nullable LocalDate day) {
        return new AlertQuery(status, kind, Optional.ofNullable(day), openedUntil, limit);
    }

    /** Narrows to alerts that were opened on this day or earlier. */
    public AlertQuery openedUntil(@Nullable LocalDate day) {
        return new AlertQuery(status, kind, openedSince, Optional.ofNullable(day), limit);
    }

    /** Limits the result to this number of alerts, the newest. */
    public AlertQuery limit(int alerts) {
        return new AlertQuery(status, kind, openedSince, openedUntil, alerts);
    }

    /** Returns the text that no opening on the first day or later is below. */
    String earliest() {
        return openedSince.map(LocalDate::toString).orElse("");
    }

    /** Returns the text that every opening on the last day or earlier is below. */
    String beforeText() {
        return openedUntil.map(day -> day.plusDays(1).toString()).orElse("9999");
    }

    String statusLabel() {
        return status.map(AlertStatus::label).orElse("");
    }

    String kindLabel() {
        return kind.map(AlertKind::label).orElse("");
    }
}
