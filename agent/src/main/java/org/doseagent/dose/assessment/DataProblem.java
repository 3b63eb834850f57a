package org.doseagent.dose.assessment;

import java.util.Arrays;
import java.util.List;

/**
 * What an alert about the quality of data can be about. An alert names its problems with these words, and alerts of earlier releases did so too; so a
 * stored alert still says what it is about.
 */
public enum DataProblem {
    NO_DIAGNOSTIC_EVENT("no diagnostic event", "no diagnostic event"),
    NOT_MAPPED("not mapped to a category", "the exam is not mapped to a category"),
    WITHOUT_DOSE("events without a dose", "diagnostic events without a dose"),
    UNKNOWN_PHANTOM("unknown phantom", "diagnostic events with an unknown phantom"),
    WITHOUT_UID("events without an Irradiation Event UID", "diagnostic events without an Irradiation Event UID"),
    AGE_UNKNOWN("age unknown", "age unknown"),
    CONFLICT("contradictory values", "CONFLICT: "),
    UNIT("unusable units", "UNIT: "),
    VALUE("implausible values", "VALUE: "),
    DOUBTFUL("contradictory, implausible or unusable values", "contradictory, implausible or unusable values");

    private final String label;
    private final String words;

    DataProblem(String label, String words) {
        this.label = label;
        this.words = words;
    }

    /** Returns the problems that an alert names; empty for an alert that names none of them. */
    public static List<DataProblem> of(Alert alert) {
        return Arrays.stream(values())
                .filter(problem -> alert.text().contains(problem.words))
                .toList();
    }

    /** Returns the name for lists. */
    public String label() {
        return label;
    }
}
