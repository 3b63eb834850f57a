package org.doseagent.store.exams;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.doseagent.dose.Exam;
import org.doseagent.dose.ExamPart;
import org.doseagent.dose.Finding;
import org.doseagent.dose.IrradiationEvent;
import org.doseagent.dose.ReceivedReport;
import org.doseagent.dose.assessment.Alert;
import org.doseagent.dose.assessment.AssessedExam;
import org.doseagent.dose.assessment.Assessment;
import org.doseagent.dose.identity.StudyInstanceUid;
import org.doseagent.store.Chunks;
import org.doseagent.store.alerts.AlertStore;
import org.doseagent.store.exams.columns.Dictionary;
import org.doseagent.store.exams.columns.RowReader;
import org.doseagent.store.exams.columns.StudyQuery;
import org.doseagent.store.sql.Query;

/** Reads studies that {@link StudyWriter} wrote, with a handful of queries for up to {@link Chunks#SIZE} of them. */
final class StudyReader {

    // The inner query reads one index only. Without it, SQLite prefers the primary key and reads every exam of the
    // site.
    static final String STUDIES = "WITH here AS (SELECT id FROM site WHERE name = ?) SELECT " + ExamTable.COLUMNS
            + " FROM exam WHERE site = (SELECT id FROM here) AND id IN (SELECT k.id FROM exam k WHERE k.site = (SELECT id FROM here)"
            + " AND k.study_uid IN (" + Chunks.PLACEHOLDERS + "))";

    private final Query store;
    private final Dictionary dictionary;
    private final String siteName;

    StudyReader(Query store, Dictionary dictionary, String siteName) {
        this.store = store;
        this.dictionary = dictionary;
        this.siteName = siteName;
    }

    /** The events, findings and reports of one study. */
    private static final class Content {
        private final List<IrradiationEvent> events = new ArrayList<>();
        private final List<Finding> findings = new ArrayList<>();
        private final List<ReportTable.Row> reports = new ArrayList<>();
        private final List<ExamPart> parts = new ArrayList<>();
        private final List<Assessment> assessments = new ArrayList<>();

        List<Exam.ReportReference> references() {
            return reports.stream()
                    .filter(row -> row.position().isPresent())
                    .sorted(Comparator.comparing(row -> row.position().orElseThrow()))
                    .map(row -> ReportTable.reference(row.received()))
                    .toList();
        }
    }

    /** Reads the row under the cursor, which has the columns {@link ExamTable#COLUMNS}. */
    ExamTable.Row row(java.sql.ResultSet row) throws SQLException {
        return ExamTable.read(new RowReader(row, dictionary, store));
    }

    /** Returns the exams of up to {@link Chunks#SIZE} rows, in their order. */
    List<AssessedExam> exams(List<ExamTable.Row> rows) throws SQLException {
        if (rows.isEmpty()) {
            return List.of();
        }
        StudyQuery from = query(rows);
        Map<Long, Content> contents = contents(from);
        for (AssessmentRows.PartRow row : AssessmentRows.parts(from)) {
            of(contents, row.exam()).parts.add(row.part());
        }
        for (AssessmentRows.AssessmentRow row : AssessmentRows.assessments(from)) {
            of(contents, row.exam()).assessments.add(row.assessment());
        }
        Map<StudyInstanceUid, List<Alert>> alerts = AlertStore.ofExams(
                store,
                siteName,
                rows.stream().map(row -> row.without().studyInstanceUid()).toList());
        List<AssessedExam> exams = new ArrayList<>();
        for (ExamTable.Row row : rows) {
            Content content = of(contents, row.exam());
            exams.add(new AssessedExam(
                    row.complete(content.events, content.findings, content.references()),
                    content.parts,
                    content.assessments,
                    alerts.getOrDefault(row.without().studyInstanceUid(), List.of())));
        }
        return exams;
    }

    /** Returns the reports of up to {@link Chunks#SIZE} studies. */
    Map<StudyInstanceUid, StoredStudy> studies(List<StudyInstanceUid> studies) throws SQLException {
        List<ExamTable.Row> rows = store.query(
                STUDIES,
                this::row,
                Chunks.values(
                        siteName, studies.stream().map(StudyInstanceUid::value).toList()));
        Map<StudyInstanceUid, StoredStudy> stored = new HashMap<>();
        if (rows.isEmpty()) {
            return stored;
        }
        Map<Long, Content> contents = contents(query(rows));
        for (ExamTable.Row row : rows) {
            Content content = of(contents, row.exam());
            StudyInstanceUid study = row.without().studyInstanceUid();
            List<ReceivedReport> reports = content.reports.stream()
                    .map(report -> report.complete(study, content.events, content.findings))
                    .toList();
            stored.put(study, new StoredStudy(row.revision(), reports));
        }
        return stored;
    }

    private StudyQuery query(List<ExamTable.Row> rows) throws SQLException {
        long site = store.query("SELECT id FROM site WHERE name = ?", row -> row.getLong(1), siteName)
                .get(0);
        return new StudyQuery(
                store, dictionary, site, rows.stream().map(ExamTable.Row::exam).toList());
    }

    private static Map<Long, Content> contents(StudyQuery from) throws SQLException {
        Map<Long, Content> contents = new HashMap<>();
        for (EventRows.Row row : EventRows.read(from)) {
            of(contents, row.exam()).events.add(row.event());
        }
        for (AssessmentRows.FindingRow row : AssessmentRows.findings(from)) {
            of(contents, row.exam()).findings.add(row.finding());
        }
        for (ReportTable.Row row : ReportTable.read(from)) {
            of(contents, row.exam()).reports.add(row);
        }
        return contents;
    }

    private static Content of(Map<Long, Content> contents, long exam) {
        return contents.computeIfAbsent(exam, number -> new Content());
    }
}
