package org.doseagent.store.alerts;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.doseagent.dose.assessment.AlertKind;
import org.doseagent.dose.assessment.AlertStatus;
import org.jspecify.annotations.Nullable;

/**
 * Which alerts to list: begin with {@link #all()} and narrow it.
 *
 * @param openedSince first instant at which an alert was opened
 * @param openedBefore the instant before which an alert was opened
 * @param limit maximum number of alerts; the newest are kept
 */
public record AlertQuery(
        Optional<AlertStatus> status,
        Optional<AlertKind> kind,
        Optional<Instant> openedSince,
        Optional<Instant> openedBefore,
        int limit) {

    /** Returns a query for all alerts. */
    public static AlertQuery all() {
        return new AlertQuery(
                Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Integer.MAX_VALUE);
    }

    /** Narrows to alerts of this status; null narrows nothing, here and below. */
    public AlertQuery status(@Nullable AlertStatus only) {
        return new AlertQuery(Optional.ofNullable(only), kind, openedSince, openedBefore, limit);
    }

    /** Narrows to alerts of one kind. */
    public AlertQuery kind(@Nullable AlertKind only) {
        return new AlertQuery(status, Optional.ofNullable(only), openedSince, openedBefore, limit);
    }

    /** Narrows to alerts that were opened at this instant or later. */
    public AlertQuery openedSince(@Nullable Instant instant) {
        return new AlertQuery(status, kind, Optional.ofNullable(instant), openedBefore, limit);
    }

    /** Narrows to alerts that were opened before this instant. */
    public AlertQuery openedBefore(@Nullable Instant instant) {
        return new AlertQuery(status, kind, openedSince, Optional.ofNullable(instant), limit);
    }

    /** Limits the result to this number of alerts, the newest. */
    public AlertQuery limit(int alerts) {
        return new AlertQuery(status, kind, openedSince, openedBefore, alerts);
    }

    /** Returns the text that no opening at the first instant or later is below. */
    String earliest() {
        return openedSince.map(AlertQuery::toSecond).orElse("");
    }

    /** Returns the text that every earlier opening is below. */
    String beforeText() {
        return openedBefore.map(AlertQuery::toSecond).orElse("9999");
    }

    /** Returns an instant to the second without its zone: the start of the text of every instant within that second. */
    private static String toSecond(Instant instant) {
        return instant.truncatedTo(ChronoUnit.SECONDS).toString().replace("Z", "");
    }

    String statusLabel() {
        return status.map(AlertStatus::label).orElse("");
    }

    String kindLabel() {
        return kind.map(AlertKind::label).orElse("");
    }
}
