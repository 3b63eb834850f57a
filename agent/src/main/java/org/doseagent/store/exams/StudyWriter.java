package org.doseagent.store.exams;

import org.doseagent.store.exams.columns.Numbering;
import org.doseagent.store.exams.columns.StudyRow;
import org.doseagent.store.exams.columns.Dictionary;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.doseagent.dose.Exam;
import org.doseagent.dose.Finding;
import org.doseagent.dose.IrradiationEvent;
import org.doseagent.dose.ReceivedReport;
import org.doseagent.dose.assessment.AssessedExam;

/** Writes studies as rows; a study that is stored already is written anew under its number. Used within one transaction. */
final class StudyWriter {

    /** A new study has this revision before it is written. */
    private static final Known NEW = new Known(0, 0);

    private final Dictionary.Writer writer;
    private final Dictionary dictionary;

    StudyWriter(Dictionary.Writer writer, Dictionary dictionary) {
        this.writer = writer;
        this.dictionary = dictionary;
    }

    /** Number and revision of a stored study; both 0 for a new one. */
    record Known(long exam, long revision) {}

    /** The numbers under which the events and findings of a study are stored; those of the exam come first. */
    private record Numbers(Numbering<IrradiationEvent> events, Numbering<Finding> findings) {}

    Known known(Exam exam) throws SQLException {
        return writer
                .query(
                        "SELECT id, revision FROM exam WHERE site = ? AND study_uid = ?",
                        row -> new Known(row.getLong(1), row.getLong(2)),
                        dictionary.site(),
                        exam.studyInstanceUid().value())
                .stream()
                .findFirst()
                .orElse(NEW);
    }

    /**
     * Writes a study with all its reports.
     *
     * @param reports all reports of the study: those that count, and those of which a later version counts
     */
    void write(AssessedExam assessed, List<ReceivedReport> reports, Known before) throws SQLException {
        if (before.exam() > 0) {
            writer.run("DELETE FROM exam WHERE site = ? AND id = ?", dictionary.site(), before.exam()); // cascades
        }
        Exam exam = assessed.exam();
        Known now = new Known(before.exam() > 0 ? before.exam() : dictionary.next("exam"), before.revision() + 1);
        StudyRow to = new StudyRow(writer, dictionary, now.exam());
        Numbers numbers = new Numbers(new Numbering<>(), new Numbering<>());
        ExamTable.write(to, now, exam, numbers.events.addAll(exam.events()), numbers.findings.addAll(exam.findings()));
        int counted = numbers.events.elements().size();
        writeReports(to, exam, reports, numbers);
        for (int i = 0; i < numbers.events.elements().size(); i++) {
            EventRows.write(
                    to,
                    new EventRows.Row(
                            now.exam(),
                            i,
                            i < counted,
                            numbers.events.elements().get(i)),
                    AssessmentRows.month(exam));
        }
        for (int i = 0; i < numbers.findings.elements().size(); i++) {
            AssessmentRows.write(
                    to,
                    new AssessmentRows.FindingRow(
                            now.exam(), i, numbers.findings.elements().get(i)));
        }
        for (int i = 0; i < assessed.parts().size(); i++) {
            AssessmentRows.write(to, exam, i, assessed.parts().get(i));
        }
        for (int i = 0; i < assessed.assessments().size(); i++) {
            AssessmentRows.write(to, i, assessed.assessments().get(i));
        }
    }

    private static void writeReports(StudyRow to, Exam exam, List<ReceivedReport> reports, Numbers numbers)
            throws SQLException {
        Map<Exam.ReportReference, Integer> positions = new HashMap<>();
        for (int i = 0; i < exam.reports().size(); i++) {
            positions.put(exam.reports().get(i), i);
        }
        List<ReceivedReport> oldestFirst = reports.stream()
                .sorted(Comparator.comparing(ReceivedReport::inboxId))
                .toList();
        for (ReceivedReport received : oldestFirst) {
            ReportTable.write(
                    to,
                    new ReportTable.Row(
                            to.exam(),
                            Optional.ofNullable(positions.remove(ReportTable.reference(received))),
                            received,
                            numbers.events.addAll(received.report().events()),
                            numbers.findings.addAll(received.report().findings())));
        }
        if (!positions.isEmpty()) {
            throw new IllegalArgumentException(positions.size() + " reports that an exam names were not given");
        }
    }
}
