package org.doseagent.trend;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.doseagent.dose.Percentiles;

/**
 * Finds the days on which the dose of a scanner and category changed for good, from the first {@value RankShift#MIN_BEFORE} days with exams on.
 *
 * <p>The value of a day is the mean logarithm of its doses. Exams of one day share their staff and their list, so they are no independent evidence;
 * the days are. {@link RankShift} looks at the ranks of these values, so neither the form of the distribution nor its spread matters. Rises and falls
 * have a chart each. After a change, both charts start again on the day on which it most probably began. Immutable.
 */
public final class ControlChart {

    private static final double DAYS_PER_YEAR = 365.25;

    /** The number of newest exams that decide whether a rise still lasts. */
    private static final int NEWEST = 200;

    /** A rise is over when the newest exams keep less than this share of it. */
    private static final double LASTING = 1.0 / 3;

    private final Settings settings;

    /**
     * When a dose has changed.
     *
     * @param yearsPerFalseAlarm a chart of doses that never change reports a rise once in so many years, on average, or more rarely; and so a fall
     * @param minRise a smaller change of the median is not reported, such as 0.05
     */
    public record Settings(double yearsPerFalseAlarm, double minRise) {}

    /** A dose of a day. */
    public record Point(LocalDate day, double value) {}

    /**
     * A change.
     *
     * @param since when it began, as the chart estimates it
     * @param signalled the day of the exam with which the chart saw it
     * @param before median of the {@code examsBefore} exams since the change before it, and {@code after} of those up to the next change
     */
    public record Step(
            LocalDate since, LocalDate signalled, double before, int examsBefore, double after, int examsAfter) {

        public double ratio() {
            return after / before;
        }

        public boolean isRise() {
            return after > before;
        }
    }

    /** The exams of one day, as indices of points. */
    private record Day(LocalDate day, double value, int from) {}

    /** A change as indices of days: the days from {@code start} had one level until {@code began}. */
    private record Change(int start, int began, int signalled) {}

    public ControlChart(Settings settings) {
        this.settings = settings;
    }

    /** Returns the rises that last, oldest first. Further points never change what was found; they can show that a rise went back. */
    public List<Step> rises(List<Point> oldestFirst) {
        return steps(oldestFirst).stream()
                .filter(step -> step.isRise() && isLasting(oldestFirst, step))
                .toList();
    }

    /** Returns the rises and falls, oldest first, also those that went back. */
    public List<Step> steps(List<Point> oldestFirst) {
        List<Day> days = days(oldestFirst);
        List<Change> changes = changes(days);
        List<Step> steps = new ArrayList<>();
        for (int i = 0; i < changes.size(); i++) {
            Change change = changes.get(i);
            int from = days.get(change.start).from;
            int began = days.get(change.began).from;
            int end = i + 1 < changes.size() ? days.get(changes.get(i + 1).began).from : oldestFirst.size();
            Step step = new Step(
                    days.get(change.began).day,
                    days.get(change.signalled).day,
                    median(oldestFirst.subList(from, began)),
                    began - from,
                    median(oldestFirst.subList(began, end)),
                    end - began);
            if (Math.abs(step.ratio() - 1) >= settings.minRise) {
                steps.add(step);
            }
        }
        return steps;
    }

    private List<Change> changes(List<Day> days) {
        List<Change> changes = new ArrayList<>();
        int start = 0;
        int at = 0;
        RankShift up = upward();
        RankShift down = downward();
        while (at < days.size()) {
            double gap = at == start
                    ? 1
                    : days.get(at).day.toEpochDay() - days.get(at - 1).day.toEpochDay();
            boolean hasRisen = up.add(days.get(at).value, gap);
            boolean hasFallen = down.add(days.get(at).value, gap);
            if (hasRisen || hasFallen) {
                int began = start + (hasRisen ? up : down).began();
                changes.add(new Change(start, began, at));
                start = began;
                at = began;
                up = upward();
                down = downward();
            } else {
                at++;
            }
        }
        return changes;
    }

    private RankShift upward() {
        return RankShift.upward(settings.yearsPerFalseAlarm * DAYS_PER_YEAR);
    }

    private RankShift downward() {
        return RankShift.downward(settings.yearsPerFalseAlarm * DAYS_PER_YEAR);
    }

    private static List<Day> days(List<Point> points) {
        List<Day> days = new ArrayList<>();
        int from = 0;
        double sum = 0;
        for (int i = 0; i < points.size(); i++) {
            sum += Math.log(points.get(i).value);
            boolean isLastOfDay =
                    i + 1 == points.size() || !points.get(i + 1).day.equals(points.get(i).day);
            if (isLastOfDay) {
                days.add(new Day(points.get(i).day, sum / (i + 1 - from), from));
                from = i + 1;
                sum = 0;
            }
        }
        return days;
    }

    private static boolean isLasting(List<Point> points, Step step) {
        int began = 0;
        while (points.get(began).day.isBefore(step.since)) {
            began++;
        }
        double newest = median(points.subList(Math.max(began, points.size() - NEWEST), points.size()));
        return newest >= step.before + (step.after - step.before) * LASTING;
    }

    private static double median(List<Point> points) {
        return Percentiles.median(points.stream()
                        .map(point -> BigDecimal.valueOf(point.value))
                        .toList())
                .doubleValue();
    }
}
