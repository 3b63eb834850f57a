package org.doseagent.cli;

import java.time.DateTimeException;
import java.time.LocalDate;

/**
 * A date as a person writes it, see {@link DateSpan}. Its days are known only in the time zone of the site, which is in the configuration;
 * so the command line keeps the text.
 */
public record DateText(String text) {

    /** A day on which every text of a valid form has days. */
    private static final LocalDate ANY = LocalDate.of(2000, 1, 1);

    /**
     * Reads a date.
     *
     * @throws DateTimeException if it has none of the forms of {@link DateSpan}
     */
    static DateText parse(String text) {
        DateSpan.parse(text, ANY);
        return new DateText(text);
    }

    /** Returns the days that the text means. */
    public DateSpan on(LocalDate today) {
        return DateSpan.parse(text, today);
    }

    /**
     * Returns the day that the text means.
     *
     * @throws IllegalArgumentException if it means several days
     */
    public LocalDate dayOn(LocalDate today) {
        DateSpan span = on(today);
        if (!span.first().equals(span.last())) {
            throw new IllegalArgumentException("'" + text + "' is not a single day. Write 2026-10-31, today or yesterday");
        }
        return span.first();
    }
}
