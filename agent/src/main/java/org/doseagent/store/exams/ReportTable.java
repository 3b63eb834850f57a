package org.doseagent.store.exams;

import java.math.BigDecimal;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.doseagent.dose.DoseReport;
import org.doseagent.dose.Exam;
import org.doseagent.dose.ExamContext;
import org.doseagent.dose.Finding;
import org.doseagent.dose.IrradiationEvent;
import org.doseagent.dose.PatientFacts;
import org.doseagent.dose.ReceivedReport;
import org.doseagent.dose.ReportDocument;
import org.doseagent.dose.ReportedTotals;
import org.doseagent.dose.StudyFacts;
import org.doseagent.dose.identity.AeTitle;
import org.doseagent.dose.identity.Device;
import org.doseagent.dose.identity.PatientKey;
import org.doseagent.dose.identity.SopInstanceUid;
import org.doseagent.dose.identity.StudyInstanceUid;
import org.doseagent.store.exams.columns.Columns;
import org.doseagent.store.exams.columns.FactColumns;
import org.doseagent.store.exams.columns.IntegerList;
import org.doseagent.store.exams.columns.RowReader;
import org.doseagent.store.exams.columns.RowValues;
import org.doseagent.store.exams.columns.StudyQuery;
import org.doseagent.store.exams.columns.StudyRow;

/** The reports of a study. Their events and findings are those of the study, named by number. */
final class ReportTable {

    static final Columns COLUMNS = Columns.of("report", """
            inbox_id, position, received_at, calling_ae_title, patient_key, sop_instance_uid, sop_class_uid, content_date_time,
            predecessors, scanner, is_qa, events, findings, total_dlp_mgycm, total_event_count, total_effective_dose_msv, sub_totals,
            """ + FactColumns.NAMES);

    // An object of the inbox that is read again may turn out to belong to another study; it leaves the first one.
    private static final String INSERT = COLUMNS.insert() + COLUMNS.onConflict("site, inbox_id");

    // DICOM separates the values of an attribute by it, so that no UID has one.
    private static final String UID_SEPARATOR = "\\";

    /**
     * A report as a row.
     *
     * @param position of the report in {@link Exam#reports()}; empty for one of which a later version counts
     * @param events numbers of its events, and {@code findings} of its findings
     */
    record Row(
            long exam,
            Optional<Integer> position,
            ReceivedReport received,
            List<Integer> events,
            List<Integer> findings) {

        /** Returns the report with its events and findings, given those of the study by number. */
        ReceivedReport complete(
                StudyInstanceUid study, List<IrradiationEvent> eventsOfStudy, List<Finding> findingsOfStudy) {
            DoseReport without = received.report();
            return new ReceivedReport(
                    received.inboxId(),
                    received.receivedAt(),
                    received.callingAeTitle(),
                    received.patientKey(),
                    new DoseReport(
                            without.document(),
                            new ExamContext(
                                    study, without.study(), without.patient(), without.device(), without.isQa()),
                            without.totals(),
                            events.stream().map(eventsOfStudy::get).toList(),
                            findings.stream().map(findingsOfStudy::get).toList()));
        }
    }

    /** Returns how an exam names a report. */
    static Exam.ReportReference reference(ReceivedReport received) {
        return new Exam.ReportReference(
                received.report().sopInstanceUid(),
                received.report().document().sopClassUid(),
                received.receivedAt(),
                received.callingAeTitle());
    }

    /** Stands for the study of a report until its exam is at hand. */
    private static final StudyInstanceUid UNKNOWN_STUDY = new StudyInstanceUid("0");

    private ReportTable() {}

    static void write(StudyRow to, Row row) throws SQLException {
        ReceivedReport received = row.received();
        DoseReport report = received.report();
        ReportedTotals totals = report.totals();
        RowValues values = to.row()
                .add(received.inboxId())
                .add(row.position().orElse(null))
                .add(received.receivedAt())
                .word(received.callingAeTitle().map(AeTitle::value).orElse(null))
                .add(received.patientKey().map(PatientKey::value).orElse(null))
                .add(report.sopInstanceUid().value())
                .word(report.document().sopClassUid())
                .add(report.document().contentDateTime().orElse(null))
                .add(report.document().predecessors().stream()
                        .map(SopInstanceUid::value)
                        .collect(Collectors.joining(UID_SEPARATOR)))
                .add(to.dictionary().idsOf(report.device()).scanner())
                .flag(report.isQa())
                .add(IntegerList.text(row.events()))
                .add(IntegerList.text(row.findings()))
                .decimal(totals.dlpMGyCm().orElse(null))
                .add(totals.eventCount().orElse(null))
                .decimal(totals.effectiveDoseMSv().orElse(null))
                .add(totals.subTotals().isEmpty() ? null : subTotals(totals.subTotals()));
        FactColumns.write(values, report.study(), report.patient());
        to.insert(INSERT, values);
    }

    static List<Row> read(StudyQuery from) throws SQLException {
        return from.rows(COLUMNS.select("inbox_id"), ReportTable::row);
    }

    private static Row row(RowReader row) throws SQLException {
        long exam = row.number();
        long inboxId = row.number();
        Optional<Integer> position = row.integerIfAny();
        Instant receivedAt = Instant.parse(row.text());
        Optional<AeTitle> caller = row.wordIfAny().map(AeTitle::new);
        Optional<PatientKey> patientKey = row.textIfAny().map(PatientKey::new);
        SopInstanceUid instance = new SopInstanceUid(row.text());
        String sopClass = row.word();
        Optional<LocalDateTime> contentAt = row.timeIfAny();
        List<SopInstanceUid> predecessors = uids(row.text());
        Device device = row.dictionary().scanner(row.number(), row.store());
        boolean isQa = row.flag();
        List<Integer> events = IntegerList.parse(row.text());
        List<Integer> findings = IntegerList.parse(row.text());
        ReportedTotals totals = new ReportedTotals(
                row.decimalIfAny(),
                row.integerIfAny(),
                row.decimalIfAny(),
                subTotals(row.textIfAny().orElse("")));
        StudyFacts study = FactColumns.study(row);
        PatientFacts patient = FactColumns.patient(row);
        DoseReport report = new DoseReport(
                new ReportDocument(instance, sopClass, contentAt, predecessors),
                new ExamContext(UNKNOWN_STUDY, study, patient, device, isQa),
                totals,
                List.of(),
                List.of());
        return new Row(
                exam, position, new ReceivedReport(inboxId, receivedAt, caller, patientKey, report), events, findings);
    }

    private static List<SopInstanceUid> uids(String text) {
        return text.isEmpty()
                ? List.of()
                : Arrays.stream(text.split("\\\\", -1)).map(SopInstanceUid::new).toList();
    }

    /** Writes sub-totals as {@code 32=120.5 =3.1}: the phantom, where it is named, and the DLP. */
    private static String subTotals(List<ReportedTotals.SubTotal> subTotals) {
        return subTotals.stream()
                .map(each -> each.phantomCm().map(String::valueOf).orElse("") + "=" + each.dlpMGyCm())
                .collect(Collectors.joining(" "));
    }

    private static List<ReportedTotals.SubTotal> subTotals(String text) {
        List<ReportedTotals.SubTotal> subTotals = new ArrayList<>();
        if (!text.isEmpty()) {
            for (String each : text.split(" ", -1)) {
                int equals = each.indexOf('=');
                subTotals.add(new ReportedTotals.SubTotal(
                        equals == 0 ? Optional.empty() : Optional.of(Integer.valueOf(each.substring(0, equals))),
                        new BigDecimal(each.substring(equals + 1))));
            }
        }
        return subTotals;
    }
}
