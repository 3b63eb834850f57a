package org.doseagent.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.doseagent.dose.Diagnosis.Status;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A clock that runs behind the newest object, or behind the program itself, is wrong. */
final class ClockCheckTest {

    @ParameterizedTest(name = "clock {0}, newest object {1}: {2}")
    @CsvSource({
        "2026-10-05T10:00:00Z, 2026-10-05T09:59:59Z, OK",
        "2026-10-05T10:00:00Z, 2026-10-05T10:05:00Z, OK",
        "2026-10-05T10:00:00Z, 2026-10-05T10:05:01Z, BAD",
        "2025-12-31T23:59:59Z, 2025-12-31T23:59:59Z, BAD",
        "2026-01-01T00:00:00Z, 2025-12-31T23:59:59Z, OK"
    })
    void compares_the_clock_with_the_newest_object(Instant now, Instant newest, Status expected) {
        assertThat(ClockCheck.of(now, newest).status()).isEqualTo(expected);
    }
}
