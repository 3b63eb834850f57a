package org.doseagent.intake.erasure;

import org.doseagent.dose.identity.PatientIdentity;
import org.doseagent.dose.identity.PatientKey;

/** How a Patient ID becomes the key of the store. Thread-safe. */
public interface PatientNames {

    /** Returns the key of a Patient ID and its issuer. */
    PatientKey patientKeyOf(PatientIdentity patient);

    /** Returns what all spellings and issuers of a Patient ID have in common. */
    String personOf(PatientIdentity patient);
}
