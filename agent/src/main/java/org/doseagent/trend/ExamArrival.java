package org.doseagent.trend;

import java.time.LocalDateTime;
import java.util.Optional;
import org.doseagent.dose.identity.DeviceKey;
import org.doseagent.dose.identity.StudyInstanceUid;

/**
 * An exam that arrived, with the facts that completeness needs: no patient, no dose.
 *
 * @param studyInstanceUid names the exam where it has no accession number
 * @param isQa of a phantom: not an exam of a patient, but its accession number was used
 * @param missingEvents how many of the events that its reports announce are not in them
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
