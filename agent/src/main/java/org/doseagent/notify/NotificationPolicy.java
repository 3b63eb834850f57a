package org.doseagent.notify;

import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Map;
import org.doseagent.dose.assessment.AlertKind;
import org.doseagent.store.alerts.NotificationMode;

/**
 * Which alerts a site is notified of, and when.
 *
 * @param modes by kind; nobody is notified of an absent kind
 * @param digestAt time of the daily digest, local time in {@code zone}
 * @param maxPerHour maximum number of immediate messages of one channel; more wait for the digest
 * @param maxAttempts a message is given up after this number of attempts
 */
public record NotificationPolicy(
        Map<AlertKind, NotificationMode> modes,
        LocalTime digestAt,
        ZoneId zone,
        int maxPerHour,
        int maxAttempts,
        boolean withScanner,
        boolean withAccessionNumber) {

    public NotificationPolicy {
        modes = Map.copyOf(modes);
    }

    NotificationMode of(AlertKind kind) {
        return modes.getOrDefault(kind, NotificationMode.OFF);
    }

    /**
     * Returns the next time of the digest, strictly after {@code now}; a local time that does not exist on the day of a clock change moves
     * to the next one that does.
     */
    Instant nextDigest(Instant now) {
        ZonedDateTime local = now.atZone(zone);
        Instant today = local.toLocalDate().atTime(digestAt).atZone(zone).toInstant();
        return today.isAfter(now)
                ? today
                : local.toLocalDate().plusDays(1).atTime(digestAt).atZone(zone).toInstant();
    }
}
