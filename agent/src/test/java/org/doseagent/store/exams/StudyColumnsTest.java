package org.doseagent.store.exams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.doseagent.dose.AcquisitionType;
import org.doseagent.dose.DoseReport;
import org.doseagent.dose.EventRole;
import org.doseagent.dose.Exam;
import org.doseagent.dose.ExamContext;
import org.doseagent.dose.ExamPart;
import org.doseagent.dose.Finding;
import org.doseagent.dose.IrradiationEvent;
import org.doseagent.dose.Quantity;
import org.doseagent.dose.ReceivedReport;
import org.doseagent.dose.assessment.Alert;
import org.doseagent.dose.assessment.AssessedExam;
import org.doseagent.dose.assessment.Assessment;
import org.doseagent.dose.assessment.Verdict;
import org.doseagent.dose.identity.StudyInstanceUid;
import org.doseagent.store.StoreException;
import org.doseagent.store.TestStores;
import org.doseagent.store.exams.RandomRecords.Optionals;
import org.doseagent.store.exams.columns.Coding;
import org.doseagent.store.exams.columns.IntegerList;
import org.doseagent.store.inbox.InboxProgress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every component of every record that a study consists of comes back from the columns as it went in. */
class StudyColumnsTest {

    @TempDir
    private Path folder;

    static Stream<Arguments> seeds() {
        return Stream.concat(
                Stream.of(Arguments.of(1L, Optionals.EMPTY), Arguments.of(2L, Optionals.FULL)),
                Stream.iterate(3L, seed -> seed + 1).limit(60).map(seed -> Arguments.of(seed, Optionals.RANDOM)));
    }

    @ParameterizedTest(name = "seed {0}, optional components {1}")
    @MethodSource("seeds")
    void a_study_comes_back_as_it_went_in(long seed, Optionals optionals) {
        RandomRecords records = new RandomRecords(seed, optionals);
        Random random = new Random(seed);
        List<ReceivedReport> reports = reports(records, random);
        AssessedExam assessed = assessed(records, random, reports);
        StudyInstanceUid study = assessed.exam().studyInstanceUid();
        try (DoseStore store = new DoseStore(TestStores.session(folder, "site"), "site", Clock.systemUTC())) {
            write(store, assessed, reports, 0);
            check(store, assessed, reports);
            // written anew, with other content: nothing of the first writing is left
            List<ReceivedReport> fewer = reports.subList(0, 1);
            AssessedExam other = assessed(records, random, fewer);
            write(store, other, fewer, 1);
            check(store, other, fewer);
            assertThat(store.studies(List.of(study)).get(study).revision()).isEqualTo(2);
        }
        try (DoseStore reopened = new DoseStore(TestStores.session(folder, "site"), "site", Clock.systemUTC())) {
            assertThat(reopened.exams(ExamQuery.all())).hasSize(1);
            assertThat(reopened.studies(List.of(study)).get(study).reports()).isEqualTo(reports.subList(0, 1));
        }
    }

    private static void write(DoseStore store, AssessedExam exam, List<ReceivedReport> reports, long basis) {
        assertThat(store.write(new ProcessedBatch(
                        reports, List.of(new ProcessedBatch.RevisedExam(exam, reports, basis)), InboxProgress.NONE)))
                .isTrue();
    }

    private static void check(DoseStore store, AssessedExam exam, List<ReceivedReport> reports) {
        StudyInstanceUid study = exam.exam().studyInstanceUid();
        assertThat(store.find(study.value())).containsExactly(exam);
        assertThat(store.exams(ExamQuery.all())).containsExactly(exam);
        assertThat(store.studies(List.of(study)).get(study).reports()).isEqualTo(reports);
    }

    private static List<ReceivedReport> reports(RandomRecords records, Random random) {
        StudyInstanceUid study = records.make(StudyInstanceUid.class);
        List<ReceivedReport> reports = new ArrayList<>();
        List<IrradiationEvent> earlier = List.of();
        for (int i = 0; i < 1 + random.nextInt(3); i++) {
            ReceivedReport made = records.make(ReceivedReport.class);
            List<IrradiationEvent> events = new ArrayList<>(earlier);
            events.addAll(made.report().events());
            reports.add(new ReceivedReport(
                    made.inboxId(),
                    made.receivedAt(),
                    made.callingAeTitle(),
                    made.patientKey(),
                    of(study, made.report(), events)));
            earlier = events;
        }
        return reports;
    }

    private static DoseReport of(StudyInstanceUid study, DoseReport report, List<IrradiationEvent> events) {
        return new DoseReport(
                report.document(), of(study, report.context()), report.totals(), events, report.findings());
    }

    private static ExamContext of(StudyInstanceUid study, ExamContext made) {
        return new ExamContext(study, made.study(), made.patient(), made.device(), made.isQa());
    }

    /** An exam with events of its reports in an order of its own, and with one that no report has. */
    private static AssessedExam assessed(RandomRecords records, Random random, List<ReceivedReport> reports) {
        Exam made = records.make(Exam.class);
        List<IrradiationEvent> events = new ArrayList<>(reports.get(0).report().events());
        events.add(records.make(IrradiationEvent.class));
        Collections.shuffle(events, random);
        List<Finding> findings = new ArrayList<>(made.findings());
        findings.addAll(reports.get(0).report().findings());
        List<Exam.ReportReference> references =
                new ArrayList<>(reports.stream().map(ReportTable::reference).toList());
        Collections.reverse(references);
        Exam exam = new Exam(
                of(reports.get(0).report().studyInstanceUid(), made.context()),
                made.patientKey(),
                made.reportedDlpTotalMGyCm(),
                made.reportedEventCount(),
                events,
                findings,
                references.subList(0, 1 + random.nextInt(references.size())));
        return new AssessedExam(
                exam, records.list(ExamPart.class, 2), records.list(Assessment.class, 3), records.list(Alert.class, 2));
    }

    @ParameterizedTest(name = "\"{0}\"")
    @ValueSource(strings = {"", "0", "0-1", "5", "0-5,7", "3,2,1", "1,1,1-3", "0-2,0-2"})
    void a_list_of_numbers_is_read_as_it_was_written(String text) {
        List<Integer> numbers = IntegerList.parse(text);
        assertThat(IntegerList.text(numbers)).isEqualTo(text);
    }

    @ParameterizedTest(name = "\"{0}\"")
    @ValueSource(strings = {",", "x", "5-1", "0-2000000000", "-1-5-7"})
    void a_damaged_list_of_numbers_is_refused(String text) {
        assertThatThrownBy(() -> IntegerList.parse(text)).isInstanceOf(StoreException.class);
    }

    /** A changed number would give stored rows another meaning. */
    @Test
    void the_numbers_of_enum_constants_never_change() {
        assertThat(numbers(EventRole.values(), Coding.ROLE)).containsExactly(0, 1, 2, 3);
        assertThat(numbers(AcquisitionType.values(), Coding.ACQUISITION)).containsExactly(0, 1, 2, 3, 4, 5);
        assertThat(numbers(Finding.Kind.values(), Coding.FINDING)).containsExactly(0, 1, 2, 3, 4, 5, 6);
        assertThat(numbers(Quantity.values(), Coding.QUANTITY)).containsExactly(0, 1);
        assertThat(numbers(Verdict.values(), Coding.VERDICT)).containsExactly(0, 1, 2);
    }

    private static <E extends Enum<E>> List<Integer> numbers(E[] constants, Coding<E> coding) {
        return Arrays.stream(constants).map(coding::number).toList();
    }
}
