package org.doseagent.trend;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A one-sided CUSUM chart (Page, Biometrika 41, 1954) of the logarithm of a dose: finds a small lasting rise that no single exam shows.
 *
 * <p>The baseline is the mean and standard deviation of the first exams; values beyond three robust deviations (1.4826 MAD) are clipped
 * there. Each later exam adds its distance from the mean in standard deviations, less the reference value; the sum never falls below zero.
 * When it passes the decision interval, the level has risen, and the rise began where the sum last left zero. A new baseline starts there.
 */
public final class ControlChart {

    private static final double MAD_TO_DEVIATION = 1.4826;
    private static final double CLIP = 3;

    /** Minimum deviation, since doses without any variation would make every change infinite. */
    private static final double MIN_DEVIATION = 0.02;

    /** Number of newest exams that decide whether a rise still lasts. */
    private static final int NEWEST = 200;

    /** A rise is over when the newest exams keep less than this share of it. */
    private static final double LASTING = 1.0 / 3;

    private final Settings settings;

    /**
     * The rule for a rise of the dose.
     *
     * @param baselineExams number of exams of a baseline
     * @param reference half the rise that the chart should detect, in standard deviations
     * @param decision the sum that signals, in standard deviations
     * @param minRise a smaller rise of the median is not reported, such as 0.05
     */
    public record Settings(int baselineExams, double reference, double decision, double minRise) {}

    /** A dose of a day. */
    public record Point(LocalDate day, double value) {}

    /**
     * A rise that lasts.
     *
     * @param since when it began, as the chart estimates it
     * @param signalled the day of the exam at which the chart signalled it
     * @param before median of the exams of its baseline up to then, {@code examsBefore} of them, and {@code after} since
     */
    public record Rise(
            LocalDate since, LocalDate signalled, double before, int examsBefore, double after, int examsAfter) {

        public double ratio() {
            return after / before;
        }
    }

    private record Baseline(double mean, double deviation) {}

    public ControlChart(Settings settings) {
        this.settings = settings;
    }

    /** Returns the rises, oldest first. The same points always give the same rises, and further points only add to them. */
    public List<Rise> rises(List<Point> oldestFirst) {
        double[] logs =
                oldestFirst.stream().mapToDouble(point -> Math.log(point.value)).toArray();
        List<Rise> rises = new ArrayList<>();
        int from = 0;
        while (from + settings.baselineExams < logs.length) {
            Baseline baseline = baseline(Arrays.copyOfRange(logs, from, from + settings.baselineExams));
            double sum = 0;
            int began = 0;
            int at = from + settings.baselineExams;
            while (at < logs.length && sum <= settings.decision) {
                if (sum == 0) {
                    began = at;
                }
                double distance = (logs[at] - baseline.mean) / baseline.deviation;
                sum = Math.max(0, sum + Math.max(-CLIP, Math.min(CLIP, distance)) - settings.reference);
                at++;
            }
            if (sum <= settings.decision) {
                break;
            }
            rise(oldestFirst, from, began, at - 1).ifPresent(rises::add);
            from = began;
        }
        return rises;
    }

    private Optional<Rise> rise(List<Point> points, int from, int began, int signalled) {
        double before = median(points.subList(from, began));
        double after = median(points.subList(began, points.size()));
        double newest = median(points.subList(Math.max(began, points.size() - NEWEST), points.size()));
        boolean isFallenBack = newest < before + (after - before) * LASTING;
        if (isFallenBack || after < before * (1 + settings.minRise)) {
            return Optional.empty();
        }
        return Optional.of(new Rise(
                points.get(began).day, points.get(signalled).day, before, began - from, after, points.size() - began));
    }

    private static Baseline baseline(double[] logs) {
        double middle = median(logs.clone());
        double spread = MAD_TO_DEVIATION
                * median(Arrays.stream(logs)
                        .map(value -> Math.abs(value - middle))
                        .toArray());
        double reach = CLIP * Math.max(spread, MIN_DEVIATION);
        double[] drawnIn = Arrays.stream(logs)
                .map(value -> Math.max(middle - reach, Math.min(middle + reach, value)))
                .toArray();
        double mean = Arrays.stream(drawnIn).average().orElseThrow();
        double variance = Arrays.stream(drawnIn)
                        .map(value -> (value - mean) * (value - mean))
                        .sum()
                / (logs.length - 1);
        return new Baseline(mean, Math.max(Math.sqrt(variance), MIN_DEVIATION));
    }

    private static double median(List<Point> points) {
        return median(points.stream().mapToDouble(Point::value).toArray());
    }

    private static double median(double[] values) {
        Arrays.sort(values);
        int middle = values.length / 2;
        return values.length % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
    }
}
