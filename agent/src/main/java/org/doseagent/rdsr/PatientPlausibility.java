package org.doseagent.rdsr;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
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
            band(0, "0.3", "20"),
            band(12, "4", "50"),
            band(6 * 12, "8", "150"),
            band(12 * 12, "15", "300"),
            band(18 * 12, "20", "500"));

    private PatientPlausibility() {}

    private static Band band(int fromMonths, String minKg, String maxKg) {
        return new Band(fromMonths, new BigDecimal(minKg), new BigDecimal(maxKg));
    }

    static void check(int ageDays, Optional<BigDecimal> weightKg, Reading reading) {
        if (ageDays >= PatientFacts.daysOfMonths(MAX_AGE_YEARS * 12)) {
            reading.note(
                    Finding.Kind.VALUE, "the patient's age is above " + MAX_AGE_YEARS + " years; kept as reported");
        }
        Band band = BANDS.stream()
                .filter(each -> ageDays >= PatientFacts.daysOfMonths(each.fromMonths()))
                .reduce((first, second) -> second)
                .orElseThrow();
        if (weightKg.filter(kg -> kg.compareTo(band.minKg()) < 0 || kg.compareTo(band.maxKg()) > 0)
                .isPresent()) {
            reading.note(
                    Finding.Kind.VALUE,
                    "Patient's Weight (0010,1030) does not fit the patient's age; kept as reported");
        }
    }
}
