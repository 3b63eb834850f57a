package org.doseagent.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
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
import org.doseagent.dose.identity.Device;
import org.doseagent.dose.identity.PatientKey;
import org.doseagent.dose.identity.SopInstanceUid;
import org.doseagent.dose.identity.StudyInstanceUid;
import org.doseagent.testdata.Exams;
import org.junit.jupiter.api.Test;

/** How one exam comes from the reports of a study. */
final class ExamMergerTest {

    private static final Instant RECEIVED = Instant.parse("2026-10-05T09:00:00Z");
    private static final IrradiationEvent FIRST = event("1.1", "100");
    private static final IrradiationEvent SECOND = event("1.2", "200");
    private static final IrradiationEvent THIRD = event("1.3", "300");

    @Test
    void a_cumulative_report_repeats_events_and_each_counts_once() {
        Exam exam = inEveryOrder(report(1, "300", FIRST, SECOND), report(2, "600", FIRST, SECOND, THIRD));
        assertThat(exam.events()).containsExactly(FIRST, SECOND, THIRD);
        assertThat(exam.dlpTotalMGyCm()).contains(new BigDecimal("600"));
        assertThat(exam.reportedDlpTotalMGyCm()).contains(new BigDecimal("600"));
        assertThat(exam.reports()).hasSize(2);
    }

    @Test
    void totals_of_a_continued_exam_are_added() {
        Exam exam = inEveryOrder(report(1, "300", FIRST, SECOND), report(2, "300", THIRD));
        assertThat(exam.events()).hasSize(3);
        assertThat(exam.reportedDlpTotalMGyCm()).contains(new BigDecimal("600"));
    }

    @Test
    void overlapping_reports_have_no_total_that_could_be_right() {
        Exam exam = inEveryOrder(report(1, "300", FIRST, SECOND), report(2, "500", SECOND, THIRD));
        assertThat(exam.events()).hasSize(3);
        assertThat(exam.reportedDlpTotalMGyCm()).isEmpty();
    }

    @Test
    void two_doses_of_one_event_are_a_conflict_and_the_later_report_counts() {
        Exam exam = inEveryOrder(report(1, "100", FIRST), report(2, "110", event("1.1", "110")));
        assertThat(exam.dlpTotalMGyCm()).contains(new BigDecimal("110"));
        assertThat(exam.findings()).extracting(Finding::code).containsExactly(Finding.Kind.CONFLICT);
    }

    @Test
    void an_event_that_its_corrected_report_no_longer_has_does_not_count() {
        ReceivedReport corrected = report(2, "100", List.of(uid(1)), FIRST);
        Exam exam = inEveryOrder(report(1, "300", FIRST, SECOND), corrected);
        assertThat(exam.events()).containsExactly(FIRST);
        assertThat(exam.findings()).extracting(Finding::code).containsExactly(Finding.Kind.DUPLICATE);
    }

    @Test
    void of_two_contents_of_one_report_the_last_received_counts() {
        ReceivedReport before = report(1, "100", FIRST);
        ReceivedReport after = new ReceivedReport(
                9,
                RECEIVED.plusSeconds(60),
                Optional.empty(),
                Optional.empty(),
                report(1, "200", SECOND).report());
        Exam exam = inEveryOrder(before, after);
        assertThat(exam.events()).containsExactly(SECOND);
        assertThat(exam.findings()).extracting(Finding::code).containsExactly(Finding.Kind.DUPLICATE);
    }

    @Test
    void a_missing_event_is_counted() {
        ReportedTotals totals = new ReportedTotals(Optional.empty(), Optional.of(3), Optional.empty(), List.of());
        Exam exam = ExamMerger.merge(List.of(received(1, report(1, List.of(), totals, FIRST, SECOND))));
        assertThat(exam.missingEvents()).isOne();
    }

    @Test
    void reports_of_two_studies_are_not_one_exam() {
        ReceivedReport other = received(
                2,
                new DoseReport(
                        report(2, "1", FIRST).report().document(),
                        context("1.9"),
                        ReportedTotals.NONE,
                        List.of(FIRST),
                        List.of()));
        assertThatThrownBy(() -> ExamMerger.merge(List.of(report(1, "1", FIRST), other)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("reports of 2 studies cannot be merged");
    }

    /** Returns the exam, after a check that every order of the reports gives the same one. */
    private static Exam inEveryOrder(ReceivedReport... reports) {
        List<Exam> exams =
                orders(List.of(reports)).map(ExamMerger::merge).distinct().toList();
        assertThat(exams).hasSize(1);
        return exams.get(0);
    }

    private static Stream<List<ReceivedReport>> orders(List<ReceivedReport> reports) {
        if (reports.size() < 2) {
            return Stream.of(reports);
        }
        return reports.stream().flatMap(first -> {
            List<ReceivedReport> rest = new ArrayList<>(reports);
            rest.remove(first);
            return orders(rest)
                    .map(order ->
                            Stream.concat(Stream.of(first), order.stream()).toList());
        });
    }

    private static IrradiationEvent event(String uid, String dlp) {
        return Exams.event(uid, "Chest", "5", 32, dlp);
    }

    private static SopInstanceUid uid(int number) {
        return new SopInstanceUid("1.5." + number);
    }

    private static ReceivedReport report(int number, String total, IrradiationEvent... events) {
        return report(number, total, List.of(), events);
    }

    private static ReceivedReport report(
            int number, String total, List<SopInstanceUid> predecessors, IrradiationEvent... events) {
        ReportedTotals totals =
                new ReportedTotals(Optional.of(new BigDecimal(total)), Optional.empty(), Optional.empty(), List.of());
        return received(number, report(number, predecessors, totals, events));
    }

    private static DoseReport report(
            int number, List<SopInstanceUid> predecessors, ReportedTotals totals, IrradiationEvent... events) {
        ReportDocument document = new ReportDocument(
                uid(number),
                "1.2.840.10008.5.1.4.1.1.88.67",
                Optional.of(LocalDateTime.of(2026, 10, 5, 10, number)),
                predecessors);
        return new DoseReport(document, context("1.2"), totals, List.of(events), List.of());
    }

    private static ExamContext context(String study) {
        StudyFacts facts = new StudyFacts(
                Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), List.of(), Optional.empty());
        return new ExamContext(new StudyInstanceUid(study), facts, PatientFacts.UNKNOWN, Device.UNKNOWN, false);
    }

    private static ReceivedReport received(int id, DoseReport report) {
        return new ReceivedReport(id, RECEIVED, Optional.empty(), Optional.of(new PatientKey("key")), report);
    }
}
