package org.doseagent.trend;

import java.time.LocalDateTime;
import java.util.Optional;
import org.doseagent.dose.identity.DeviceKey;
import org.doseagent.dose.identity.StudyInstanceUid;

/**
 * An exam that arrived, with the facts that completeness needs: no patient, no dose.
 *
 * @param studyInstanceUid identifies an exam without an accession number
 * @param isQa a phantom scan: not an exam of a patient, but it has an accession number
 * @param missingEvents how many of the events that its reports announce are missing
 */
public record ExamArrival(
        DeviceKey deviceKey,
        LocalDateTime studyDateTime,
        StudyInstanceUid studyInstanceUid,
        Optional<String> accessionNumber,
        boolean isQa,
        int missingEvents) {

    /** Returns the accession number or UID by which a person finds the exam. */
    public String accessionOrStudy() {
        return accessionNumber.orElse(studyInstanceUid.value());
    }
}
