package org.doseagent.dicom;

import java.util.OptionalInt;

/** An integer string (IS) as senders write it: a sign, at most nine digits, and sometimes a point with zeros after it. */
final class IntegerText {

    private static final int MAX_DIGITS = 9;

    private IntegerText() {}

    static OptionalInt read(String text) {
        int start = !text.isEmpty() && (text.charAt(0) == '+' || text.charAt(0) == '-') ? 1 : 0;
        int end = start;
        int value = 0;
        while (end < text.length() && isDigit(text.charAt(end)) && end - start < MAX_DIGITS) {
            value = 10 * value + (text.charAt(end++) - '0');
        }
        if (end == start || !isNothing(text, end)) {
            return OptionalInt.empty();
        }
        return OptionalInt.of(text.charAt(0) == '-' ? -value : value);
    }

    /** Returns whether the rest is empty or a point with nothing but zeros. */
    private static boolean isNothing(String text, int from) {
        if (from == text.length()) {
            return true;
        }
        if (text.charAt(from) != '.') {
            return false;
        }
        for (int i = from + 1; i < text.length(); i++) {
            if (text.charAt(i) != '0') {
                return false;
            }
        }
        return true;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
