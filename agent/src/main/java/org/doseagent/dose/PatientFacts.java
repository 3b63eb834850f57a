package org.doseagent.dose;

import java.math.BigDecimal;
import java.util.Optional;

/**
 * What is kept of the patient: nothing that identifies.
 *
 * @param sex "M", "F" or "O"
 * @param ageDays age at the exam in days, from the birth date or PatientAge, when known; head DRLs of children need it
 * @param ageYears the same in years (a PatientAge of 61Y is 61)
 */
public record PatientFacts(
        Optional<String> sex,
        Optional<Integer> ageDays,
        Optional<BigDecimal> ageYears,
        Optional<BigDecimal> weightKg,
        Optional<BigDecimal> heightM) {

    /** Age in days from which a patient is an adult: 18 years. */
    public static final int ADULT_DAYS = 6574;

    public static final PatientFacts UNKNOWN =
            new PatientFacts(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
}
