package org.doseagent.dose.assessment;

import java.math.BigDecimal;
import java.util.Optional;
import org.doseagent.dose.Quantity;

/**
 * One comparison of a part of an exam with one reference level.
 *
 * @param part position of the part in the exam, from 0
 * @param value mGy·cm for DLP, mGy for CTDIvol
 * @param ratio value / drl, four significant digits
 * @param reason why it was not assessed, in words
 * @param drlSetHash content hash of the set, so that an old assessment stays explainable
 */
public record Assessment(
        int part,
        Quantity quantity,
        Optional<BigDecimal> value,
        Optional<BigDecimal> drl,
        Optional<BigDecimal> ratio,
        Verdict verdict,
        Optional<String> reason,
        Optional<String> drlSet,
        Optional<String> drlSetHash,
        Optional<String> population) {}
