package org.doseagent.rdsr;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.Optional;

/** Text, dates and times as reports write them (PS3.5 6.2), bounded and without control characters. */
final class Texts {

    /** The longest text kept; LO allows 64 characters, the field exceeds it. */
    private static final int MAX_TEXT = 256;

    private static final int EARLIEST_YEAR = 1900;
    private static final int LATEST_YEAR = 2100;

    private Texts() {}

    static String clean(String text) {
        if (text.length() <= MAX_TEXT && text.chars().noneMatch(Character::isISOControl)) {
            return text.strip();
        }
        StringBuilder clean = new StringBuilder();
        text.codePoints()
                .limit(MAX_TEXT)
                .filter(c -> !Character.isISOControl(c))
                .forEach(clean::appendCodePoint);
        return clean.toString().strip();
    }

    /** Reads DA; the old form with dots too. Empty when it is no date of this or the last century. */
    static Optional<LocalDate> date(String text) {
        String digits = text.replace(".", "").replace("-", "").strip();
        if (!digits.matches("\\d{8}")) {
            return Optional.empty();
        }
        try {
            LocalDate date = LocalDate.of(number(digits, 0, 4), number(digits, 4, 6), number(digits, 6, 8));
            return Optional.of(date).filter(d -> d.getYear() >= EARLIEST_YEAR && d.getYear() < LATEST_YEAR);
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /** Reads TM to the second; the old form with colons too. */
    static Optional<LocalTime> time(String text) {
        String digits = text.replace(":", "").strip();
        if (!digits.matches("\\d{2}(\\d{2}(\\d{2}(\\.\\d{0,6})?)?)?")) {
            return Optional.empty();
        }
        try {
            int second = digits.length() >= 6 ? Math.min(number(digits, 4, 6), 59) : 0;
            return Optional.of(
                    LocalTime.of(number(digits, 0, 2), digits.length() >= 4 ? number(digits, 2, 4) : 0, second));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /** Reads DT as the scanner's local time; its offset is dropped, a missing time is midnight. */
    static Optional<LocalDateTime> dateTime(String text) {
        String local = text.replaceFirst("[+-]\\d{4}$", "").strip();
        if (local.length() < 8 || !local.matches("\\d{8}(\\d{2,6}(\\.\\d{0,6})?)?")) {
            return Optional.empty();
        }
        Optional<LocalDate> date = date(local.substring(0, 8));
        String rest = local.substring(8);
        if (date.isEmpty() || rest.isEmpty()) {
            return date.map(LocalDate::atStartOfDay);
        }
        return time(rest).map(time -> date.get().atTime(time));
    }

    /** Reads an offset from UTC such as {@code +0100} (PS3.3 C.12.1.1.8). */
    static Optional<ZoneOffset> offset(String text) {
        if (!text.matches("[+-](0\\d|1[0-4])[0-5]\\d")) {
            return Optional.empty();
        }
        try {
            return Optional.of(ZoneOffset.of(text));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static int number(String digits, int from, int to) {
        return Integer.parseInt(digits.substring(from, to));
    }
}
