package org.doseagent.dose;

import java.math.BigDecimal;
import java.time.LocalDateTime;
import java.util.Optional;
import org.doseagent.dose.identity.DeviceKey;

/**
 * One part of one patient's exam with what statistics need. It has no identity of the patient, not even a pseudonym.
 *
 * @param exam a number by which the store finds the exam again; it says nothing about the patient and never leaves the program
 * @param deviceKey the scanner of the exam
 */
public record PartDose(
        long exam,
        String category,
        DeviceKey deviceKey,
        LocalDateTime studyDateTime,
        Optional<Integer> ageDays,
        Optional<BigDecimal> weightKg,
        PartTotals totals) {

    /** Returns the phantom of the values: 16 or 32. */
    public Optional<Integer> phantomCm() {
        return totals.phantomCm();
    }

    /** Returns the largest mean CTDIvol of a diagnostic event. */
    public Optional<BigDecimal> ctdiVolMGy() {
        return totals.ctdiVolMGy();
    }

    /** Returns the sum of the DLP of all events. */
    public Optional<BigDecimal> dlpMGyCm() {
        return totals.dlpMGyCm();
    }
}
