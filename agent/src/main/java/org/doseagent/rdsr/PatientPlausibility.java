package org.doseagent.rdsr;

import java.math.BigDecimal;
import java.util.List;
import org.doseagent.dose.Finding;
import org.doseagent.dose.PatientFacts;

/**
 * Compares age and weight of the patient. The bounds are generous and chosen here: they find mistyped values and phantoms, not unusual people.
 * The values stay as reported.
 */
final class PatientPlausibility {

    /** An older patient is a mistyped birth date or a phantom far more often than a person. */
    private static final int MAX_AGE_YEARS = 110;

    /** Weights in kg that are possible from an age on, in months, up to the next. */
    private record Band(int fromMonths, BigDecimal minKg, BigDecimal maxKg) {}

    private static final List<Band> BANDS = List.of(
            new Band(0, new BigDecimal("0.3"), new BigDecimal("20")),
            new Band(12, new BigDecimal("4"), new BigDecimal("50")),
            new Band(6 * 12, new BigDecimal("8"), new BigDecimal("150")),
            new Band(12 * 12, new BigDecimal("15"), new BigDecimal("300")),
            new Band(18 * 12, new BigDecimal("20"), new BigDecimal("500")));

    private PatientPlausibility() {}

    static void checkAge(int ageDays, Reading reading) {
        if (ageDays >= PatientFacts.daysOfMonths(MAX_AGE_YEARS * 12)) {
            reading.note(
                    Finding.Kind.VALUE, "the patient's age is above " + MAX_AGE_YEARS + " years; kept as reported");
        }
    }

    static void checkWeight(BigDecimal weightKg, int ageDays, Reading reading) {
        Band band = BANDS.stream()
                .filter(each -> ageDays >= PatientFacts.daysOfMonths(each.fromMonths()))
                .reduce((first, second) -> second)
                .orElseThrow();
        if (weightKg.compareTo(band.minKg()) < 0 || weightKg.compareTo(band.maxKg()) > 0) {
            reading.note(
                    Finding.Kind.VALUE,
                    "Patient's Weight (0010,1030) does not fit the patient's age; kept as reported");
        }
    }
}
