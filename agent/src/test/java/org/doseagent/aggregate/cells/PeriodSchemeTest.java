package org.doseagent.aggregate.cells;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.doseagent.aggregate.control.TestRelease;
import org.doseagent.dose.Quantity;
import org.doseagent.dose.assessment.AssessedExam;
import org.doseagent.testdata.Exams;
import org.doseagent.testdata.Sample;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class PeriodSchemeTest {

    private static Tabulation year(int chests) {
        List<AssessedExam> exams = new ArrayList<>();
        for (int i = 0; i < chests; i++) {
            exams.add(Sample.of("2." + i, "300")
                    .at(LocalDateTime.of(2025, 1 + i % 12, 5, 9, 0))
                    .exam());
        }
        return new Tabulator(
                        Inventory.NONE,
                        new Tabulator.Counting(Admission.ALL, PartitionScheme.COARSEST, UnaryOperator.identity()),
                        TestRelease.HASH)
                .tabulate(exams, Reference.NONE);
    }

    private static CellKey chest(int ageDays) {
        return new CellKey(
                "CT-CHEST",
                PopulationBand.of(ageDays).orElseThrow(),
                EquipmentAge.ANY,
                DetectorRows.ANY,
                Quantity.DLP,
                32);
    }

    @ParameterizedTest(name = "{0} exams of a year make periods of {1} months")
    @CsvSource({"360, 1", "359, 3", "120, 3", "119, 6", "60, 6", "59, 12", "1, 12"})
    void a_period_is_long_enough_for_a_cell(int exams, int months) {
        assertThat(PeriodScheme.after(year(exams)).months(chest(Exams.ADULT_DAYS)))
                .isEqualTo(months);
    }

    @Test
    void what_is_not_known_waits_for_a_year_and_a_first_year_for_half_of_it() {
        PeriodScheme scheme = PeriodScheme.after(year(360));
        assertThat(scheme.months(chest(400))).as("children").isEqualTo(12);
        assertThat(PeriodScheme.after(year(0))).isEqualTo(PeriodScheme.FIRST_YEAR);
        assertThat(PeriodScheme.FIRST_YEAR.all()).containsExactly(6);
    }

    @Test
    void a_scheme_survives_its_text() {
        PeriodScheme scheme = new PeriodScheme(Map.of("CT-CHEST|adult", 1, "CT-HEAD|child", 6), 12);
        assertThat(scheme.text()).isEqualTo("*=12 CT-CHEST|adult=1 CT-HEAD|child=6");
        assertThat(PeriodScheme.parse(scheme.text())).isEqualTo(scheme);
        assertThat(PeriodScheme.parse(PeriodScheme.MONTHLY.text())).isEqualTo(PeriodScheme.MONTHLY);
        for (String wrong : List.of("", "CT-CHEST|adult=1", "*=2", "*")) {
            assertThatIllegalArgumentException().isThrownBy(() -> PeriodScheme.parse(wrong));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"2026-10", "2026-Q1", "2026-Q4", "2026-H2", "2026"})
    void a_period_survives_its_text(String text) {
        CalendarPeriod period = CalendarPeriod.parse(text);
        assertThat(period).hasToString(text);
        assertThat(CalendarPeriod.around(period.last(), period.months())).isEqualTo(period);
        assertThat(period.all()).hasSize(period.months());
        assertThat(period.end()).isEqualTo(period.last().atEndOfMonth());
    }

    @Test
    void other_periods_are_refused() {
        for (String wrong : List.of("2026-H3", "2026-Q5", "2026-13", "26", "2026-10-01")) {
            assertThatThrownBy(() -> CalendarPeriod.parse(wrong)).isInstanceOf(DateTimeException.class);
        }
        assertThatIllegalArgumentException().isThrownBy(() -> new CalendarPeriod(YearMonth.of(2026, 2), 3));
        assertThatIllegalArgumentException().isThrownBy(() -> new CalendarPeriod(YearMonth.of(2026, 1), 2));
    }

    @Test
    void periods_overlap_if_they_share_a_day() {
        CalendarPeriod quarter = CalendarPeriod.parse("2026-Q2");
        assertThat(quarter.overlaps(CalendarPeriod.parse("2026-06"))).isTrue();
        assertThat(quarter.overlaps(CalendarPeriod.parse("2026-H1"))).isTrue();
        assertThat(quarter.overlaps(CalendarPeriod.parse("2026-07"))).isFalse();
    }
}
