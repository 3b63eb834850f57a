package org.doseagent.dose;

import java.util.List;
import org.doseagent.dose.identity.Device;
import org.doseagent.dose.identity.SopInstanceUid;
import org.doseagent.dose.identity.StudyInstanceUid;

/** One CT dose report as read. A study may have several reports, and an exam is merged from all of them. */
public record DoseReport(
        ReportDocument document,
        ExamContext context,
        ReportedTotals totals,
        List<IrradiationEvent> events,
        List<Finding> findings) {

    public DoseReport {
        events = List.copyOf(events);
        findings = List.copyOf(findings);
    }

    public SopInstanceUid sopInstanceUid() {
        return document.sopInstanceUid();
    }

    public StudyInstanceUid studyInstanceUid() {
        return context.studyInstanceUid();
    }

    public StudyFacts study() {
        return context.study();
    }

    public PatientFacts patient() {
        return context.patient();
    }

    public Device device() {
        return context.device();
    }

    /** Returns whether the report is of a phantom or a quality control, not of a patient. */
    public boolean isQa() {
        return context.isQa();
    }
}
