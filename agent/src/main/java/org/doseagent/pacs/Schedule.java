package org.doseagent.pacs;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** When the next study may be looked into: within the hours of the site, and not too many in a minute. Confined to one thread. */
final class Schedule {

    private final PacsSettings.Pace pace;
    private final Clock clock;
    private Instant next = Instant.MIN;

    /** The clock has the zone of the site. */
    Schedule(PacsSettings.Pace pace, Clock clock) {
        this.pace = pace;
        this.clock = clock;
    }

    /** Returns how long the next study has to wait; zero: it may begin now. */
    Duration delay() {
        Instant now = clock.instant();
        Duration untilNext = next.isAfter(now) ? Duration.between(now, next) : Duration.ZERO;
        Duration untilHours = delayOfHours();
        return untilHours.compareTo(untilNext) > 0 ? untilHours : untilNext;
    }

    /** Returns how long it is until the hours of the site begin. */
    Duration delayOfHours() {
        return pace.hours()
                .map(hours -> hours.until(clock.instant().atZone(clock.getZone())))
                .orElse(Duration.ZERO);
    }

    /** Notes that a study begins. */
    void begin() {
        next = clock.instant().plus(Duration.ofMinutes(1).dividedBy(pace.studiesPerMinute()));
    }
}
