package org.doseagent.testdata;

import java.math.BigDecimal;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Optional;
import org.doseagent.dose.Classification;
import org.doseagent.dose.Exam;
import org.doseagent.dose.ExamContext;
import org.doseagent.dose.ExamPart;
import org.doseagent.dose.PartTotals;
import org.doseagent.dose.PatientFacts;
import org.doseagent.dose.StudyFacts;
import org.doseagent.dose.assessment.AssessedExam;
import org.doseagent.dose.identity.Device;
import org.doseagent.dose.identity.PatientKey;
import org.doseagent.dose.identity.StudyInstanceUid;

/** Builds exams with one part, as statistics see them; every method returns another exam. */
public record Sample(
        String study,
        Optional<String> patient,
        LocalDateTime at,
        int ageDays,
        String scanner,
        String category,
        int phantomCm,
        BigDecimal dlp,
        BigDecimal ctdiVol) {

    /** An adult's chest of 5 October 2026 on scanner SCN-1; CTDIvol a tenth of the DLP. */
    public static Sample of(String study, String dlp) {
        BigDecimal value = new BigDecimal(dlp);
        return new Sample(
                "1.2.826.0.1." + study,
                Optional.of("patient-" + study),
                LocalDateTime.of(2026, 10, 5, 9, 0),
                Exams.ADULT_DAYS,
                "SCN-1",
                "CT-CHEST",
                32,
                value,
                value.movePointLeft(1));
    }

    public Sample patient(String key) {
        return new Sample(study, Optional.of(key), at, ageDays, scanner, category, phantomCm, dlp, ctdiVol);
    }

    public Sample withoutPatient() {
        return new Sample(study, Optional.empty(), at, ageDays, scanner, category, phantomCm, dlp, ctdiVol);
    }

    public Sample at(LocalDateTime when) {
        return new Sample(study, patient, when, ageDays, scanner, category, phantomCm, dlp, ctdiVol);
    }

    public Sample ageDays(int days) {
        return new Sample(study, patient, at, days, scanner, category, phantomCm, dlp, ctdiVol);
    }

    public Sample scanner(String serial) {
        return new Sample(study, patient, at, ageDays, serial, category, phantomCm, dlp, ctdiVol);
    }

    public Sample category(String id) {
        return new Sample(study, patient, at, ageDays, scanner, id, phantomCm, dlp, ctdiVol);
    }

    public Sample dlp(String value) {
        BigDecimal number = new BigDecimal(value);
        return new Sample(study, patient, at, ageDays, scanner, category, phantomCm, number, number.movePointLeft(1));
    }

    /** Returns the exam; no category where it is empty. */
    public AssessedExam exam() {
        Exam exam = new Exam(
                new ExamContext(
                        new StudyInstanceUid(study),
                        new StudyFacts(
                                Optional.of("ACC-" + study.hashCode()),
                                Optional.of(at),
                                Optional.of("Thorax nativ Haus 7"),
                                Optional.of("Sample Hospital"),
                                List.of(),
                                Optional.empty()),
                        new PatientFacts(
                                Optional.of("F"),
                                Optional.of(ageDays),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty()),
                        new Device(
                                Optional.of("ACME"),
                                Optional.of("Scanomatic 9000"),
                                Optional.of(scanner),
                                Optional.of("VX77"),
                                Optional.of("STATION-" + scanner)),
                        false),
                patient.map(PatientKey::new),
                Optional.empty(),
                Optional.empty(),
                List.of(Exams.event(
                        study + ".1", "ThoraxRoutine", ctdiVol.toPlainString(), phantomCm, dlp.toPlainString())),
                List.of(),
                List.of());
        Optional<String> mapped = Optional.of(category).filter(id -> !id.isEmpty());
        ExamPart part = new ExamPart(
                new Classification(mapped, Optional.of("rule"), Optional.of("v"), Optional.of("protocol")),
                new PartTotals(
                        Optional.of(phantomCm),
                        Optional.of(ctdiVol),
                        Optional.of(dlp),
                        Optional.of(dlp),
                        Optional.of(dlp)),
                List.of(0));
        return new AssessedExam(exam, List.of(part), List.of(), List.of());
    }
}
