package org.doseagent.testdata;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Optional;
import org.doseagent.dose.AcquisitionType;
import org.doseagent.dose.Classification;
import org.doseagent.dose.EventDose;
import org.doseagent.dose.EventRole;
import org.doseagent.dose.Exam;
import org.doseagent.dose.ExamContext;
import org.doseagent.dose.ExamPart;
import org.doseagent.dose.IrradiationEvent;
import org.doseagent.dose.PartTotals;
import org.doseagent.dose.PatientFacts;
import org.doseagent.dose.StudyFacts;
import org.doseagent.dose.assessment.AssessedExam;
import org.doseagent.dose.identity.AeTitle;
import org.doseagent.dose.identity.Device;
import org.doseagent.dose.identity.EventKey;
import org.doseagent.dose.identity.PatientKey;
import org.doseagent.dose.identity.SopInstanceUid;
import org.doseagent.dose.identity.StudyInstanceUid;

/** Exams for tests of what comes after reading. */
public final class Exams {

    public static final int ADULT_DAYS = 20_000;

    private Exams() {}

    /** A diagnostic spiral of these values; null where absent. */
    public static IrradiationEvent event(String uid, String protocol, String ctdiVol, Integer phantomCm, String dlp) {
        return event(uid, protocol, EventRole.DIAGNOSTIC, ctdiVol, phantomCm, dlp);
    }

    public static IrradiationEvent event(
            String uid, String protocol, EventRole role, String ctdiVol, Integer phantomCm, String dlp) {
        return IrradiationEvent.builder(EventKey.ofUid(uid))
                .protocol(protocol)
                .acquisitionType(AcquisitionType.SPIRAL)
                .role(role)
                .dose(new EventDose(
                        Optional.ofNullable(ctdiVol).map(BigDecimal::new),
                        Optional.ofNullable(phantomCm),
                        false,
                        Optional.ofNullable(dlp).map(BigDecimal::new),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty()))
                .build();
    }

    /** An exam of 5 October 2026. */
    public static Exam exam(String patientKey, Integer ageDays, String description, IrradiationEvent... events) {
        return new Exam(
                new ExamContext(
                        new StudyInstanceUid("1.2." + Math.abs((long) (patientKey + description).hashCode())),
                        new StudyFacts(
                                Optional.of("A1"),
                                Optional.of(LocalDateTime.of(2026, 10, 5, 9, 0)),
                                Optional.ofNullable(description),
                                Optional.empty(),
                                List.of(),
                                Optional.empty()),
                        new PatientFacts(
                                Optional.empty(),
                                Optional.ofNullable(ageDays),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty()),
                        Device.UNKNOWN,
                        false),
                Optional.ofNullable(patientKey).map(PatientKey::new),
                Optional.empty(),
                Optional.empty(),
                List.of(events),
                List.of(),
                List.of());
    }

    /** An exam with one part of a category on the 32 cm phantom, CTDIvol a tenth of the DLP. */
    public static AssessedExam inCategory(String category, String patientKey, String dlp) {
        Exam exam = exam(
                patientKey, ADULT_DAYS, category, event("1.2.3." + category + "." + patientKey, "p", "1", 32, dlp));
        ExamPart part = new ExamPart(
                new Classification(
                        Optional.of(category), Optional.of("rule"), Optional.of("v"), Optional.of("protocol")),
                totals(32, new BigDecimal(dlp).movePointLeft(1), new BigDecimal(dlp)),
                List.of(0));
        return new AssessedExam(exam, List.of(part), List.of(), List.of());
    }

    /** Returns the exam with one report that came from a calling AE title at a time. */
    public static AssessedExam received(AssessedExam assessed, String callingAeTitle, Instant at) {
        Exam exam = assessed.exam();
        return new AssessedExam(
                new Exam(
                        exam.context(),
                        exam.patientKey(),
                        exam.reportedDlpTotalMGyCm(),
                        exam.reportedEventCount(),
                        exam.events(),
                        exam.findings(),
                        List.of(new Exam.ReportReference(
                                new SopInstanceUid(exam.studyInstanceUid().value() + ".9"),
                                "1.2.840.10008.5.1.4.1.1.88.67",
                                at,
                                AeTitle.read(callingAeTitle)))),
                assessed.parts(),
                assessed.assessments(),
                assessed.alerts());
    }

    /** Returns the exam as one of a phantom. */
    public static Exam asQa(Exam exam) {
        return exam.decided(true, List.of());
    }

    /** Returns the exam of a patient of this weight. */
    public static Exam weighing(Exam exam, String kilograms) {
        PatientFacts patient = exam.patient();
        return new Exam(
                new ExamContext(
                        exam.studyInstanceUid(),
                        exam.study(),
                        new PatientFacts(
                                patient.sex(),
                                patient.ageDays(),
                                patient.ageYears(),
                                Optional.of(new BigDecimal(kilograms)),
                                patient.heightM()),
                        exam.device(),
                        exam.isQa()),
                exam.patientKey(),
                exam.reportedDlpTotalMGyCm(),
                exam.reportedEventCount(),
                exam.events(),
                exam.findings(),
                exam.reports());
    }

    /** Returns the totals of a part with one event. */
    public static PartTotals totals(int phantomCm, BigDecimal ctdiVol, BigDecimal dlp) {
        return new PartTotals(
                Optional.of(phantomCm), Optional.of(ctdiVol), Optional.of(dlp), Optional.of(dlp), Optional.of(dlp));
    }
}
