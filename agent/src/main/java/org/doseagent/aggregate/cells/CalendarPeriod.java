package org.doseagent.aggregate.cells;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A calendar month, quarter, half-year or year: what a release is about.
 *
 * @param first its first month
 * @param months 1, 3, 6 or 12; the first month is January or a whole number of periods after it
 */
public record CalendarPeriod(YearMonth first, int months) implements Comparable<CalendarPeriod> {

    /** The lengths in months, shortest first. */
    public static final List<Integer> LENGTHS = List.of(1, 3, 6, 12);

    private static final int YEAR = 12;
    private static final int HALF = 6;
    private static final int QUARTER = 3;
    private static final Pattern PART = Pattern.compile("(\\d{4})-([QH])([1-4])");

    /** By the last day, then the shorter first: the order in which periods can be closed. */
    private static final Comparator<CalendarPeriod> ORDER =
            Comparator.comparing(CalendarPeriod::last).thenComparing(CalendarPeriod::months);

    public CalendarPeriod {
        if (!LENGTHS.contains(months) || (first.getMonthValue() - 1) % months != 0) {
            throw new IllegalArgumentException(
                    months + " months from " + first + " are not a calendar month, quarter, half-year or year");
        }
    }

    public static CalendarPeriod of(YearMonth month) {
        return new CalendarPeriod(month, 1);
    }

    /** Returns the period of a length that a month belongs to. */
    public static CalendarPeriod around(YearMonth month, int months) {
        return new CalendarPeriod(month.minusMonths((month.getMonthValue() - 1) % months), months);
    }

    /**
     * Reads 2026-10, 2026-Q4, 2026-H2 or 2026.
     *
     * @throws DateTimeException if the text is not one of those
     */
    public static CalendarPeriod parse(String text) {
        Matcher part = PART.matcher(text);
        if (part.matches()) {
            int months = part.group(2).equals("Q") ? QUARTER : HALF;
            int number = Integer.parseInt(part.group(3));
            if (number * months <= YEAR) {
                return new CalendarPeriod(
                        YearMonth.of(Integer.parseInt(part.group(1)), (number - 1) * months + 1), months);
            }
            throw new DateTimeException(text + " is not a half-year");
        }
        return text.matches("\\d{4}")
                ? new CalendarPeriod(YearMonth.of(Integer.parseInt(text), 1), YEAR)
                : of(YearMonth.parse(text));
    }

    public YearMonth last() {
        return first.plusMonths(months - 1L);
    }

    public LocalDate start() {
        return first.atDay(1);
    }

    /** Returns the last day, inclusive. */
    public LocalDate end() {
        return last().atEndOfMonth();
    }

    public int year() {
        return first.getYear();
    }

    /** Returns the months of the period, in their order. */
    public List<YearMonth> all() {
        List<YearMonth> all = new ArrayList<>();
        for (int i = 0; i < months; i++) {
            all.add(first.plusMonths(i));
        }
        return all;
    }

    /** Returns whether a day is in both. */
    public boolean overlaps(CalendarPeriod other) {
        return !start().isAfter(other.end()) && !other.start().isAfter(end());
    }

    /** Returns the text of {@link #parse}. */
    public String text() {
        int number = (first.getMonthValue() - 1) / months + 1;
        return switch (months) {
            case YEAR -> Integer.toString(year());
            case HALF -> year() + "-H" + number;
            case QUARTER -> year() + "-Q" + number;
            default -> first.toString();
        };
    }

    @Override
    public String toString() {
        return text();
    }

    @Override
    public int compareTo(CalendarPeriod other) {
        return ORDER.compare(this, other);
    }
}
