package org.doseagent.dose;

/**
 * Missing, contradictory or ambiguous content of a report: a value, never an exception.
 *
 * @param code the kind of problem
 * @param path the content item as dotted positions from the root, counted from 1 ({@code 1.5.3}); "header" for attributes outside
 *     the content tree
 * @param text one sentence for a physicist, with numbers but without any text of the report (which could name a patient)
 */
public record Finding(Kind code, String path, String text) {

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
