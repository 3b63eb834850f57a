package org.doseagent.dose.identity;

/**
 * The key under which a site counts one patient: a keyed pseudonym or, where the site configures that, the Patient ID. Never blank. Masked
 * in {@link #toString()}.
 */
public record PatientKey(String value) {

    /** @throws IllegalArgumentException if the text is blank */
    public PatientKey {
        if (value.isBlank()) {
            throw new IllegalArgumentException("a patient key is not blank");
        }
    }

    @Override
    public String toString() {
        return "PatientKey[masked]";
    }
}
