package org.doseagent.aggregate.cells;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.doseagent.dose.Exam;
import org.doseagent.dose.ExamContext;
import org.doseagent.dose.assessment.AssessedExam;
import org.doseagent.dose.identity.AeTitle;
import org.doseagent.dose.identity.KeyedHash;
import org.doseagent.dose.identity.PatientKey;
import org.doseagent.dose.identity.StudyInstanceUid;
import org.doseagent.testdata.Exams;
import org.doseagent.testdata.Sample;
import org.junit.jupiter.api.Test;

/** Which exams are counted. */
final class TabulatorTest {

    private static final KeyedHash HASH = new KeyedHash(new byte[32]);
    private static final Instant RECEIVED = Instant.parse("2026-10-06T00:00:00Z");

    @Test
    void an_exam_of_a_scanner_outside_the_list_is_not_counted() {
        Tabulation tabulation = tabulate(
                Admission.listed(Set.of("SCN-1"), Set.of(new AeTitle("PACS1"))),
                Exams.received(Sample.of("1", "300").exam(), "PACS1", RECEIVED),
                Exams.received(Sample.of("2", "310").scanner("FORGED").exam(), "PACS1", RECEIVED));
        assertThat(studies(tabulation)).isEqualTo(1);
        assertThat(tabulation.refusedParts()).isEqualTo(1);
        assertThat(tabulation.mappedPercent()).as("of the counted parts").isEqualTo(100);
    }

    @Test
    void an_exam_of_a_caller_outside_the_list_is_not_counted() {
        Tabulation tabulation = tabulate(
                Admission.listed(Set.of("SCN-1"), Set.of(new AeTitle("PACS1"))),
                Exams.received(Sample.of("1", "300").exam(), "PACS1", RECEIVED),
                Exams.received(Sample.of("2", "310").exam(), "STRANGER", RECEIVED));
        assertThat(studies(tabulation)).isEqualTo(1);
        assertThat(tabulation.refusedParts()).isEqualTo(1);
    }

    @Test
    void without_a_list_every_exam_is_counted() {
        Tabulation tabulation = tabulate(
                Admission.ALL,
                Sample.of("1", "300").exam(),
                Sample.of("2", "310").scanner("SCN-2").exam());
        assertThat(studies(tabulation)).isEqualTo(2);
        assertThat(tabulation.refusedParts()).isZero();
    }

    @Test
    void an_irradiation_in_two_studies_is_counted_once_whatever_their_order() {
        AssessedExam exam = Sample.of("1", "300").exam();
        AssessedExam copy = under("1.2.826.0.1.copy", exam);
        Tabulation one =
                tabulate(Admission.ALL, exam, copy, Sample.of("2", "310").exam());
        Tabulation other = tabulate(Admission.ALL, copy, Sample.of("2", "310").exam(), exam);
        assertThat(studies(one)).isEqualTo(2);
        assertThat(leaves(other)).containsExactlyInAnyOrderElementsOf(leaves(one));
    }

    @Test
    void a_copy_that_is_not_admitted_does_not_remove_the_exam() {
        AssessedExam exam = Exams.received(Sample.of("9", "300").exam(), "PACS1", RECEIVED);
        AssessedExam forged = Exams.received(under("1.2.826.0.1.0", exam), "STRANGER", RECEIVED);
        assertThat(studies(tabulate(Admission.listed(Set.of("SCN-1"), Set.of(new AeTitle("PACS1"))), forged, exam)))
                .isEqualTo(1);
    }

    @Test
    void keys_of_one_person_count_as_one_patient() {
        Tabulator tabulator = new Tabulator(
                Inventory.NONE,
                new Tabulator.Counting(
                        Admission.ALL,
                        PartitionScheme.COARSEST,
                        key -> new PatientKey(key.value().substring(0, 1))),
                HASH);
        Tabulation tabulation = tabulator.tabulate(
                List.of(
                        Sample.of("1", "300").patient("a issuer one").exam(),
                        Sample.of("2", "310").patient("a issuer two").exam(),
                        Sample.of("3", "320").patient("b").exam()),
                Reference.NONE);
        assertThat(tabulation.contributions().stream()
                        .map(Contribution::patient)
                        .distinct())
                .hasSize(2);
    }

    @Test
    void thirteen_irradiations_under_two_study_uids_count_once() {
        List<AssessedExam> exams = new ArrayList<>();
        for (int i = 0; i < 13; i++) {
            exams.add(Sample.of("s" + i, String.valueOf(300 + i)).exam());
            exams.add(under("1.2.826.0.9." + i, exams.get(exams.size() - 1)));
        }
        Tabulation tabulation = new Tabulator(Inventory.NONE, Admission.ALL, HASH).tabulate(exams, Reference.NONE);
        assertThat(studies(tabulation)).isEqualTo(13);
    }

    private static Tabulation tabulate(Admission admission, AssessedExam... exams) {
        return new Tabulator(Inventory.NONE, admission, HASH).tabulate(List.of(exams), Reference.NONE);
    }

    /** Returns the number of contributions to one quantity. */
    private static int studies(Tabulation tabulation) {
        return tabulation.contributions().size() / 2;
    }

    private static List<Leaf> leaves(Tabulation tabulation) {
        return new ArrayList<>(
                tabulation.contributions().stream().map(Contribution::leaf).toList());
    }

    private static AssessedExam under(String studyInstanceUid, AssessedExam assessed) {
        Exam exam = assessed.exam();
        return new AssessedExam(
                new Exam(
                        new ExamContext(
                                new StudyInstanceUid(studyInstanceUid),
                                exam.study(),
                                exam.patient(),
                                exam.device(),
                                exam.isQa()),
                        exam.patientKey(),
                        exam.reportedDlpTotalMGyCm(),
                        exam.reportedEventCount(),
                        exam.events(),
                        exam.findings(),
                        exam.reports()),
                assessed.parts(),
                assessed.assessments(),
                assessed.alerts());
    }
}
