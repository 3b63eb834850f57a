package org.doseagent.drl.group;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import org.doseagent.drl.level.DrlSet.Statistic;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The false alarms and the power of looking at a group after each of 600 exams, with and without the correction. */
final class SequentialEvidenceTest {

    private static final int EXAMS = 600;
    private static final int MIN_N = 20;
    private static final int GROUP = 100;
    private static final double SPREAD = 0.35;
    private static final BigDecimal LEVEL = new BigDecimal("400");

    /** Doses around the level, log-normal with so many decimals; -1 rounds to tens, so that every tenth dose is exactly the level. */
    private static List<BigDecimal> doses(Random random, double ratio, int decimals) {
        List<BigDecimal> doses = new ArrayList<>();
        for (int i = 0; i < EXAMS; i++) {
            double dose = LEVEL.doubleValue() * ratio * Math.exp(random.nextGaussian() * SPREAD);
            doses.add(BigDecimal.valueOf(dose).setScale(decimals, RoundingMode.HALF_UP));
        }
        return doses;
    }

    private enum Rule {
        /** The whole interval of the newest exams, as one look has it. */
        SINGLE_LOOK,
        /** The evidence alone. */
        EVIDENCE,
        /** Both, as a verdict asks for. */
        BOTH;

        boolean isAbove(List<BigDecimal> sequence, Statistic statistic) {
            return (this == EVIDENCE || isWholeIntervalAbove(sequence, statistic))
                    && (this == SINGLE_LOOK || SequentialEvidence.isAbove(sequence, LEVEL, statistic));
        }
    }

    private static boolean isWholeIntervalAbove(List<BigDecimal> sequence, Statistic statistic) {
        BigDecimal[] newest = sequence.subList(Math.max(0, sequence.size() - GROUP), sequence.size())
                .toArray(BigDecimal[]::new);
        Arrays.sort(newest);
        List<BigDecimal> sorted = List.of(newest);
        Interval interval = statistic == Statistic.MEDIAN
                ? Interval.ofMedian(sorted).orElseThrow()
                : Interval.ofMean(
                                sorted,
                                sorted.stream()
                                        .reduce(BigDecimal.ZERO, BigDecimal::add)
                                        .divide(BigDecimal.valueOf(sorted.size()), java.math.MathContext.DECIMAL64))
                        .orElseThrow();
        return interval.low().compareTo(LEVEL) > 0;
    }

    /** Returns the number of exams after which a rule first reports the group. */
    private static OptionalInt reportedAfter(List<BigDecimal> doses, Rule rule, Statistic statistic) {
        for (int n = MIN_N; n <= doses.size(); n++) {
            if (rule.isAbove(doses.subList(0, n), statistic)) {
                return OptionalInt.of(n);
            }
        }
        return OptionalInt.empty();
    }

    private record Looks(double reported, int medianExams) {}

    private static Looks looks(Rule rule, Statistic statistic, double ratio, int decimals, int groups) {
        List<Integer> after = new ArrayList<>();
        for (int seed = 0; seed < groups; seed++) {
            reportedAfter(doses(new Random(seed), ratio, decimals), rule, statistic)
                    .ifPresent(after::add);
        }
        after.sort(null);
        Looks looks = new Looks(after.size() / (double) groups, after.isEmpty() ? -1 : after.get(after.size() / 2));
        System.out.println("sequential looks: " + rule + " " + statistic + " ratio " + ratio + " decimals " + decimals
                + ": " + looks);
        return looks;
    }

    @ParameterizedTest(name = "{0} decimals")
    @CsvSource({"1", "-1"})
    void a_group_at_its_level_is_ever_reported_in_at_most_a_twentieth(int decimals) {
        assertThat(looks(Rule.BOTH, Statistic.MEDIAN, 1, decimals, 1000).reported)
                .isLessThanOrEqualTo(0.05);
        assertThat(looks(Rule.EVIDENCE, Statistic.MEDIAN, 1, decimals, 100).reported)
                .isLessThanOrEqualTo(0.07);
    }

    @Test
    void without_the_correction_it_is_reported_in_nearly_half() {
        assertThat(looks(Rule.SINGLE_LOOK, Statistic.MEDIAN, 1, 1, 400).reported)
                .isBetween(0.35, 0.6);
    }

    /** The mean of log-normal doses is exp(spread² / 2) times their median. */
    @Test
    void a_mean_at_its_level_is_ever_reported_in_at_most_a_twentieth() {
        double ratio = Math.exp(-SPREAD * SPREAD / 2);
        assertThat(looks(Rule.BOTH, Statistic.MEAN, ratio, 1, 500).reported).isLessThanOrEqualTo(0.05);
        assertThat(looks(Rule.SINGLE_LOOK, Statistic.MEAN, ratio, 1, 300).reported)
                .isGreaterThan(0.3);
    }

    /** What the correction costs: how many more exams a median above its level needs. */
    @ParameterizedTest(name = "{0} times the level: at least {1} found, median within {2} exams")
    @CsvSource({"1.1, 0.95, 160", "1.2, 1, 60", "1.3, 1, 35", "1.5, 1, 25"})
    void a_group_above_its_level_is_found_as_soon_as_documented(double ratio, double found, int exams) {
        looks(Rule.SINGLE_LOOK, Statistic.MEDIAN, ratio, 1, 200);
        Looks both = looks(Rule.BOTH, Statistic.MEDIAN, ratio, 1, 200);
        assertThat(both.reported).isGreaterThanOrEqualTo(found);
        assertThat(both.medianExams).isLessThanOrEqualTo(exams);
    }

    /** A group that was within its level for 300 exams and is above since then: the bets that start late find it. */
    @Test
    void a_group_that_changes_late_is_found() {
        int found = 0;
        for (int seed = 0; seed < 100; seed++) {
            List<BigDecimal> doses =
                    new ArrayList<>(doses(new Random(seed), 0.8, 1).subList(0, 300));
            doses.addAll(doses(new Random(1000 + seed), 1.3, 1).subList(0, 150));
            found += Rule.BOTH.isAbove(doses, Statistic.MEDIAN) ? 1 : 0;
        }
        assertThat(found).isGreaterThan(90);
    }

    @Test
    void values_equal_to_the_level_are_no_evidence() {
        List<BigDecimal> equal = new ArrayList<>();
        for (int i = 0; i < EXAMS; i++) {
            equal.add(LEVEL);
        }
        assertThat(SequentialEvidence.isAbove(equal, LEVEL, Statistic.MEDIAN)).isFalse();
        assertThat(SequentialEvidence.isBelow(equal, LEVEL, Statistic.MEDIAN)).isFalse();
        assertThat(SequentialEvidence.isAbove(equal, LEVEL, Statistic.MEAN)).isFalse();
    }
}
