package org.doseagent.dose;

/**
 * A coded concept (PS3.3 8.8): code value, coding scheme designator and the meaning the sender wrote.
 *
 * <p>Codes are compared by {@link #isSameConcept value and scheme}, never by meaning, because vendors spell meanings differently.
 */
public record Code(String value, String scheme, String meaning) {

    /** Returns whether both name the same concept; their meanings may differ. The legacy SNOMED schemes SRT, SNM3 and 99SDM are one. */
    public boolean isSameConcept(Code other) {
        return value.equals(other.value) && family(scheme).equals(family(other.scheme));
    }

    private static String family(String scheme) {
        return switch (scheme) {
            case "SNM3", "99SDM" -> "SRT";
            default -> scheme;
        };
    }
}
