package org.doseagent.store.exams;

import org.doseagent.store.exams.columns.StudyRow;
import org.doseagent.store.exams.columns.RowValues;
import org.doseagent.store.exams.columns.RowReader;
import org.doseagent.store.exams.columns.IntegerList;
import org.doseagent.store.exams.columns.FactColumns;
import org.doseagent.store.exams.columns.Dictionary;
import org.doseagent.store.exams.columns.Columns;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.doseagent.dose.Exam;
import org.doseagent.dose.ExamContext;
import org.doseagent.dose.Finding;
import org.doseagent.dose.IrradiationEvent;
import org.doseagent.dose.PatientFacts;
import org.doseagent.dose.StudyFacts;
import org.doseagent.dose.identity.Device;
import org.doseagent.dose.identity.PatientKey;
import org.doseagent.dose.identity.StudyInstanceUid;

/** What is stored of a study once. Its events and findings are named by number. */
final class ExamTable {

    private static final String NAMES = """
            study_uid, revision, patient_key, scanner, is_qa, reported_dlp_mgycm, reported_event_count, events, findings,
            """ + FactColumns.NAMES;

    // What lists and statistics select by, or read without the events.
    private static final String SELECTED_BY = ", device, received_at, event_count";

    // The number of an exam is called "id" in its own table.
    private static final String INSERT =
            Columns.of("exam", NAMES + SELECTED_BY).insert().replace("(site, exam,", "(site, id,");

    static final String COLUMNS = "id, " + NAMES.strip().replaceAll("\\s+", " ");

    /** An exam without what other tables hold. */
    record Row(long exam, long revision, Exam without, List<Integer> events, List<Integer> findings) {

        /** Returns the exam, given the events and findings of the study by number. */
        Exam complete(
                List<IrradiationEvent> eventsOfStudy,
                List<Finding> findingsOfStudy,
                List<Exam.ReportReference> reports) {
            return new Exam(
                    without.context(),
                    without.patientKey(),
                    without.reportedDlpTotalMGyCm(),
                    without.reportedEventCount(),
                    events.stream().map(eventsOfStudy::get).toList(),
                    findings.stream().map(findingsOfStudy::get).toList(),
                    reports);
        }
    }

    private ExamTable() {}

    static void write(StudyRow to, StudyWriter.Known number, Exam exam, List<Integer> events, List<Integer> findings)
            throws SQLException {
        Dictionary.ScannerIds scanner = to.dictionary().idsOf(exam.device());
        RowValues row = to.row()
                .add(exam.studyInstanceUid().value())
                .add(number.revision())
                .add(exam.patientKey().map(PatientKey::value).orElse(null))
                .add(scanner.scanner())
                .flag(exam.isQa())
                .decimal(exam.reportedDlpTotalMGyCm().orElse(null))
                .add(exam.reportedEventCount().orElse(null))
                .add(IntegerList.text(events))
                .add(IntegerList.text(findings));
        FactColumns.write(row, exam.study(), exam.patient());
        row.add(scanner.device())
                .add(exam.reports().stream()
                        .map(Exam.ReportReference::receivedAt)
                        .min(Comparator.naturalOrder())
                        .map(Instant::toString)
                        .orElse(null))
                .add(events.size());
        to.insert(INSERT, row);
    }

    static Row read(RowReader row) throws SQLException {
        long exam = row.number();
        StudyInstanceUid study = new StudyInstanceUid(row.text());
        long revision = row.number();
        Optional<PatientKey> patientKey = row.textIfAny().map(PatientKey::new);
        Device device = row.dictionary().scanner(row.number(), row.store());
        boolean isQa = row.flag();
        Optional<BigDecimal> dlp = row.decimalIfAny();
        Optional<Integer> eventCount = row.integerIfAny();
        List<Integer> events = IntegerList.parse(row.text());
        List<Integer> findings = IntegerList.parse(row.text());
        StudyFacts facts = FactColumns.study(row);
        PatientFacts patient = FactColumns.patient(row);
        return new Row(
                exam,
                revision,
                new Exam(
                        new ExamContext(study, facts, patient, device, isQa),
                        patientKey,
                        dlp,
                        eventCount,
                        List.of(),
                        List.of(),
                        List.of()),
                events,
                findings);
    }
}
