package org.doseagent.store.exams;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * Reads the numbers that SQLite put together, such as {@code 12.5,13.10}. One row with a thousand numbers costs a thousandth of the driver's
 * calls, and reading digits by hand a tenth of a {@link BigDecimal} each.
 */
final class DecimalText {

    /** So many digits fit a long. */
    private static final int MOST_DIGITS = 18;

    private DecimalText() {}

    static Decimals parse(@Nullable String list) {
        Decimals numbers = new Decimals();
        if (list == null) {
            return numbers;
        }
        for (int start = 0; start <= list.length(); ) {
            int comma = list.indexOf(',', start);
            int end = comma < 0 ? list.length() : comma;
            add(numbers, list, start, end);
            start = end + 1;
        }
        return numbers;
    }

    private static void add(Decimals numbers, String list, int start, int end) {
        long unscaled = 0;
        int point = -1;
        boolean isPlain = end - start <= MOST_DIGITS && end > start;
        for (int i = start; i < end && isPlain; i++) {
            char c = list.charAt(i);
            if (c == '.' && point < 0) {
                point = i;
            } else if (c >= '0' && c <= '9') {
                unscaled = unscaled * 10 + (c - '0');
            } else {
                isPlain = false;
            }
        }
        if (isPlain) {
            numbers.add(unscaled, point < 0 ? 0 : end - point - 1);
        } else {
            numbers.add(new BigDecimal(list.substring(start, end)));
        }
    }
}
