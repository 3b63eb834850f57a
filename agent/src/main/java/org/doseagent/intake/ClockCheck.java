package org.doseagent.intake;

import java.time.Duration;
import java.time.Instant;
import org.doseagent.dose.Diagnosis;

/** Checks the clock of this machine: the end of a month is decided by it. */
public final class ClockCheck {

    private static final Duration TOLERANCE = Duration.ofMinutes(5);

    /** No release of this program is older: an earlier clock is wrong. */
    private static final Instant EARLIEST = Instant.parse("2026-01-01T00:00:00Z");

    private ClockCheck() {}

    /** Compares the clock with the time at which the newest object was received; {@link Instant#MIN} where there is none. */
    public static Diagnosis of(Instant now, Instant newestObject) {
        return now.isBefore(EARLIEST) || now.plus(TOLERANCE).isBefore(newestObject)
                ? Diagnosis.bad(
                        "clock",
                        "the clock of this machine shows " + now + ", which is before a time that it has already shown",
                        "set the clock: it decides when a month is closed")
                : Diagnosis.ok("clock", now + ", after everything that was received");
    }
}
