package org.doseagent.rdsr.text;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.OptionalInt;

/** Text, dates and times as reports write them (PS3.5 6.2), bounded and without control characters. */
public final class Texts {

    /** The longest text kept; LO allows 64 characters, senders write more. */
    private static final int MAX_TEXT = 256;

    private static final int MAX_UID = 64;
    private static final int DATE_DIGITS = 8;
    private static final int TIME_DIGITS = 6;
    private static final int MAX_FRACTION_DIGITS = 6;
    private static final int EARLIEST_YEAR = 1900;
    private static final int LATEST_YEAR = 2100;

    private Texts() {}

    /** Returns a text without control characters, cut to what is kept, without white space at either end. */
    public static String clean(String text) {
        if (text.length() <= MAX_TEXT && !hasControl(text)) {
            return text.strip();
        }
        StringBuilder clean = new StringBuilder();
        int position = 0;
        for (int count = 0; count < MAX_TEXT && position < text.length(); count++) {
            int character = text.codePointAt(position);
            position += Character.charCount(character);
            if (!Character.isISOControl(character)) {
                clean.appendCodePoint(character);
            }
        }
        return clean.toString().strip();
    }

    private static boolean hasControl(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isISOControl(text.charAt(i))) {
                return true;
            }
        }
        return false;
    }

    /** Returns whether a text can be a UID: digits and dots, at most 64 (PS3.5 9.1). */
    public static boolean isUid(String text) {
        int position = 0;
        while (position < text.length() && (isDigit(text, position) || text.charAt(position) == '.')) {
            position++;
        }
        return position == text.length() && position > 0 && position <= MAX_UID;
    }

    /** Reads DA; the old form with dots too. Empty when it is not a date of this or the last century. */
    public static Optional<LocalDate> date(String text) {
        if (text.length() == DATE_DIGITS && digitsFrom(text, 0) == DATE_DIGITS) {
            return dateOf(text);
        }
        String digits = text.replace(".", "").replace("-", "").strip();
        boolean isDate = digits.length() == DATE_DIGITS && digitsFrom(digits, 0) == DATE_DIGITS;
        return isDate ? dateOf(digits) : Optional.empty();
    }

    private static Optional<LocalDate> dateOf(String digits) {
        int year = number(digits, 0, 4);
        if (year < EARLIEST_YEAR || year >= LATEST_YEAR) {
            return Optional.empty();
        }
        try {
            return Optional.of(LocalDate.of(year, number(digits, 4, 6), number(digits, 6, 8)));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /** Reads TM to the second; the old form with colons too. */
    public static Optional<LocalTime> time(String text) {
        return timeOf(text.replace(":", "").strip());
    }

    /** Reads two, four or six digits; after six, a fraction of a second, which is not kept. */
    private static Optional<LocalTime> timeOf(String text) {
        int digits = digitsFrom(text, 0);
        boolean isWhole = digits == text.length() && (digits == 2 || digits == 4 || digits == TIME_DIGITS);
        if (!isWhole && !(digits == TIME_DIGITS && isFraction(text, digits))) {
            return Optional.empty();
        }
        try {
            int minute = digits >= 4 ? number(text, 2, 4) : 0;
            int second = digits >= TIME_DIGITS ? Math.min(number(text, 4, 6), 59) : 0;
            return Optional.of(LocalTime.of(number(text, 0, 2), minute, second));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static boolean isFraction(String text, int from) {
        int digits = digitsFrom(text, from + 1);
        return text.charAt(from) == '.' && from + 1 + digits == text.length() && digits <= MAX_FRACTION_DIGITS;
    }

    /** Reads DT as the scanner's local time; its offset is dropped, a missing time is midnight. */
    public static Optional<LocalDateTime> dateTime(String text) {
        String local = withoutOffset(text.strip());
        if (local.length() < DATE_DIGITS || digitsFrom(local, 0) < DATE_DIGITS) {
            return Optional.empty();
        }
        Optional<LocalDate> date = dateOf(local.substring(0, DATE_DIGITS));
        if (date.isEmpty() || local.length() == DATE_DIGITS) {
            return date.map(LocalDate::atStartOfDay);
        }
        return timeOf(local.substring(DATE_DIGITS)).map(time -> date.get().atTime(time));
    }

    private static String withoutOffset(String text) {
        int sign = text.length() - 5;
        boolean hasOffset = sign >= 0 && isSign(text.charAt(sign)) && digitsFrom(text, sign + 1) == 4;
        return hasOffset ? text.substring(0, sign).strip() : text;
    }

    /** Reads an offset from UTC such as {@code +0100} (PS3.3 C.12.1.1.8), at most 14 hours. */
    public static Optional<ZoneOffset> offset(String text) {
        if (text.length() != 5 || !isSign(text.charAt(0)) || digitsFrom(text, 1) != 4) {
            return Optional.empty();
        }
        int hours = number(text, 1, 3);
        int minutes = number(text, 3, 5);
        if (hours > 14 || minutes > 59) {
            return Optional.empty();
        }
        int sign = text.charAt(0) == '-' ? -1 : 1;
        return Optional.of(ZoneOffset.ofHoursMinutes(sign * hours, sign * minutes));
    }

    /** Reads a number of one digit or more that has nothing around it. */
    public static OptionalInt wholeNumber(String text, int maxDigits) {
        boolean isNumber = !text.isEmpty() && text.length() <= maxDigits && digitsFrom(text, 0) == text.length();
        return isNumber ? OptionalInt.of(number(text, 0, text.length())) : OptionalInt.empty();
    }

    private static boolean isSign(char c) {
        return c == '+' || c == '-';
    }

    /** Returns how many ASCII digits are there, one after the other. */
    private static int digitsFrom(String text, int from) {
        int position = from;
        while (position < text.length() && isDigit(text, position)) {
            position++;
        }
        return Math.max(0, position - from);
    }

    private static boolean isDigit(String text, int position) {
        return text.charAt(position) >= '0' && text.charAt(position) <= '9';
    }

    private static int number(String digits, int from, int to) {
        int number = 0;
        for (int i = from; i < to; i++) {
            number = 10 * number + (digits.charAt(i) - '0');
        }
        return number;
    }
}
