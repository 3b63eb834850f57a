package org.doseagent.dose;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * The facts about the patient that are kept. None of them identifies the patient.
 *
 * @param sex "M", "F" or "O"
 * @param ageDays age at the exam in days of whole calendar months, as {@link #daysOfAge} counts them, from the birth date or PatientAge,
 *     when known; DRLs of children need it
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

    private static final double DAYS_PER_MONTH = 30.436875;

    /** Returns whether the patient was an adult at the exam; empty where the age is unknown. */
    public Optional<Boolean> isAdult() {
        return ageDays.map(days -> days >= ADULT_DAYS);
    }

    /** Returns the number of days of a number of whole months: 3 months are 91, a year is 365, 18 years are {@link #ADULT_DAYS}. */
    public static int daysOfMonths(int months) {
        return (int) Math.round(months * DAYS_PER_MONTH);
    }

    /**
     * Returns an age in days that is exact for bands of months: the days of whole calendar months from {@link #daysOfMonths}, and the days
     * since then. A child born on 1 December is three months old on 1 March, in any year; counted in days it would be 90 or 91.
     */
    public static int daysOfAge(LocalDate birth, LocalDate day) {
        int months = (int) ChronoUnit.MONTHS.between(birth, day);
        int since = (int) ChronoUnit.DAYS.between(birth.plusMonths(months), day);
        return Math.min(daysOfMonths(months) + since, daysOfMonths(months + 1) - 1);
    }

    public static final PatientFacts UNKNOWN =
            new PatientFacts(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
}
