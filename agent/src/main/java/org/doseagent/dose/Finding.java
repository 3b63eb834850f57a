package org.doseagent.dose;

/**
 * Missing, contradictory or ambiguous content of a report: a value, never an exception.
 *
 * @param code the kind of problem
 * @param path the content item as dotted positions from the root, counted from 1 ({@code 1.5.3}); "header" for attributes outside
 *     the content tree; {@link #QA} and {@link #QA_SUSPECT} for the whole report
 * @param text one sentence for a physicist, with numbers but without any text of the report (which could name a patient)
 */
public record Finding(Kind code, String path, String text) {

    /** The path of the finding that states why an exam is one of a phantom or a quality control. */
    public static final String QA = "qa";

    /** The path of the finding that states why an exam may be one; it counts as a patient until a person decides. */
    public static final String QA_SUSPECT = "qa-suspect";

    /** The path of the finding that a person has decided that the exam is one of a patient, against the evidence. */
    public static final String QA_FREED = "qa-freed";

    /** The kinds of problems; their names are part of the JSON contract. */
    public enum Kind {
        MISSING,
        CONFLICT,
        UNIT,
        VALUE,
        STRUCTURE,
        DUPLICATE,
        INFERRED
    }
}
