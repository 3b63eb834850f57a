package org.doseagent.dose.assessment;

/** The outcome of one comparison. A value equal to its reference level is {@code WITHIN}. */
public enum Verdict {
    WITHIN,
    EXCEEDED,
    NOT_ASSESSED
}
