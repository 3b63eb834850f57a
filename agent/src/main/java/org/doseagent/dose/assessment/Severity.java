package org.doseagent.dose.assessment;

/**
 * How urgently a person should look at an alert, from the most urgent on. The kind decides; among alerts of one severity, the one with the larger
 * ratio to its level comes first.
 */
public enum Severity {
    NOW("now", "one event far above what any exam needs, a rule of law, or reports that do not arrive: act today"),
    REVIEW(
            "review",
            "one exam far above its level, a group above its level, or a warning of the scanner: find the cause"),
    LOOK("look", "a change of a scanner, its dose or its protocols: compare again"),
    HINT("hint", "one exam above a level that is for groups: many of them are large patients"),
    DATA("data", "the data of an exam keep it out of comparison, or make it doubtful: mend the cause at the scanner");

    private final String label;
    private final String meaning;

    Severity(String label, String meaning) {
        this.label = label;
        this.meaning = meaning;
    }

    /** Returns the severity of alerts of a kind. */
    public static Severity of(AlertKind kind) {
        return switch (kind) {
            case EVENT_CTDIVOL, GROUP_RULE, SILENCE, DELIVERY_REFUSED -> NOW;
            case EXAM_FAR_ABOVE_DRL, MEDIAN_ABOVE_DRL, DOSE_CHECK -> REVIEW;
            case MEDIAN_FAR_BELOW, CHANGE, DOSE_CREEP -> LOOK;
            case EXAM_ABOVE_DRL -> HINT;
            case DATA_QUALITY -> DATA;
        };
    }

    public String label() {
        return label;
    }

    /** Returns what such alerts are and what to do, for people. */
    public String meaning() {
        return meaning;
    }
}
