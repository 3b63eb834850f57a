package org.doseagent.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.doseagent.dose.DoseReport;
import org.doseagent.dose.Exam;
import org.doseagent.dose.ExamContext;
import org.doseagent.dose.IrradiationEvent;
import org.doseagent.dose.ReceivedReport;
import org.doseagent.dose.ReportDocument;
import org.doseagent.dose.ReportedTotals;
import org.doseagent.dose.assessment.AssessedExam;
import org.doseagent.dose.identity.SopInstanceUid;
import org.doseagent.dose.identity.StudyInstanceUid;
import org.doseagent.store.exams.DoseStore;
import org.doseagent.store.exams.ExamQuery;
import org.doseagent.store.inbox.InboxProgress;
import org.doseagent.testdata.Exams;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ExamBuilderTest {

    private static final StudyInstanceUid STUDY = new StudyInstanceUid("1.2");

    @TempDir
    private Path folder;

    private DoseStore doses;
    private ExamBuilder builder;
    private final Map<Long, String> refused = new HashMap<>();

    @BeforeEach
    void open() {
        doses = new DoseStore(folder, "site", Clock.systemUTC());
        builder = new ExamBuilder(
                doses, exam -> new AssessedExam(exam, List.of(), List.of(), List.of()), new StudyLimits(4, 10));
    }

    @AfterEach
    void close() {
        doses.close();
    }

    private void store(ReceivedReport... reports) {
        builder.store(List.of(reports), beyond -> {
            refused.clear();
            refused.putAll(beyond);
            return InboxProgress.NONE;
        });
    }

    private Exam exam() {
        return doses.find(STUDY.value()).get(0).exam();
    }

    @Test
    void reports_of_one_study_in_one_batch_and_in_several_make_the_same_exam() {
        store(report(1, STUDY, 3), report(2, STUDY, 3));
        Exam together = exam();
        assertThat(together.events()).hasSize(6);
        try (DoseStore other = new DoseStore(folder.resolve("other"), "site", Clock.systemUTC())) {
            ExamBuilder alone = new ExamBuilder(
                    other, exam -> new AssessedExam(exam, List.of(), List.of(), List.of()), StudyLimits.DEFAULT);
            alone.store(List.of(report(2, STUDY, 3)), beyond -> InboxProgress.NONE);
            alone.store(List.of(report(1, STUDY, 3)), beyond -> InboxProgress.NONE);
            assertThat(other.find(STUDY.value()).get(0).exam()).isEqualTo(together);
        }
    }

    @Test
    void a_report_with_more_events_than_its_study_may_have_is_refused_and_the_exam_stays() {
        store(report(1, STUDY, 6), report(2, STUDY, 4));
        assertThat(refused).isEmpty();
        store(
                report(3, STUDY, 1),
                report(4, new StudyInstanceUid("1.3"), 10),
                report(5, new StudyInstanceUid("1.4"), 11));
        assertThat(refused)
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        3L,
                        "the reports of its study would have 11 events, more than 10 (store.maxEventsPerStudy)",
                        5L,
                        "the reports of its study would have 11 events, more than 10 (store.maxEventsPerStudy)"));
        assertThat(exam().events()).hasSize(10);
        assertThat(doses.exams(ExamQuery.all())).hasSize(2);
    }

    @Test
    void a_report_beyond_the_number_of_reports_is_refused_and_an_accepted_one_may_be_read_again() {
        store(report(1, STUDY, 1), report(2, STUDY, 1), report(3, STUDY, 1), report(4, STUDY, 1));
        store(report(5, STUDY, 1), report(2, STUDY, 1));
        assertThat(refused).containsOnlyKeys(5L);
        assertThat(refused.get(5L))
                .isEqualTo("its study has 4 reports; more are not merged (store.maxReportsPerStudy)");
        assertThat(exam().reports()).hasSize(4);
    }

    private static ReceivedReport report(int number, StudyInstanceUid study, int events) {
        List<IrradiationEvent> some = new ArrayList<>();
        IntStream.range(0, events)
                .forEach(
                        i -> some.add(Exams.event(study.value() + "." + number + "." + i, "Chest", "5.0", 32, "10.0")));
        Exam facts = Exams.exam("p", Exams.ADULT_DAYS, "CT Chest", some.get(0));
        return new ReceivedReport(
                number,
                Instant.parse("2026-11-24T08:00:00Z").plusSeconds(number),
                Optional.empty(),
                Optional.empty(),
                new DoseReport(
                        new ReportDocument(
                                new SopInstanceUid("1.9." + number),
                                "1.2.840.10008.5.1.4.1.1.88.67",
                                Optional.empty(),
                                List.of()),
                        new ExamContext(study, facts.study(), facts.patient(), facts.device(), false),
                        ReportedTotals.NONE,
                        some,
                        List.of()));
    }
}
