package org.doseagent.dose;

import java.math.BigDecimal;
import java.util.Optional;

/**
 * An alert to be opened, before the store gives it a number.
 *
 * @param key what it is about within its exam (kind, part, quantity, set or event); opening the same key again changes the numbers of
 *     the open alert instead of adding one
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
        String text) {}
