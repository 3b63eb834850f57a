package org.doseagent.aggregate.control;

/**
 * The rules of disclosure control. Outside tests all rules are always on; a test switches one off to check that {@code aggregate attack}
 * finds the disclosure that the rule prevents.
 */
public enum Rule {
    MIN_EXAMS,
    MIN_PATIENTS,
    /** Only the first exams of a patient in a cell count. */
    CONTRIBUTION_BOUND,
    DOMINANCE,
    EACH_SIDE,
    ROUND_VALUES,
    ROUND_N,
    /** Percentiles are rounded to a grid that depends on n and spread, and n more coarsely. */
    ROUND_BY_SPREAD,
    /** The partition is that of the year and does not depend on the exams of the month. */
    FIXED_PARTITION,
    /** How many exams were above a level is published as a band. */
    BANDS,
    /** Of two levels close to each other only one is published: two bands would enclose a value. */
    SPACED_LEVELS,
    /** A class of detector rows has two scanners or is merged. */
    RARE_DEVICE,
    MIN_CORRECTION,
    /** A cell is corrected at most once. */
    ONE_CORRECTION,
    DIFFERENCE
}
