package org.doseagent.dose;

import java.time.LocalDateTime;
import java.util.List;
import java.util.Optional;
import org.doseagent.dose.identity.Device;
import org.doseagent.dose.identity.SopInstanceUid;
import org.doseagent.dose.identity.StudyInstanceUid;

/**
 * One CT dose report as read: a part of an exam, since a study may have several reports.
 *
 * @param contentDateTime when the report was made, by its own clock; orders several versions of an event
 * @param predecessors the reports that this one replaces or amends (0040,A360)
 * @param isQa the report is of a phantom or quality control, not of a patient
 */
public record DoseReport(
        SopInstanceUid sopInstanceUid,
        String sopClassUid,
        StudyInstanceUid studyInstanceUid,
        Optional<LocalDateTime> contentDateTime,
        List<SopInstanceUid> predecessors,
        StudyFacts study,
        PatientFacts patient,
        ReportedTotals totals,
        Device device,
        boolean isQa,
        List<IrradiationEvent> events,
        List<Finding> findings) {

    public DoseReport {
        predecessors = List.copyOf(predecessors);
        events = List.copyOf(events);
        findings = List.copyOf(findings);
    }
}
