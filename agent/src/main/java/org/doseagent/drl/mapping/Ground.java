package org.doseagent.drl.mapping;

/** What a decision of the mapping is founded on. */
public enum Ground {
    EXACT_PROTOCOL("exact acquisition protocol"),
    EXACT_STUDY("exact study description"),
    PROTOCOL("acquisition protocol"),
    PROCEDURE("procedure code"),
    STUDY("study description"),
    STUDY_AND_PROTOCOL("study description and acquisition protocol"),
    REGION("target region"),
    OTHER_EVENTS("the other events of the exam");

    private final String text;

    Ground(String text) {
        this.text = text;
    }

    /** Returns the words for people; they are stored with the part of the exam. */
    public String text() {
        return text;
    }

    /** Returns whether a rule for a whole name decided: neither the region nor the geometry of the scan overrules it. */
    boolean isExact() {
        return this == EXACT_PROTOCOL || this == EXACT_STUDY;
    }
}
