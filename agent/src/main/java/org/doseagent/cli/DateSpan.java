package org.doseagent.cli;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The days of a date on the command line: {@code 2026-10-31} is one day, {@code 2026-10} a month, {@code 7d} the last seven days including
 * today; {@code today} and {@code yesterday} are one day. A period begins with the first day of its start and ends with the last day of its end.
 */
public record DateSpan(LocalDate first, LocalDate last) {

    public static final String EXAMPLES = "2026-10-31, 2026-10, 7d, today or yesterday";

    private static final Pattern LAST_DAYS = Pattern.compile("([1-9]\\d{0,4})d");

    /**
     * Reads a date as a person writes it.
     *
     * @throws DateTimeException if it is none of the forms above
     */
    static DateSpan parse(String text, LocalDate today) {
        Matcher days = LAST_DAYS.matcher(text);
        if (days.matches()) {
            return new DateSpan(today.minusDays(Long.parseLong(days.group(1)) - 1), today);
        }
        if (text.equals("today")) {
            return new DateSpan(today, today);
        }
        if (text.equals("yesterday")) {
            return new DateSpan(today.minusDays(1), today.minusDays(1));
        }
        if (text.matches("\\d{4}-\\d\\d")) {
            YearMonth month = YearMonth.parse(text);
            return new DateSpan(month.atDay(1), month.atEndOfMonth());
        }
        LocalDate day = LocalDate.parse(text);
        return new DateSpan(day, day);
    }
}
