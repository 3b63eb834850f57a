package org.doseagent.dose;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PatientFactsTest {

    @ParameterizedTest
    @CsvSource({
        "2025-12-01, 2026-03-01, 91",
        "2025-12-01, 2026-02-28, 88",
        "2026-05-01, 2026-08-01, 91",
        "2025-03-01, 2026-02-28, 362",
        "2025-03-01, 2026-03-01, 365",
        "2020-03-01, 2026-03-01, 2191",
        "2011-03-01, 2026-03-01, 5479",
        "2007-03-01, 2025-02-28, 6571",
        "2007-03-01, 2025-03-01, 6574",
        "2026-03-01, 2026-03-01, 0",
        "2024-02-29, 2025-02-28, 364"
    })
    void whole_calendar_months_count_the_same_in_any_year(LocalDate birth, LocalDate day, int expected) {
        assertThat(PatientFacts.daysOfAge(birth, day)).isEqualTo(expected);
    }

    @Test
    void a_patient_is_an_adult_from_the_eighteenth_birthday_on_and_of_unknown_age_neither() {
        assertThat(ofDays(PatientFacts.daysOfMonths(18 * 12) - 1).isAdult()).contains(false);
        assertThat(ofDays(PatientFacts.daysOfMonths(18 * 12)).isAdult()).contains(true);
        assertThat(PatientFacts.UNKNOWN.isAdult()).isEmpty();
    }

    private static PatientFacts ofDays(int days) {
        return new PatientFacts(
                Optional.empty(), Optional.of(days), Optional.empty(), Optional.empty(), Optional.empty());
    }

    @Test
    void an_older_child_is_never_younger() {
        LocalDate birth = LocalDate.of(2007, 8, 31);
        int before = -1;
        for (LocalDate day = birth; day.isBefore(birth.plusYears(19)); day = day.plusDays(1)) {
            int age = PatientFacts.daysOfAge(birth, day);
            assertThat(age).isGreaterThanOrEqualTo(before);
            before = age;
        }
    }
}
