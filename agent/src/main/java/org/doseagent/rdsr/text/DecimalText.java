package org.doseagent.rdsr.text;

import java.math.BigDecimal;
import java.util.Optional;

/** A decimal string (DS, PS3.5 6.2), with more digits than the standard allows but not without limit. */
public final class DecimalText {

    private static final int MAX_EXPONENT = 30;
    private static final int MAX_LENGTH = 64;
    private static final int MAX_EXPONENT_DIGITS = 9;

    /** Any number of so many digits fits into a long. */
    private static final int DIGITS_OF_LONG = 18;

    private final String text;
    private int position;
    private int digits;
    private int decimals;
    private long unscaled;

    private DecimalText(String text) {
        this.text = text;
    }

    /** Reads a number; empty for any other text, and for a huge exponent, which would cost memory when written out. */
    public static Optional<BigDecimal> read(String text) {
        String stripped = text.strip();
        if (stripped.length() > MAX_LENGTH) {
            return Optional.empty();
        }
        return new DecimalText(stripped).read();
    }

    private Optional<BigDecimal> read() {
        skipSign();
        readDigits();
        if (position < text.length() && text.charAt(position) == '.') {
            position++;
            int before = digits;
            readDigits();
            decimals = digits - before;
        }
        if (digits == 0) {
            return Optional.empty();
        }
        if (position == text.length() && digits <= DIGITS_OF_LONG) {
            return Optional.of(BigDecimal.valueOf(text.charAt(0) == '-' ? -unscaled : unscaled, decimals));
        }
        return skipExponent() ? bounded(new BigDecimal(text)) : Optional.empty();
    }

    private void skipSign() {
        if (position < text.length() && (text.charAt(position) == '+' || text.charAt(position) == '-')) {
            position++;
        }
    }

    private void readDigits() {
        while (position < text.length() && isDigit(text.charAt(position))) {
            unscaled = 10 * unscaled + (text.charAt(position++) - '0'); // overflows only where it is not used
            digits++;
        }
    }

    /** Reads to the end of the text; false if the rest is not an exponent. */
    private boolean skipExponent() {
        if (position == text.length()) {
            return true;
        }
        char letter = text.charAt(position++);
        if (letter != 'e' && letter != 'E') {
            return false;
        }
        skipSign();
        int start = position;
        while (position < text.length() && isDigit(text.charAt(position))) {
            position++;
        }
        return position == text.length() && position > start && position - start <= MAX_EXPONENT_DIGITS;
    }

    private static Optional<BigDecimal> bounded(BigDecimal value) {
        int exponent = value.precision() - value.scale();
        boolean isBounded = value.signum() == 0 || Math.abs(exponent) <= MAX_EXPONENT;
        return isBounded && Math.abs(value.scale()) <= MAX_EXPONENT + MAX_LENGTH
                ? Optional.of(value)
                : Optional.empty();
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
