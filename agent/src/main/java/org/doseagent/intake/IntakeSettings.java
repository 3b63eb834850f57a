package org.doseagent.intake;

import org.doseagent.dicom.DicomLimits;
import org.doseagent.rdsr.qa.NotPatient;

/**
 * How received objects are read.
 *
 * @param identity how the store names a patient
 * @param notPatients patterns of phantoms and of quality control
 * @param objects limits of one object, and {@code studies} of all reports of one study
 * @param screening which objects are looked at before they are stored
 */
public record IntakeSettings(
        PatientIdentity identity,
        NotPatient.Patterns notPatients,
        DicomLimits objects,
        StudyLimits studies,
        ScreeningSettings screening) {

    /** How the store names a patient. */
    public enum PatientIdentity {
        /** By a keyed hash of the Patient ID. */
        PSEUDONYM,
        /** By the Patient ID as it was received. */
        ID
    }
}
