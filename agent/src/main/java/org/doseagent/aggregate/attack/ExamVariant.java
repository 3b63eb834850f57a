package org.doseagent.aggregate.attack;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import org.doseagent.dose.Exam;
import org.doseagent.dose.ExamContext;
import org.doseagent.dose.ExamPart;
import org.doseagent.dose.IrradiationEvent;
import org.doseagent.dose.PartTotals;
import org.doseagent.dose.assessment.AssessedExam;
import org.doseagent.dose.identity.AeTitle;
import org.doseagent.dose.identity.Device;
import org.doseagent.dose.identity.PatientKey;
import org.doseagent.dose.identity.StudyInstanceUid;

/** Exams that an attacker adds: made from one of the store, under another study and patient. */
final class ExamVariant {

    private ExamVariant() {}

    /** Returns the exam of another patient on the same scanner, sent by the same caller, with other irradiations. */
    static AssessedExam ofAnother(AssessedExam exam, String name, BigDecimal factor) {
        List<ExamPart> parts =
                exam.parts().stream().map(part -> scaled(part, factor)).toList();
        return new AssessedExam(
                changed(exam.exam(), name, List.of(), exam.exam().device()), parts, List.of(), List.of());
    }

    /** Returns the same irradiations once more under another study and patient. */
    static AssessedExam copy(AssessedExam exam, String name) {
        Exam copy = changed(exam.exam(), name, exam.exam().events(), exam.exam().device());
        return new AssessedExam(copy, exam.parts(), List.of(), List.of());
    }

    /** Returns an exam of another patient from a scanner and a caller that the site has not named. */
    static AssessedExam forged(AssessedExam exam, String name, BigDecimal factor) {
        AssessedExam other = ofAnother(exam, name, factor);
        Device device = other.exam().device();
        Device scanner = new Device(
                device.manufacturer(),
                device.model(),
                Optional.of("FORGED-1"),
                device.softwareVersion(),
                device.stationName());
        return new AssessedExam(changed(other.exam(), name, List.of(), scanner), other.parts(), List.of(), List.of());
    }

    /** Returns an exam of another patient from a scanner of the site, sent by a caller that the site has not named. */
    static AssessedExam sentByStranger(AssessedExam exam, String name, BigDecimal factor) {
        AssessedExam other = ofAnother(exam, name, factor);
        List<Exam.ReportReference> reports = other.exam().reports().stream()
                .map(report -> new Exam.ReportReference(
                        report.sopInstanceUid(),
                        report.sopClassUid(),
                        report.receivedAt(),
                        Optional.of(new AeTitle("STRANGER"))))
                .toList();
        return new AssessedExam(withReports(other.exam(), reports), other.parts(), List.of(), List.of());
    }

    private static ExamPart scaled(ExamPart part, BigDecimal factor) {
        PartTotals totals = part.totals();
        return new ExamPart(
                part.classification(),
                new PartTotals(
                        totals.phantomCm(),
                        totals.ctdiVolMGy().map(factor::multiply),
                        totals.dlpMGyCm().map(factor::multiply),
                        totals.dlpDiagnosticMGyCm(),
                        totals.dlpLargestPhaseMGyCm()),
                List.of());
    }

    private static Exam changed(Exam exam, String name, List<IrradiationEvent> events, Device device) {
        return new Exam(
                new ExamContext(
                        new StudyInstanceUid(exam.studyInstanceUid().value() + "." + name),
                        exam.study(),
                        exam.patient(),
                        device,
                        exam.isQa()),
                Optional.of(new PatientKey("attacker " + name)),
                exam.reportedDlpTotalMGyCm(),
                exam.reportedEventCount(),
                events,
                exam.findings(),
                exam.reports());
    }

    private static Exam withReports(Exam exam, List<Exam.ReportReference> reports) {
        return new Exam(
                exam.context(),
                exam.patientKey(),
                exam.reportedDlpTotalMGyCm(),
                exam.reportedEventCount(),
                exam.events(),
                exam.findings(),
                reports);
    }
}
