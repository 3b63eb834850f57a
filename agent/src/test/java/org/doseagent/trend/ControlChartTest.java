package org.doseagent.trend;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.doseagent.trend.ControlChart.Point;
import org.doseagent.trend.ControlChart.Step;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ControlChartTest {

    static final ControlChart.Settings USUAL = new ControlChart.Settings(100, 0.08);

    private static final LocalDate FIRST = LocalDate.of(2023, 1, 1);

    /** Doses of four exams a day: log-normal, one in fifty of them a repeated or a multiphase scan. */
    private static List<Point> doses(Random random, int exams, int changeAt, double factor) {
        List<Point> points = new ArrayList<>();
        for (int i = 0; i < exams; i++) {
            double dose = 300
                    * Math.exp(random.nextGaussian() * 0.45)
                    * (random.nextInt(50) == 0 ? 2.5 : 1)
                    * (i >= changeAt ? factor : 1);
            points.add(new Point(FIRST.plusDays(i / 4), dose));
        }
        return points;
    }

    @Test
    void a_rise_is_reported_once_with_its_start_and_size() {
        List<Step> rises = new ControlChart(USUAL).rises(doses(new Random(3), 3000, 1200, 1.15));
        assertThat(rises).hasSize(1);
        Step rise = rises.get(0);
        assertThat(rise.since()).isBetween(FIRST.plusDays(300 - 60), FIRST.plusDays(300 + 30));
        assertThat(rise.signalled()).isBefore(FIRST.plusDays(300 + 90));
        assertThat(rise.ratio()).isBetween(1.10, 1.20);
        assertThat(rise.examsBefore() + rise.examsAfter()).isEqualTo(3000);
    }

    @Test
    void further_exams_only_add() {
        List<Point> all = doses(new Random(3), 3000, 1200, 1.15);
        ControlChart chart = new ControlChart(USUAL);
        LocalDate signalled = chart.rises(all).get(0).signalled();
        for (int exams = 1700; exams < 3000; exams += 130) {
            assertThat(chart.rises(all.subList(0, exams)))
                    .extracting(Step::signalled)
                    .containsExactly(signalled);
        }
    }

    @Test
    void a_rise_that_went_back_is_not_reported() {
        List<Point> all = doses(new Random(4), 2000, 1000, 1.4);
        doses(new Random(5), 400, 400, 1).forEach(point -> all.add(new Point(FIRST.plusDays(600), point.value())));
        ControlChart chart = new ControlChart(USUAL);
        assertThat(chart.rises(all.subList(0, 2000))).isNotEmpty();
        assertThat(chart.rises(all)).isEmpty();
    }

    @Test
    void a_fall_too_few_exams_and_a_dose_that_never_varies_are_no_rise() {
        ControlChart chart = new ControlChart(USUAL);
        assertThat(chart.rises(doses(new Random(6), 3000, 1200, 0.7))).isEmpty();
        assertThat(chart.rises(doses(new Random(6), 250, 20, 3)))
                .as("the level before the rise is of 5 days")
                .isEmpty();
        assertThat(chart.rises(List.of())).isEmpty();
        List<Point> constant = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            constant.add(new Point(FIRST, 55));
        }
        assertThat(chart.rises(constant)).isEmpty();
    }

    /** The figures of docs/benchmarks.md: how often a chart of three years reports a false rise, and how soon a true one. */
    @Test
    void the_false_alarms_are_as_rare_as_documented() {
        Measure measure = measure(USUAL, 1000);
        System.out.println("control chart: " + measure);
        assertThat(measure.falseAlarms).isLessThan(0.02);
        assertThat(measure.found).isGreaterThan(0.93);
    }

    private record Measure(double falseAlarms, double found, int medianDelay) {}

    private static Measure measure(ControlChart.Settings settings, int charts) {
        ControlChart chart = new ControlChart(settings);
        int alarms = 0;
        List<Integer> delays = new ArrayList<>();
        for (int seed = 0; seed < charts; seed++) {
            alarms += chart.rises(doses(new Random(seed), 3000, 3000, 1)).isEmpty() ? 0 : 1;
            List<Point> risen = doses(new Random(charts + seed), 3000, 1200, 1.15);
            chart.rises(risen).stream()
                    .filter(rise -> !rise.signalled().isBefore(FIRST.plusDays(300)))
                    .findFirst()
                    .ifPresent(
                            rise -> delays.add((int) (rise.signalled().toEpochDay() - FIRST.toEpochDay()) * 4 - 1200));
        }
        delays.sort(null);
        return new Measure(alarms / (double) charts, delays.size() / (double) charts, delays.get(delays.size() / 2));
    }

    @Test
    void a_threefold_rise_needs_no_long_baseline() {
        assertThat(new ControlChart(USUAL).rises(doses(new Random(6), 250, 100, 3)))
                .singleElement()
                .satisfies(rise -> {
                    assertThat(rise.since()).isBetween(FIRST.plusDays(24), FIRST.plusDays(26));
                    assertThat(rise.signalled()).isBefore(FIRST.plusDays(35));
                });
    }

    @Test
    void a_fall_is_a_step_and_no_rise_and_a_rise_after_it_has_a_level_of_its_own() {
        List<Point> all = doses(new Random(8), 1600, 800, 0.6);
        doses(new Random(9), 800, 0, 0.9)
                .forEach(point -> all.add(new Point(
                        FIRST.plusDays(400).plusDays(point.day().toEpochDay() - FIRST.toEpochDay()), point.value())));
        List<Step> steps = new ControlChart(USUAL).steps(all);
        assertThat(steps).extracting(Step::isRise).containsExactly(false, true);
        assertThat(steps.get(0).ratio()).isBetween(0.55, 0.65);
        assertThat(steps.get(1).ratio()).isBetween(1.4, 1.6);
        assertThat(steps.get(1).before()).isEqualTo(steps.get(0).after());
    }

    /**
     * A category of 110 exams a half-year: exams on working days at random, a fiftieth of them repeated, doses with the digits of a report. The
     * spread is the standard deviation of the logarithm.
     */
    private record Category(double spread, double dayEffect, double examsPerYear) {

        private static final int WORKING_DAYS = 261;

        List<Point> years(Random random, int years, int changeAt, double factor) {
            List<Point> points = new ArrayList<>();
            for (int day = 0; day < years * 365; day++) {
                if (day % 7 >= 5) {
                    continue;
                }
                double effect = random.nextGaussian() * dayEffect;
                for (int left = poisson(random, examsPerYear / WORKING_DAYS); left > 0; left--) {
                    double log = random.nextGaussian() * spread + effect + (random.nextInt(50) == 0 ? Math.log(2) : 0);
                    double dose = 300 * Math.exp(log) * (points.size() >= changeAt ? factor : 1);
                    points.add(new Point(FIRST.plusDays(day), Math.max(1, Math.rint(dose))));
                }
            }
            return points;
        }

        private static int poisson(Random random, double mean) {
            double limit = Math.exp(-mean);
            int count = -1;
            for (double product = 1; product > limit; product *= random.nextDouble()) {
                count++;
            }
            return Math.max(0, count);
        }
    }

    /** At most one in 100 chart-years, whatever the spread, with effects of days, and for 220 or 2,500 exams a year. */
    @ParameterizedTest(name = "spread {0}, day effect {1}, {2} exams a year")
    @CsvSource({"0.25, 0, 220, 500", "0.35, 0.15, 220, 500", "0.35, 0.2, 2500, 200"})
    void at_most_one_false_rise_in_a_hundred_chart_years(double spread, double dayEffect, double exams, int charts) {
        Category category = new Category(spread, dayEffect, exams);
        // Without a minimum, so that what would be withdrawn later counts too; one half of the steps are falls.
        ControlChart chart = new ControlChart(new ControlChart.Settings(USUAL.yearsPerFalseAlarm(), 0));
        long steps = 0;
        for (int seed = 0; seed < charts; seed++) {
            steps += chart.steps(category.years(new Random(seed), 3, Integer.MAX_VALUE, 1))
                    .size();
        }
        double perHundred = 100.0 * steps / 2 / (3 * charts);
        System.out.println("control chart: " + category + ": " + perHundred + " false rises in 100 chart-years");
        assertThat(perHundred).isLessThanOrEqualTo(1.0);
    }

    /**
     * How soon a step of 20 % is found, after three half-years of 110 exams. The best chart that knows both doses needs about log(22,000) / (d²/2)
     * exams on average for this false-alarm rate (Lorden 1971), where d is log(1.2) over the spread: 24, 38, 54 and 74.
     */
    @ParameterizedTest(name = "spread {0}: median within {1} exams, 60 exams find at least {2}")
    @CsvSource({"0.2, 40, 0.85", "0.25, 50, 0.6", "0.3, 70, 0.4", "0.35, 95, 0.2"})
    void a_step_of_a_fifth_is_found_as_soon_as_documented(double spread, int median, double within60) {
        Category category = new Category(spread, 0, 220);
        List<Long> delays = new ArrayList<>();
        int charts = 200;
        for (int seed = 0; seed < charts; seed++) {
            List<Point> points = category.years(new Random(5000 + seed), 4, 330, 1.2);
            LocalDate changed = points.get(330).day();
            new ControlChart(USUAL)
                    .steps(points).stream()
                            .filter(step -> step.isRise() && !step.signalled().isBefore(changed))
                            .findFirst()
                            .ifPresent(step -> delays.add(points.subList(330, points.size()).stream()
                                    .takeWhile(point -> !point.day().isAfter(step.signalled()))
                                    .count()));
        }
        delays.sort(null);
        double early = delays.stream().filter(delay -> delay <= 60).count() / (double) charts;
        System.out.println("control chart: spread " + spread + ": " + delays.size() + " of " + charts
                + " found, median after " + delays.get(delays.size() / 2) + " exams, within 60 exams " + early);
        assertThat(delays.size()).isGreaterThan(charts * 95 / 100);
        assertThat(delays.get(delays.size() / 2)).isLessThanOrEqualTo(median);
        assertThat(early).isGreaterThanOrEqualTo(within60);
    }
}
