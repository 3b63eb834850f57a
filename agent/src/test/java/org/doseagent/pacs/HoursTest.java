package org.doseagent.pacs;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class HoursTest {

    @ParameterizedTest(name = "{0} to {1}, at {2}: {3}")
    @CsvSource({
        "20:00, 06:00, 19:59, PT1M",
        "20:00, 06:00, 20:00, PT0S",
        "20:00, 06:00, 05:59, PT0S",
        "20:00, 06:00, 06:00, PT14H",
        "01:00, 05:00, 00:30, PT30M",
        "01:00, 05:00, 05:00, PT20H"
    })
    void tells_how_long_it_is_until_they_begin(LocalTime from, LocalTime to, LocalTime now, Duration expected) {
        ZonedDateTime at = ZonedDateTime.of(java.time.LocalDate.of(2026, 11, 25), now, ZoneId.of("Europe/Lisbon"));
        assertThat(new Hours(from, to).until(at)).isEqualTo(expected);
    }

    /** On 29 March 2026 the clocks of Lisbon go from 01:00 to 02:00. */
    @ParameterizedTest(name = "from 00:30 until {0}: {1}")
    @CsvSource({"04:00, PT2H30M", "01:30, PT1H"})
    void counts_real_time_when_the_clocks_change(LocalTime from, Duration expected) {
        ZonedDateTime at = ZonedDateTime.of(2026, 3, 29, 0, 30, 0, 0, ZoneId.of("Europe/Lisbon"));
        assertThat(new Hours(from, LocalTime.of(5, 0)).until(at)).isEqualTo(expected);
    }
}
