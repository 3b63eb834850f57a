package org.doseagent.drl.tripwire;

import java.math.BigDecimal;

/**
 * One value of the tripwire: a single event with a CTDIvol strictly above it opens an alert, on whichever phantom the value is.
 *
 * @param minDays youngest age, inclusive, in days as {@link org.doseagent.dose.PatientFacts#daysOfMonths} counts months; {@code maxDays} is
 *     exclusive
 * @param patients in words, such as "adult"
 * @param source where the value was published, and what was seen of that
 */
record TripwireRule(
        BodyPart bodyPart, int minDays, int maxDays, String patients, BigDecimal ctdiVolMGy, String source) {

    boolean isForAge(int days) {
        return days >= minDays && days < maxDays;
    }
}
