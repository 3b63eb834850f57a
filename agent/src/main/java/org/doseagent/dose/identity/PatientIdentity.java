package org.doseagent.dose.identity;

/**
 * The Patient ID and its issuer, on their way to the keyed pseudonym; never stored, never printed.
 */
public record PatientIdentity(String patientId, String issuer) {

    @Override
    public String toString() {
        return "PatientIdentity[masked]";
    }
}
