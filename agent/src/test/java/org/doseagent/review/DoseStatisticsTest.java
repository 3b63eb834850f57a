package org.doseagent.review;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import org.doseagent.dose.identity.DeviceKey;
import org.doseagent.store.exams.Decimals;
import org.doseagent.store.exams.ValueGroup;
import org.junit.jupiter.api.Test;

/** Groups of the statistics: what is merged, and what is never merged. */
final class DoseStatisticsTest {

    @Test
    void months_and_scanners_are_merged_where_they_are_no_key() {
        List<DoseStatistics.Line> lines = DoseStatistics.lines(
                List.of(DoseStatistics.Key.CATEGORY),
                List.of(group("2026-01", "1", 32, true, "100"), group("2026-02", "2", 32, true, "300")));
        assertThat(lines).singleElement().satisfies(line -> {
            assertThat(line.keys()).containsExactly("CT-CHEST");
            assertThat(line.dlpMGyCm().size()).isEqualTo(2);
            assertThat(line.dlpMGyCm().percentile(50))
                    .hasValueSatisfying(median -> assertThat(median).isEqualByComparingTo("200"));
        });
    }

    @Test
    void adults_and_children_and_the_two_phantoms_are_never_merged() {
        List<DoseStatistics.Line> lines = DoseStatistics.lines(
                List.of(DoseStatistics.Key.CATEGORY),
                List.of(
                        group("2026-01", "1", 32, true, "100"),
                        group("2026-01", "1", 16, true, "100"),
                        group("2026-01", "1", 16, false, "100")));
        assertThat(lines)
                .extracting(line -> line.population() + " " + line.phantomCm().orElseThrow())
                .containsExactly("adult 16", "adult 32", "child 16");
    }

    @Test
    void a_protocol_is_of_all_ages() {
        ValueGroup events = new ValueGroup(
                Optional.empty(),
                Optional.of("2026-01"),
                DeviceKey.parse("M|Scanner|1"),
                Optional.of(32),
                Optional.empty(),
                decimals("1"),
                decimals("2"));
        assertThat(DoseStatistics.lines(
                        List.of(DoseStatistics.Key.PROTOCOL, DoseStatistics.Key.MONTH), List.of(events)))
                .singleElement()
                .satisfies(line -> {
                    assertThat(line.keys()).containsExactly("unnamed", "2026-01");
                    assertThat(line.population()).isEqualTo("all");
                });
    }

    private static ValueGroup group(String month, String serial, int phantomCm, boolean isAdult, String dlp) {
        return new ValueGroup(
                Optional.of("CT-CHEST"),
                Optional.of(month),
                DeviceKey.parse("M|Scanner|" + serial),
                Optional.of(phantomCm),
                Optional.of(isAdult),
                decimals("10"),
                decimals(dlp));
    }

    private static Decimals decimals(String value) {
        Decimals decimals = new Decimals();
        decimals.add(new BigDecimal(value));
        return decimals;
    }
}
