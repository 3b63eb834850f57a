package org.doseagent.dose;

import org.doseagent.dose.identity.Device;
import org.doseagent.dose.identity.StudyInstanceUid;

/**
 * The study, patient and scanner of a dose report or of an exam: everything in it but doses.
 *
 * @param device the scanner; in an exam that of the first diagnostic event, and each event keeps its own
 * @param isQa the exam is of a phantom or a quality control, not of a patient
 */
public record ExamContext(
        StudyInstanceUid studyInstanceUid, StudyFacts study, PatientFacts patient, Device device, boolean isQa) {}
