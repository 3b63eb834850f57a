package org.doseagent.dose.assessment;

import java.math.BigDecimal;
import java.util.Optional;
import org.doseagent.dose.Quantity;

/**
 * One comparison of a part of an exam with one reference level.
 *
 * @param part position of the part in the exam, from 0
 * @param value mGy·cm for DLP, mGy for CTDIvol
 * @param ratio value divided by level, four significant digits
 * @param reason why the part was not assessed, in words
 */
public record Assessment(
        int part,
        Quantity quantity,
        Optional<BigDecimal> value,
        Optional<BigDecimal> ratio,
        Verdict verdict,
        Optional<String> reason,
        Level level) {

    /** Returns the value of the level, in the unit of the quantity. */
    public Optional<BigDecimal> drl() {
        return level.value();
    }

    /** Returns the identifier of the set that contains the level. */
    public Optional<String> drlSet() {
        return level.set();
    }

    /**
     * The reference level of a comparison. Where no level applied, it is {@link #NONE}, or names only the set that was tried.
     *
     * @param value in the unit of the quantity
     * @param set identifier of the set
     * @param setHash content hash of the set, so that an old assessment can still be explained
     * @param population the population band of the level
     */
    public record Level(
            Optional<BigDecimal> value, Optional<String> set, Optional<String> setHash, Optional<String> population) {

        public static final Level NONE =
                new Level(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    }
}
