package org.doseagent.store;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/**
 * All values of one scanner, month, phantom and population, of a category or a protocol; in mGy and mGy·cm, in no order.
 *
 * @param name the category, or the protocol; empty: unmapped, or without a name
 * @param month such as 2026-10; empty: the scanner gave no date
 * @param isAdult empty where the age is not known, and for events
 */
public record ValueGroup(
        Optional<String> name,
        Optional<String> month,
        String deviceKey,
        Optional<Integer> phantomCm,
        Optional<Boolean> isAdult,
        List<BigDecimal> ctdiVolMGy,
        List<BigDecimal> dlpMGyCm) {

    public ValueGroup {
        ctdiVolMGy = List.copyOf(ctdiVolMGy);
        dlpMGyCm = List.copyOf(dlpMGyCm);
    }
}
