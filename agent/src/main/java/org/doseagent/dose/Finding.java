package org.doseagent.dose;

/**
 * Something a report lacks, contradicts or leaves to interpretation: a value, never an exception.
 *
 * @param code what kind of trouble
 * @param path the content item as dotted positions from the root, counted from 1 ({@code 1.5.3}); "header" for attributes outside
 *     the content tree
 * @param text one sentence for a physicist, with numbers but without any text of the report (which could name a patient)
 */
public record Finding(Kind code, String path, String text) {

    /** The kinds of trouble, as CONTRACT.md names them. */
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
