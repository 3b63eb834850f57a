package org.doseagent.drl.group;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.doseagent.drl.yaml.FileName;
import java.math.BigDecimal;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.doseagent.dose.PartDose;
import org.doseagent.dose.Quantity;
import org.doseagent.dose.assessment.Alert;
import org.doseagent.dose.assessment.AlertKind;
import org.doseagent.dose.identity.DeviceKey;
import org.doseagent.drl.TestLevels;
import org.doseagent.drl.level.DrlSet;
import org.doseagent.testdata.Exams;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class GroupComparisonTest {

    /** A DLP of 400 for the adult chest, 900 for the adult head. */
    private final GroupComparison comparison = new GroupComparison(Optional.of(100), new BigDecimal("0.5"));

    /** Tabulated, e.g. in Conover, Practical Nonparametric Statistics, table A3, as the sum of binomial probabilities. */
    @ParameterizedTest
    @CsvSource({"6, 1, 6, 0.9688", "10, 2, 9, 0.9785", "20, 6, 15, 0.9586", "30, 10, 21, 0.9572", "100, 40, 61, 0.9648"
    })
    void the_ranks_of_the_interval_of_a_median(int n, int lower, int upper, double coverage) {
        MedianInterval interval = MedianInterval.of(n).orElseThrow();
        assertThat(interval.lower()).isEqualTo(lower);
        assertThat(interval.upper()).isEqualTo(upper);
        assertThat(interval.coverage()).isCloseTo(coverage, within(0.00006));
    }

    @Test
    void five_values_have_no_interval_and_a_million_have() {
        assertThat(MedianInterval.of(5)).isEmpty();
        assertThat(MedianInterval.of(1_000_000).orElseThrow().lower()).isBetween(499_000, 499_100);
    }

    @Test
    void the_interval_of_a_median_has_its_stated_coverage() {
        Random random = new Random(1);
        int held = 0;
        for (int round = 0; round < 2000; round++) {
            double[] sample = random.doubles(25).sorted().toArray();
            MedianInterval ranks = MedianInterval.of(25).orElseThrow();
            held += sample[ranks.lower() - 1] <= 0.5 && 0.5 <= sample[ranks.upper() - 1] ? 1 : 0;
        }
        assertThat(held / 2000.0).isBetween(0.945, 0.98);
    }

    @ParameterizedTest
    @CsvSource({
        "19, 450, INSUFFICIENT",
        "20, 400, WITHIN",
        "20, 450, ABOVE",
        "20, 401, ABOVE_NOT_SIGNIFICANT",
        "20, 100, BELOW_TARGET",
        "200, 450, CONSISTENTLY_ABOVE",
        "39, 450, ABOVE",
        "40, 450, CONSISTENTLY_ABOVE",
        "119, 450, CONSISTENTLY_ABOVE"
    })
    void verdicts(int n, int median, GroupVerdict verdict) throws Exception {
        GroupResult dlp = dlp(parts(n, median));
        assertThat(dlp.verdict()).isEqualTo(verdict);
        assertThat(dlp.n()).isEqualTo(Math.min(n, 100));
        assertThat(dlp.reservation()).isEmpty();
    }

    @Test
    void a_median_at_the_level_is_within_and_children_and_the_other_phantom_do_not_count() throws Exception {
        List<PartDose> parts = new ArrayList<>(parts(30, 400));
        parts.addAll(List.of(part(2000, 32, "9999", 3000), part(9000, 16, "9999", 3001), part(null, 32, "9999", 3002)));
        GroupResult dlp = dlp(parts);
        assertThat(dlp.n()).isEqualTo(30);
        assertThat(dlp.value()).hasValueSatisfying(value -> assertThat(value).isEqualByComparingTo("400"));
        assertThat(dlp.verdict()).isEqualTo(GroupVerdict.WITHIN);
    }

    @Test
    void a_set_with_weights_leaves_out_and_counts_those_of_unknown_and_of_other_weight() throws Exception {
        DrlSet set = TestLevels.set("minKg: 50\nmaxKg: 90\nminN: 5\n");
        List<PartDose> parts = List.of(
                weighing("50", 1),
                weighing("60", 2),
                weighing("70", 3),
                weighing("80", 4),
                weighing("89.9", 5),
                weighing("90", 6),
                weighing(null, 7));
        GroupResult dlp = dlp(comparison.compare(parts, set));
        assertThat(dlp.n()).isEqualTo(5);
        assertThat(dlp.weightOutside()).isEqualTo(1);
        assertThat(dlp.weightUnknown()).isEqualTo(1);
    }

    @Test
    void a_national_rule_may_ask_for_the_mean() throws Exception {
        List<PartDose> parts = new ArrayList<>(parts(19, 100));
        parts.add(part(9000, 32, "10100", 99));
        GroupResult dlp = dlp(comparison.compare(parts, TestLevels.set("statistic: mean\n")));
        assertThat(dlp.value())
                .hasValueSatisfying(value -> assertThat(value.intValue()).isBetween(590, 610));
    }

    @Test
    void two_windows_of_time_are_compared_as_they_are() throws Exception {
        DrlSet set = TestLevels.set("");
        GroupResult both = dlp(comparison.compare(parts(25, 450), parts(25, 440), set));
        assertThat(both.verdict()).isEqualTo(GroupVerdict.CONSISTENTLY_ABOVE);
        assertThat(both.previous())
                .hasValueSatisfying(value -> assertThat(value.intValue()).isBetween(430, 450));
        assertThat(dlp(comparison.compare(parts(25, 450), parts(25, 300), set)).verdict())
                .isEqualTo(GroupVerdict.ABOVE);
    }

    @Test
    void an_alert_contains_numbers_source_and_that_a_level_is_for_groups() throws Exception {
        Alert alert = GroupAlerts.of(dlp(parts(200, 450))).orElseThrow();
        assertThat(alert.kind()).isEqualTo(AlertKind.MEDIAN_ABOVE_DRL);
        assertThat(alert.text())
                .contains(
                        "of 100 exams",
                        "95 % interval",
                        "DRL of 400 mGy·cm",
                        "a test",
                        "consistently exceeded",
                        "Localizer and timing events are counted",
                        "Rule: the median",
                        "Set test",
                        "not a limit")
                .doesNotContainIgnoringCase("overdose");
        Alert below = GroupAlerts.of(dlp(parts(20, 100))).orElseThrow();
        assertThat(below.kind()).isEqualTo(AlertKind.MEDIAN_FAR_BELOW);
        assertThat(below.text()).contains("of 20 exams", "Rule: the median", "Set test (a test", "not a limit");
        assertThat(GroupAlerts.of(dlp(parts(20, 401)))).isEmpty();
        DrlSet unverified = TestLevels.set("tier: C\n");
        assertThat(GroupAlerts.of(dlp(comparison.compare(parts(200, 450), unverified))))
                .isEmpty();
        assertThat(GroupAlerts.of(dlp(comparison.compare(parts(200, 450), unverified.adopted()))))
                .isPresent();
    }

    @Test
    void the_median_is_compared_before_it_is_rounded() throws Exception {
        List<PartDose> parts = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            parts.add(part(9000, 32, "400.004", i));
        }
        GroupResult dlp = dlp(parts);
        assertThat(dlp.verdict()).isEqualTo(GroupVerdict.ABOVE);
        assertThat(GroupAlerts.of(dlp).orElseThrow().text())
                .contains("is 400.004 mGy·cm", "above the DRL of 400 mGy·cm");
    }

    @Test
    void a_group_that_is_not_above_on_its_own_is_not_consistently_above_by_the_one_before() throws Exception {
        List<PartDose> now = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            now.add(part(9000, 32, i < 9 ? "390" : "401", i));
        }
        List<PartDose> before = parts(20, 800);
        GroupResult dlp = dlp(comparison.compare(now, before, TestLevels.set("")));
        assertThat(dlp.verdict()).isEqualTo(GroupVerdict.ABOVE_NOT_SIGNIFICANT);
        GroupResult justBefore = dlp(comparison.compare(parts(20, 450), now, TestLevels.set("")));
        assertThat(justBefore.verdict())
                .as("the group before was above, but not with its whole interval")
                .isEqualTo(GroupVerdict.ABOVE);
    }

    @Test
    void the_weight_band_of_a_set_does_not_apply_to_children() throws Exception {
        DrlSet set = DrlSet.parse(
                "id: t\ntitle: T\njurisdiction: XX\nedition: '1'\nsource: s\ntier: A\nminKg: 50\nmaxKg: 90\nrows:\n"
                        + "  - {category: CT-CHEST, quantity: DLP, scope: EXAM, value: \"100\", unit: mGy.cm, phantomCm: 32, population: baby, minDays: 0, maxDays: 365}\n",
                new FileName("t"),
                TestLevels.categories());
        List<PartDose> babies = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            babies.add(part(100, 32, "50", i, i < 15 ? "4" : null));
        }
        GroupResult dlp = dlp(comparison.compare(babies, set));
        assertThat(dlp.n()).isEqualTo(30);
        assertThat(dlp.weightOutside()).isZero();
        assertThat(dlp.weightUnknown()).isZero();
        assertThat(GroupSpread.of(babies, set, dlp.row()).n())
                .as("the spread of the group is over the same patients")
                .isEqualTo(30);
        assertThat(babies).allMatch(baby -> LevelCoverage.hasLevel(baby, List.of(set)));
    }

    /** Tabulated, e.g. in Abramowitz and Stegun, table 26.10. */
    @ParameterizedTest
    @CsvSource({"4, 2.776", "9, 2.262", "19, 2.093", "29, 2.045", "99, 1.984"})
    void the_interval_of_a_mean_is_that_of_student(int degrees, double quantile) {
        List<BigDecimal> values = new ArrayList<>();
        for (int i = 0; i <= degrees; i++) {
            values.add(new BigDecimal(i % 2 == 0 ? "0" : "2"));
        }
        double mean = 2.0 * ((degrees + 1) / 2) / (degrees + 1);
        double squares = values.stream()
                .mapToDouble(value -> Math.pow(value.doubleValue() - mean, 2))
                .sum();
        Interval interval = Interval.ofMean(values, BigDecimal.valueOf(mean)).orElseThrow();
        double standardError = Math.sqrt(squares / degrees / (degrees + 1));
        assertThat((interval.high().doubleValue() - mean) / standardError).isCloseTo(quantile, within(0.0006));
    }

    @Test
    void the_interval_of_a_mean_has_its_stated_coverage() {
        Random random = new Random(2);
        int held = 0;
        for (int round = 0; round < 2000; round++) {
            List<BigDecimal> sample = random.doubles(30)
                    .mapToObj(value -> BigDecimal.valueOf(100 + value))
                    .toList();
            BigDecimal mean = sample.stream()
                    .reduce(BigDecimal.ZERO, BigDecimal::add)
                    .divide(BigDecimal.valueOf(30), java.math.MathContext.DECIMAL64);
            Interval interval = Interval.ofMean(sample, mean).orElseThrow();
            held += interval.low().doubleValue() <= 100.5
                            && 100.5 <= interval.high().doubleValue()
                    ? 1
                    : 0;
        }
        assertThat(held / 2000.0).isBetween(0.935, 0.965);
    }

    @Test
    void below_target_is_below_the_target_of_the_source_where_it_has_one() throws Exception {
        DrlSet set = DrlSet.parse(
                "id: t\ntitle: T\njurisdiction: XX\nedition: '1'\nsource: s\ntier: A\nrows:\n"
                        + "  - {category: CT-CHEST, quantity: DLP, scope: EXAM, value: \"400\", target: \"300\", unit: mGy.cm, phantomCm: 32, population: adult, minDays: 6574}\n",
                new FileName("t"),
                TestLevels.categories());
        GroupResult published = dlp(comparison.compare(parts(20, 250), set));
        assertThat(published.verdict()).isEqualTo(GroupVerdict.BELOW_TARGET);
        assertThat(GroupAlerts.of(published).orElseThrow().text())
                .contains("below the target that the source publishes (300 mGy·cm)");
        assertThat(dlp(parts(20, 250)).verdict()).isEqualTo(GroupVerdict.WITHIN);
        assertThat(GroupAlerts.of(dlp(parts(20, 100))).orElseThrow().text())
                .contains("below 200 mGy·cm, the part of the level that this site has chosen");
    }

    @Test
    void both_halves_of_a_group_must_be_above_for_it_to_be_consistently_above() throws Exception {
        List<PartDose> parts = new ArrayList<>(parts(20, 450));
        parts.addAll(parts(20, 380));
        assertThat(dlp(parts).verdict()).isNotEqualTo(GroupVerdict.CONSISTENTLY_ABOVE);
        Alert alert = GroupAlerts.of(dlp(parts(40, 450))).orElseThrow();
        assertThat(alert.text()).contains("The older half of this group is above too", "at most 5 %");
    }

    @Test
    void who_is_left_out_is_counted_with_the_reason() throws Exception {
        List<PartDose> parts = new ArrayList<>(parts(20, 350));
        parts.addAll(List.of(
                part(9000, 16, "9999", 3001),
                part(9000, 16, "9999", 3002),
                part(null, 32, "9999", 3003),
                part(2000, 32, "9999", 3004)));
        GroupResult dlp = dlp(parts);
        assertThat(dlp.n()).isEqualTo(20);
        assertThat(dlp.leftOut())
                .containsExactly("1 of unknown age", "2 with values for another phantom than the 32 cm of the level");
    }

    @Test
    void an_alert_of_a_group_stays_until_the_group_is_within_its_level() throws Exception {
        GroupResult above = dlp(parts(20, 450));
        Alert alert = GroupAlerts.of(above).orElseThrow();
        GroupResult unclear = dlp(parts(20, 401));
        assertThat(GroupAlerts.of(unclear, java.util.Set.of(alert.key()))).hasValueSatisfying(kept -> {
            assertThat(kept.key()).isEqualTo(alert.key());
            assertThat(kept.text()).contains("still above the DRL", "until the group is within the level");
        });
        assertThat(GroupAlerts.of(dlp(parts(20, 400)), java.util.Set.of(alert.key())))
                .isEmpty();
    }

    private GroupResult dlp(List<PartDose> parts, String... more) throws Exception {
        return dlp(comparison.compare(parts, TestLevels.set(String.join("", more))));
    }

    private static GroupResult dlp(List<GroupResult> results) {
        return results.stream()
                .filter(result -> result.quantity() == Quantity.DLP)
                .findFirst()
                .orElseThrow();
    }

    /** Adults' chests, newest first, spread by at most 10 around a median. */
    private static List<PartDose> parts(int n, int median) {
        List<PartDose> parts = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            double spread = 10.0 * ((2 * i + 1) - n) / n;
            parts.add(part(9000, 32, String.format(java.util.Locale.ROOT, "%.3f", median + spread), 1000 - i));
        }
        java.util.Collections.shuffle(parts, new Random(7));
        return parts;
    }

    private static PartDose part(Integer ageDays, int phantomCm, String dlp, int day) {
        return part(ageDays, phantomCm, dlp, day, null);
    }

    private static PartDose weighing(String kilograms, int day) {
        return part(9000, 32, "100", day, kilograms);
    }

    private static PartDose part(Integer ageDays, int phantomCm, String dlp, int day, String kilograms) {
        return new PartDose(
                1,
                "CT-CHEST",
                new DeviceKey("MAKER", "MODEL", "1"),
                LocalDateTime.of(2026, 1, 1, 8, 0).plusDays(day % 300),
                Optional.ofNullable(ageDays),
                Optional.ofNullable(kilograms).map(BigDecimal::new),
                Exams.totals(phantomCm, BigDecimal.ONE, new BigDecimal(dlp)));
    }
}
