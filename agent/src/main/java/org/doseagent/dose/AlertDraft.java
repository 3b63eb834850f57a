package org.doseagent.dose;

import java.math.BigDecimal;
import java.util.Optional;

/**
 * An alert to be opened, before the store gives it a number.
 *
 * @param key what it is about within its exam (kind, part, quantity, set or event); opening the same key again changes the numbers of
 *     the open alert instead of adding one
 * @param severity grows as it gets worse; 0 where there is no such order. An alert that a person has dealt with opens again when it is worse
 *     than it ever was
 * @param text the numbers, the events counted and left out, the rule and its source, in plain words; no patient data
 */
public record AlertDraft(
        AlertKind kind,
        String key,
        Optional<String> category,
        Optional<Quantity> quantity,
        Optional<BigDecimal> value,
        Optional<BigDecimal> drl,
        Optional<BigDecimal> ratio,
        Optional<String> drlSet,
        String text,
        int severity) {

    private static final int WORST = 20;

    /** An alert without an order of severity. */
    public AlertDraft(
            AlertKind kind,
            String key,
            Optional<String> category,
            Optional<Quantity> quantity,
            Optional<BigDecimal> value,
            Optional<BigDecimal> drl,
            Optional<BigDecimal> ratio,
            Optional<String> drlSet,
            String text) {
        this(kind, key, category, quantity, value, drl, ratio, drlSet, text, 0);
    }

    /**
     * Returns the severity of a value above a level: each whole multiple of the level is worse than the one before, and within it what is
     * {@code lasting} is worse than what is not.
     */
    public static int severity(BigDecimal ratio, boolean lasting) {
        return 2 * ratio.min(BigDecimal.valueOf(WORST)).intValue() + severity(lasting);
    }

    /** Returns the severity where there is no value to divide by the level. */
    public static int severity(boolean lasting) {
        return lasting ? 2 : 1;
    }
}
