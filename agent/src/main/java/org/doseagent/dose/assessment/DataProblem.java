package org.doseagent.dose.assessment;

/** What an alert about the quality of data can be about. */
public enum DataProblem {
    NO_DIAGNOSTIC_EVENT("no diagnostic event"),
    NOT_MAPPED("not mapped to a category"),
    WITHOUT_DOSE("events without a dose"),
    UNKNOWN_PHANTOM("unknown phantom"),
    WITHOUT_UID("events without an Irradiation Event UID"),
    AGE_UNKNOWN("age unknown"),
    CONFLICT("contradictory values"),
    UNIT("unusable units"),
    VALUE("implausible values"),
    /** Alerts of earlier releases did not distinguish the three above. */
    DOUBTFUL("contradictory, implausible or unusable values");

    private final String label;

    DataProblem(String label) {
        this.label = label;
    }

    /** Returns the name for lists. */
    public String label() {
        return label;
    }
}
