package org.doseagent.trend;

import java.time.LocalDateTime;
import java.util.Optional;
import org.doseagent.dose.DeviceKey;
import org.doseagent.dose.StudyInstanceUid;

/**
 * An exam that arrived, as far as completeness asks: no patient, no dose.
 *
 * @param studyInstanceUid names the exam where it has no accession number
 * @param isQa of a phantom: it is no exam of a patient, but its accession number was used
 * @param missingEvents how many events its reports speak of and do not have
 */
public record ExamArrival(
        DeviceKey deviceKey,
        LocalDateTime studyDateTime,
        StudyInstanceUid studyInstanceUid,
        Optional<String> accessionNumber,
        boolean isQa,
        int missingEvents) {

    /** Returns what a person finds the exam by. */
    public String accessionOrStudy() {
        return accessionNumber.orElse(studyInstanceUid.value());
    }
}
