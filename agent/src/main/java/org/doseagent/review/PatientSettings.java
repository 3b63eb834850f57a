package org.doseagent.review;

/**
 * Whether doses are summed by patient, and what is remarkable.
 *
 * @param isEnabled the switch of the data protection officer; off, no sum is made
 * @param milliSievert effective dose within {@code years} that is marked
 * @param hours exams of the same protocol within so many hours are marked
 */
public record PatientSettings(boolean isEnabled, int milliSievert, int years, int hours) {}
