package org.doseagent.pacs;

import java.time.Duration;
import java.time.LocalTime;
import java.time.ZonedDateTime;

/** Hours of the day, such as 20:00 to 06:00. They may include midnight; the end is exclusive. */
public record Hours(LocalTime from, LocalTime to) {

    boolean contains(LocalTime time) {
        boolean isAfterStart = !time.isBefore(from);
        boolean isBeforeEnd = time.isBefore(to);
        return from.isBefore(to) ? isAfterStart && isBeforeEnd : isAfterStart || isBeforeEnd;
    }

    /** Returns how long it is until these hours begin; zero within them. */
    Duration until(ZonedDateTime now) {
        if (contains(now.toLocalTime())) {
            return Duration.ZERO;
        }
        ZonedDateTime start = now.with(from);
        return Duration.between(now, start.isAfter(now) ? start : start.plusDays(1));
    }
}
