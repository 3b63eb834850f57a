package org.doseagent.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.DateTimeException;
import java.time.LocalDate;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The dates that a person may write. */
final class DateSpanTest {

    private static final LocalDate TODAY = LocalDate.of(2026, 3, 1);

    @ParameterizedTest
    @CsvSource({
        "2026-10-31, 2026-10-31, 2026-10-31",
        "2024-02, 2024-02-01, 2024-02-29",
        "today, 2026-03-01, 2026-03-01",
        "yesterday, 2026-02-28, 2026-02-28",
        "1d, 2026-03-01, 2026-03-01",
        "7d, 2026-02-23, 2026-03-01"
    })
    void a_date_is_the_days_that_it_means(String text, LocalDate first, LocalDate last) {
        assertThat(DateSpan.parse(text, TODAY)).isEqualTo(new DateSpan(first, last));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0d", "-7d", "7", "2026-13", "2026-02-30", "1.10.2026", "tomorrow", "999999d"})
    void anything_else_is_refused(String text) {
        assertThatThrownBy(() -> DateSpan.parse(text, TODAY)).isInstanceOf(DateTimeException.class);
    }
}
