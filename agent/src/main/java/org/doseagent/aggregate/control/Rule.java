package org.doseagent.aggregate.control;

/**
 * The rules of disclosure control. Outside tests all of them always hold; a test switches one off to see that {@code aggregate attack}
 * finds what it lets through.
 */
public enum Rule {
    MIN_EXAMS,
    MIN_PATIENTS,
    /** A patient's exams beyond the first few of a cell do not count. */
    CONTRIBUTION_BOUND,
    DOMINANCE,
    EACH_SIDE,
    ROUND_VALUES,
    ROUND_N,
    /** How many exams were above a level is told as a band. */
    BANDS,
    /** Levels close to each other are not both told: two bands would enclose a value. */
    SPACED_LEVELS,
    /** A class of detector rows has two scanners or is merged. */
    RARE_DEVICE,
    MIN_CORRECTION,
    DIFFERENCE
}
