package org.doseagent.drl.mapping;

import java.util.Optional;

/**
 * How many parts of patients' exams are of one category and population.
 *
 * @param category empty: unmapped
 * @param isAdult empty: of unknown age
 */
public record CategoryCount(Optional<String> category, Optional<Boolean> isAdult, long parts) {}
