package org.doseagent.store.exams;

import java.math.BigDecimal;
import java.sql.SQLException;
import java.time.YearMonth;
import java.util.List;
import java.util.Optional;
import org.doseagent.dose.Classification;
import org.doseagent.dose.Exam;
import org.doseagent.dose.ExamPart;
import org.doseagent.dose.Finding;
import org.doseagent.dose.PartTotals;
import org.doseagent.dose.Quantity;
import org.doseagent.dose.assessment.Assessment;
import org.doseagent.dose.assessment.Verdict;
import org.doseagent.store.exams.columns.Coding;
import org.doseagent.store.exams.columns.Columns;
import org.doseagent.store.exams.columns.IntegerList;
import org.doseagent.store.exams.columns.RowReader;
import org.doseagent.store.exams.columns.StudyQuery;
import org.doseagent.store.exams.columns.StudyRow;
import org.jspecify.annotations.Nullable;

/** What was made of the events: findings, parts and assessments. A part repeats what statistics select by, so that they read one table. */
final class AssessmentRows {

    static final Columns FINDINGS = Columns.of("finding", "number, kind, path, text");

    static final Columns PARTS = Columns.of("part", """
            number, category, mapping_rule, mapping_version, evidence, phantom_cm, ctdi_vol_mgy, dlp_mgycm, dlp_diagnostic_mgycm,
            dlp_largest_event_mgycm, events, study_date_time, study_month, device, age_days, is_adult, weight_kg, is_qa
            """);

    static final Columns ASSESSMENTS = Columns.of("assessment", """
            number, part, quantity, value, drl, ratio, verdict, reason, drl_set, drl_set_hash, population
            """);

    record FindingRow(long exam, int number, Finding finding) {}

    record PartRow(long exam, ExamPart part) {}

    record AssessmentRow(long exam, Assessment assessment) {}

    private AssessmentRows() {}

    static void write(StudyRow to, FindingRow row) throws SQLException {
        Finding finding = row.finding();
        to.insert(
                FINDINGS,
                to.row()
                        .add(row.number())
                        .add(Coding.FINDING.number(finding.code()))
                        .add(finding.path())
                        .word(finding.text()));
    }

    static void write(StudyRow to, Exam exam, int number, ExamPart part) throws SQLException {
        to.insert(
                PARTS,
                to.row()
                        .add(number)
                        .add(part.classification().category().orElse(null))
                        .word(part.classification().rule().orElse(null))
                        .word(part.classification().version().orElse(null))
                        .word(part.classification().evidence().orElse(null))
                        .add(part.totals().phantomCm().orElse(null))
                        .decimal(part.totals().ctdiVolMGy().orElse(null))
                        .decimal(part.totals().dlpMGyCm().orElse(null))
                        .decimal(part.totals().dlpDiagnosticMGyCm().orElse(null))
                        .decimal(part.totals().dlpLargestPhaseMGyCm().orElse(null))
                        .add(IntegerList.text(part.eventIndices()))
                        .add(exam.study().studyDateTime().orElse(null))
                        .add(month(exam))
                        .add(to.dictionary().idsOf(exam.device()).device())
                        .add(exam.patient().ageDays().orElse(null))
                        .flag(exam.patient().isAdult().orElse(null))
                        .decimal(exam.patient().weightKg().orElse(null))
                        .flag(exam.isQa()));
    }

    /** Returns the month of a study as a number, such as 202610. */
    static @Nullable Integer month(Exam exam) {
        return exam.study()
                .studyDateTime()
                .map(at -> numberOf(YearMonth.from(at)))
                .orElse(null);
    }

    static int numberOf(YearMonth month) {
        return month.getYear() * 100 + month.getMonthValue();
    }

    static YearMonth monthOf(int number) {
        return YearMonth.of(number / 100, number % 100);
    }

    static void write(StudyRow to, int number, Assessment assessment) throws SQLException {
        to.insert(
                ASSESSMENTS,
                to.row()
                        .add(number)
                        .add(assessment.part())
                        .add(Coding.QUANTITY.number(assessment.quantity()))
                        .decimal(assessment.value().orElse(null))
                        .decimal(assessment.level().value().orElse(null))
                        .decimal(assessment.ratio().orElse(null))
                        .add(Coding.VERDICT.number(assessment.verdict()))
                        .word(assessment.reason().orElse(null))
                        .word(assessment.level().set().orElse(null))
                        .word(assessment.level().setHash().orElse(null))
                        .word(assessment.level().population().orElse(null)));
    }

    static List<FindingRow> findings(StudyQuery from) throws SQLException {
        return from.rows(
                FINDINGS.select("number"),
                row -> new FindingRow(
                        row.number(),
                        row.integer(),
                        new Finding(Coding.FINDING.constant(row.integer()), row.text(), row.word())));
    }

    static List<PartRow> parts(StudyQuery from) throws SQLException {
        return from.rows(PARTS.select("number"), row -> {
            long exam = row.number();
            row.integer(); // the number, by which the rows are ordered
            return new PartRow(
                    exam,
                    new ExamPart(
                            new Classification(row.textIfAny(), row.wordIfAny(), row.wordIfAny(), row.wordIfAny()),
                            new PartTotals(
                                    row.integerIfAny(),
                                    row.decimalIfAny(),
                                    row.decimalIfAny(),
                                    row.decimalIfAny(),
                                    row.decimalIfAny()),
                            IntegerList.parse(row.text())));
        });
    }

    static List<AssessmentRow> assessments(StudyQuery from) throws SQLException {
        return from.rows(ASSESSMENTS.select("number"), row -> {
            long exam = row.number();
            row.integer(); // the number, by which the rows are ordered
            return new AssessmentRow(exam, assessment(row));
        });
    }

    private static Assessment assessment(RowReader row) throws SQLException {
        int part = row.integer();
        Quantity quantity = Coding.QUANTITY.constant(row.integer());
        Optional<BigDecimal> value = row.decimalIfAny();
        Optional<BigDecimal> drl = row.decimalIfAny();
        Optional<BigDecimal> ratio = row.decimalIfAny();
        Verdict verdict = Coding.VERDICT.constant(row.integer());
        Optional<String> reason = row.wordIfAny();
        Assessment.Level level = new Assessment.Level(drl, row.wordIfAny(), row.wordIfAny(), row.wordIfAny());
        return new Assessment(part, quantity, value, ratio, verdict, reason, level);
    }
}
