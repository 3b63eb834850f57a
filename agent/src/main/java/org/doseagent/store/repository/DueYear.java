package org.doseagent.store.repository;

/**
 * A calendar year of a facility whose medians must be computed again.
 *
 * @param facility number of the facility
 * @param marks how many changes have marked it; more at the end of a computation mean that it must be repeated
 */
public record DueYear(long facility, int year, long marks) {}
