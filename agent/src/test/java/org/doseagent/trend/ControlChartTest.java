package org.doseagent.trend;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.doseagent.trend.ControlChart.Point;
import org.doseagent.trend.ControlChart.Rise;
import org.junit.jupiter.api.Test;

final class ControlChartTest {

    static final ControlChart.Settings USUAL = new ControlChart.Settings(250, 0.15, 25, 0.08);

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
        List<Rise> rises = new ControlChart(USUAL).rises(doses(new Random(3), 3000, 1200, 1.15));
        assertThat(rises).hasSize(1);
        Rise rise = rises.get(0);
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
                    .extracting(Rise::signalled)
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
        assertThat(chart.rises(doses(new Random(6), 250, 100, 3))).isEmpty();
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
}
