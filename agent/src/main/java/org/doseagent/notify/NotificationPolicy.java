package org.doseagent.notify;

import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Map;

/**
 * What a site wants to be told, and when.
 *
 * @param tellings by the label of the kind; a kind that is not here is not told
 * @param digestAt when the digest of the day leaves, by the clocks of {@code zone}
 * @param maxPerHour messages at once of one channel; more wait for the digest
 * @param maxAttempts after so many a message is given up
 */
public record NotificationPolicy(
        Map<String, Telling> tellings,
        LocalTime digestAt,
        ZoneId zone,
        int maxPerHour,
        int maxAttempts,
        boolean withScanner,
        boolean withAccessionNumber) {

    public NotificationPolicy {
        tellings = Map.copyOf(tellings);
    }

    Telling of(String kind) {
        return tellings.getOrDefault(kind, Telling.OFF);
    }

    /** Returns the next time of the digest, strictly after {@code now}; a time that the change of clocks leaves out is the next there is. */
    Instant nextDigest(Instant now) {
        ZonedDateTime local = now.atZone(zone);
        Instant today = local.toLocalDate().atTime(digestAt).atZone(zone).toInstant();
        return today.isAfter(now)
                ? today
                : local.toLocalDate().plusDays(1).atTime(digestAt).atZone(zone).toInstant();
    }
}
