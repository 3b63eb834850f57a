package org.doseagent.drl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import org.doseagent.drl.yaml.FileName;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import org.doseagent.dose.EventRole;
import org.doseagent.dose.Exam;
import org.doseagent.dose.ExamPart;
import org.doseagent.dose.Finding;
import org.doseagent.dose.Quantity;
import org.doseagent.dose.assessment.Alert;
import org.doseagent.dose.assessment.AlertKind;
import org.doseagent.dose.assessment.AssessedExam;
import org.doseagent.dose.assessment.Assessment;
import org.doseagent.dose.assessment.Verdict;
import org.doseagent.drl.level.DrlSet;
import org.doseagent.testdata.Exams;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class AssessorTest {

    @ParameterizedTest
    @CsvSource({"399.99, WITHIN", "400, WITHIN", "400.00, WITHIN", "400.01, EXCEEDED"})
    void strictly_above_is_exceeded_and_equal_is_within(String dlp, Verdict verdict) throws Exception {
        AssessedExam exam =
                assess("", Exams.exam("p", Exams.ADULT_DAYS, "CT Chest", Exams.event("1", "Chest", "5", 32, dlp)));
        assertThat(of(exam, Quantity.DLP).verdict()).isEqualTo(verdict);
    }

    @ParameterizedTest
    @CsvSource({"6573, NOT_ASSESSED", "6574, EXCEEDED"})
    void age_bands_are_half_open_in_days(int days, Verdict verdict) throws Exception {
        AssessedExam exam = assess("", Exams.exam("p", days, "CT Chest", Exams.event("1", "Chest", "5", 32, "401")));
        assertThat(of(exam, Quantity.DLP).verdict()).isEqualTo(verdict);
    }

    @ParameterizedTest
    @CsvSource({"4.9, 35.1, EXCEEDED", "5, 35.1, WITHIN", "5, 50.1, EXCEEDED", "80, 1, NOT_ASSESSED"})
    void the_body_of_a_child_is_compared_by_weight(String kilograms, String dlp, Verdict verdict) throws Exception {
        Exam exam = Exams.exam("p", 300, "CT Chest", Exams.event("1", "Chest", "1", 32, dlp));
        assertThat(of(pidrl(Exams.weighing(exam, kilograms)), Quantity.DLP).verdict())
                .isEqualTo(verdict);
    }

    @Test
    void a_child_of_unknown_weight_is_not_assessed_and_that_is_said_once() throws Exception {
        AssessedExam exam = pidrl(Exams.exam("p", 300, "CT Chest", Exams.event("1", "Chest", "1", 32, "10")));
        assertThat(exam.assessments())
                .filteredOn(each -> each.quantity() == Quantity.DLP)
                .singleElement()
                .satisfies(each -> assertThat(each.reason()).hasValue("weight unknown, and the level goes by weight"));
    }

    @ParameterizedTest
    @CsvSource({"0, 300.1", "90, 300.1", "91, 385.1", "364, 385.1", "365, 505.1", "2191, 650.1"})
    void the_head_of_a_child_is_compared_by_age(int days, String above) throws Exception {
        Exam exam = Exams.exam("p", days, "CT Head", Exams.event("1", "Head", "1", 16, above));
        assertThat(of(pidrl(exam), Quantity.DLP).verdict()).isEqualTo(Verdict.EXCEEDED);
        Exam within = Exams.exam("p", days, "CT Head", Exams.event("1", "Head", "1", 16, above.replace(".1", "")));
        assertThat(of(pidrl(within), Quantity.DLP).verdict()).isEqualTo(Verdict.WITHIN);
    }

    private static AssessedExam pidrl(Exam exam) throws Exception {
        String file = java.nio.file.Files.readString(TestLevels.CONFIG.resolve("drl/eu-pidrl-rp185.yaml"));
        DrlSet set = DrlSet.parse(file, new FileName("pidrl"), TestLevels.categories());
        return new Assessor(TestLevels.levels(List.of(set), List.of()), BigDecimal.valueOf(2)).assess(exam);
    }

    @Test
    void a_value_on_the_other_phantom_is_never_compared() throws Exception {
        AssessedExam exam =
                assess("", Exams.exam("p", Exams.ADULT_DAYS, "CT Chest", Exams.event("1", "Chest", "500", 16, "5000")));
        assertThat(exam.assessments()).hasSize(2).allSatisfy(assessment -> {
            assertThat(assessment.verdict()).isEqualTo(Verdict.NOT_ASSESSED);
            assertThat(assessment.reason())
                    .hasValueSatisfying(reason -> assertThat(reason).contains("32 cm phantom"));
        });
    }

    @Test
    void phantoms_are_never_added_but_parts_of_their_own() throws Exception {
        AssessedExam exam = assess(
                "",
                Exams.exam(
                        "p",
                        Exams.ADULT_DAYS,
                        "CT Chest",
                        Exams.event("1", "Chest", "5", 32, "300"),
                        Exams.event("2", "Chest", "5", 16, "200")));
        assertThat(exam.parts())
                .extracting(ExamPart::phantomCm, ExamPart::dlpMGyCm, ExamPart::eventIndices)
                .containsExactly(
                        tuple(Optional.of(32), Optional.of(new BigDecimal("300")), List.of(0)),
                        tuple(Optional.of(16), Optional.of(new BigDecimal("200")), List.of(1)));
        assertThat(of(exam, Quantity.DLP).verdict()).isEqualTo(Verdict.WITHIN);
    }

    @Test
    void every_diagnostic_event_is_in_one_part_whatever_is_known_of_its_phantom() throws Exception {
        AssessedExam exam = assess(
                "",
                Exams.exam(
                        "p",
                        Exams.ADULT_DAYS,
                        "CT Chest",
                        Exams.event("1", "Topogram", EventRole.LOCALIZER, "0.1", 32, "5"),
                        Exams.event("2", "Chest", "5", null, "150"),
                        Exams.event("3", "Chest", "5", 32, "300"),
                        Exams.event("4", "Chest", null, null, null)));

        assertThat(exam.parts())
                .extracting(ExamPart::phantomCm, ExamPart::dlpMGyCm, ExamPart::eventIndices)
                .containsExactly(
                        tuple(Optional.empty(), Optional.of(new BigDecimal("150")), List.of(1)),
                        tuple(Optional.of(32), Optional.of(new BigDecimal("305")), List.of(0, 2, 3)));
        assertThat(exam.assessments())
                .filteredOn(assessment -> assessment.part() == 0 && assessment.quantity() == Quantity.DLP)
                .singleElement()
                .satisfies(assessment -> {
                    assertThat(assessment.verdict()).isEqualTo(Verdict.NOT_ASSESSED);
                    assertThat(assessment.reason()).contains("phantom unknown");
                    assertThat(assessment.value()).contains(new BigDecimal("150"));
                });
        assertThat(exam.alerts())
                .filteredOn(alert -> alert.kind() == AlertKind.DATA_QUALITY)
                .singleElement()
                .satisfies(alert -> assertThat(alert.text()).contains("1 diagnostic events with an unknown phantom"));
    }

    @Test
    void localizers_and_timing_never_count_for_ctdivol_and_for_dlp_as_the_set_says() throws Exception {
        Exam exam = Exams.exam(
                "p",
                Exams.ADULT_DAYS,
                "CT Chest",
                Exams.event("1", "Topogram", EventRole.LOCALIZER, "0.1", 32, "5"),
                Exams.event("2", "Monitoring", EventRole.TIMING, "50", 32, "50"),
                Exams.event("3", "Chest", "9", 32, "380"));
        assertThat(of(assess("countsLocalizers: true\n", exam), Quantity.DLP).value())
                .contains(new BigDecimal("435"));
        assertThat(of(assess("countsLocalizers: false\n", exam), Quantity.DLP).value())
                .contains(new BigDecimal("380"));
        assertThat(of(assess("", exam), Quantity.CTDIVOL).value()).contains(new BigDecimal("9"));
    }

    @Test
    void head_and_trunk_in_one_study_are_two_parts() throws Exception {
        AssessedExam exam = assess(
                "",
                Exams.exam(
                        "p",
                        Exams.ADULT_DAYS,
                        "CT Polytrauma head chest",
                        Exams.event("1", "Head routine", "50", 16, "800"),
                        Exams.event("2", "Thorax", "8", 32, "300")));
        assertThat(exam.parts()).extracting(part -> part.category().orElse("")).containsExactly("CT-HEAD", "CT-CHEST");
        assertThat(exam.assessments()).hasSize(4).allMatch(each -> each.verdict() == Verdict.WITHIN);
    }

    @Test
    void a_trunk_done_as_two_helices_is_one_part() throws Exception {
        AssessedExam exam = assess(
                "",
                Exams.exam(
                        "p",
                        Exams.ADULT_DAYS,
                        "CT CAP",
                        Exams.event("1", "Thorax", "8", 32, "300"),
                        Exams.event("2", "Abdomen", "8", 32, "300")));
        assertThat(exam.parts()).singleElement().satisfies(part -> {
            assertThat(part.category()).contains("CT-CHEST-ABDOMEN-PELVIS");
            assertThat(part.dlpMGyCm()).contains(new BigDecimal("600"));
        });
    }

    @Test
    void a_missing_age_is_said_not_guessed() throws Exception {
        AssessedExam exam = assess("", Exams.exam("p", null, "CT Chest", Exams.event("1", "Chest", "50", 32, "900")));
        assertThat(of(exam, Quantity.DLP).reason()).contains("age unknown");
    }

    @Test
    void an_exam_outside_the_validity_of_a_set_is_not_compared_with_it() throws Exception {
        Exam exam = Exams.exam("p", Exams.ADULT_DAYS, "CT Chest", Exams.event("1", "Chest", "50", 32, "900"));
        assertThat(of(assess("validFrom: 2026-10-06\n", exam), Quantity.DLP).verdict())
                .isEqualTo(Verdict.NOT_ASSESSED);
        assertThat(of(assess("validFrom: 2026-10-05\n", exam), Quantity.DLP).verdict())
                .isEqualTo(Verdict.EXCEEDED);
        assertThat(of(assess("validTo: 2026-10-05\n", exam), Quantity.DLP).verdict())
                .isEqualTo(Verdict.NOT_ASSESSED);
    }

    @Test
    void an_alert_names_numbers_events_rule_and_source_and_never_a_limit_exceeded() throws Exception {
        AssessedExam exam =
                assess("", Exams.exam("p", Exams.ADULT_DAYS, "CT Chest", Exams.event("1", "Chest", "5", 32, "500")));
        Alert alert = exam.alerts().get(0);
        assertThat(alert.kind()).isEqualTo(AlertKind.EXAM_ABOVE_DRL);
        assertThat(alert.ratio()).contains(new BigDecimal("1.25"));
        assertThat(alert.text())
                .contains(
                        "DLP 500 mGy·cm", "DRL of 400 mGy·cm", "1 diagnostic", "set test", "a test", Alert.NOT_A_LIMIT)
                .doesNotContainIgnoringCase("overdose")
                .doesNotContainIgnoringCase("limit exceeded");
    }

    @ParameterizedTest
    @CsvSource({"800, EXAM_ABOVE_DRL", "800.1, EXAM_FAR_ABOVE_DRL"})
    void far_above_is_strictly_above_the_multiple(String dlp, AlertKind kind) throws Exception {
        AssessedExam exam =
                assess("", Exams.exam("p", Exams.ADULT_DAYS, "CT Chest", Exams.event("1", "Chest", "5", 32, dlp)));
        assertThat(exam.alerts()).extracting(Alert::kind).containsExactly(kind);
    }

    @Test
    void a_set_that_nobody_has_checked_is_compared_with_but_opens_no_alert() throws Exception {
        AssessedExam exam = assess(
                "tier: C\n", Exams.exam("p", Exams.ADULT_DAYS, "CT Chest", Exams.event("1", "Chest", "50", 32, "900")));
        assertThat(of(exam, Quantity.DLP).verdict()).isEqualTo(Verdict.EXCEEDED);
        assertThat(exam.alerts()).isEmpty();
    }

    @Test
    void a_rule_pack_alerts_on_single_events_strictly_above_its_value() throws Exception {
        Exam exam = Exams.exam(
                "p",
                Exams.ADULT_DAYS,
                "CT Head",
                Exams.event("1", "Head", "120", 16, "100"),
                Exams.event("2", "Head", "120.5", 16, "100"),
                Exams.event("3", "Head Bolus", EventRole.TIMING, "300", 16, "100"));
        Assessor with = new Assessor(TestLevels.levels(List.of(), List.of(TestLevels.german())), BigDecimal.valueOf(2));
        assertThat(with.assess(exam).alerts())
                .filteredOn(alert -> alert.key().startsWith("event-ctdivol/de-"))
                .singleElement()
                .satisfies(alert -> {
                    assertThat(alert.value()).contains(new BigDecimal("120.5"));
                    assertThat(alert.text()).contains("Events 2 have", "not counted", "This value is not a DRL");
                });
    }

    @Test
    void a_localizer_counts_for_a_single_event_only_where_the_pack_says_so() throws Exception {
        Exam exam = Exams.exam(
                "p",
                Exams.ADULT_DAYS,
                "CT Head",
                Exams.event("1", "Head", "150", 16, "100"),
                Exams.event("2", "Topogram", EventRole.LOCALIZER, "200", 16, "1"));
        Assessor with = new Assessor(TestLevels.levels(List.of(), List.of(TestLevels.german())), BigDecimal.valueOf(2));
        assertThat(with.assess(exam).alerts())
                .filteredOn(alert -> alert.key().startsWith("event-ctdivol/de-"))
                .singleElement()
                .satisfies(alert -> {
                    assertThat(alert.value()).contains(new BigDecimal("150"));
                    assertThat(alert.text())
                            .contains("Events 1 have", "Events 2 are above it too", "localizers are not counted");
                });
    }

    @Test
    void a_dose_of_zero_is_not_compared_and_is_in_no_total() throws Exception {
        AssessedExam exam = assess(
                "",
                Exams.exam(
                        "p",
                        Exams.ADULT_DAYS,
                        "CT Chest",
                        Exams.event("1", "Chest", "0", 32, "0"),
                        Exams.event("2", "Chest", "5", 32, "300")));
        assertThat(of(exam, Quantity.DLP).verdict()).isEqualTo(Verdict.NOT_ASSESSED);
        assertThat(of(exam, Quantity.DLP).reason()).contains("a diagnostic event has a DLP of 0, which is no dose");
        assertThat(exam.parts().get(0).dlpMGyCm()).isEmpty();
        assertThat(of(exam, Quantity.CTDIVOL).value()).contains(new BigDecimal("5"));
        AssessedExam nothing =
                assess("", Exams.exam("p", Exams.ADULT_DAYS, "CT Chest", Exams.event("1", "Chest", "0", 32, "300")));
        assertThat(of(nothing, Quantity.CTDIVOL).verdict()).isEqualTo(Verdict.NOT_ASSESSED);
        assertThat(nothing.parts().get(0).ctdiVolMGy()).isEmpty();
        assertThat(of(nothing, Quantity.DLP).verdict()).isEqualTo(Verdict.WITHIN);
    }

    @Test
    void a_data_quality_alert_names_each_finding_once_and_leaves_out_faults_of_the_report() throws Exception {
        Exam plain = Exams.exam("p", Exams.ADULT_DAYS, "CT Chest", Exams.event("1", "Chest", "5", 32, "300"));
        Finding structure = new Finding(Finding.Kind.STRUCTURE, "header", "Patient's Birth Date is not a date");
        assertThat(assess("", plain.decided(false, List.of(structure))).alerts())
                .isEmpty();
        Finding zero = new Finding(Finding.Kind.VALUE, "1.5", "Mean CTDIvol is 0");
        Finding again = new Finding(Finding.Kind.VALUE, "1.6", "Mean CTDIvol is 0");
        Finding total = new Finding(Finding.Kind.CONFLICT, "1.4", "the total differs");
        assertThat(assess("", plain.decided(false, List.of(zero, again, total, structure)))
                        .alerts())
                .singleElement()
                .satisfies(alert -> {
                    assertThat(alert.kind()).isEqualTo(AlertKind.DATA_QUALITY);
                    assertThat(alert.text())
                            .startsWith("Data quality: VALUE: Mean CTDIvol is 0; CONFLICT: the total differs. Rule");
                });
    }

    @Test
    void an_alert_of_a_superseded_set_says_so() throws Exception {
        AssessedExam exam = assess(
                "superseded: {year: 2025, by: \"the next one\"}\n",
                Exams.exam("p", Exams.ADULT_DAYS, "CT Chest", Exams.event("1", "Chest", "5", 32, "500")));
        assertThat(exam.alerts().get(0).text())
                .contains("The set is superseded 2025, values not available here (the next one).");
    }

    @Test
    void an_unmapped_exam_is_a_matter_of_data_quality() throws Exception {
        AssessedExam exam =
                assess("", Exams.exam("p", Exams.ADULT_DAYS, "XQ 7", Exams.event("1", "Prot7", "5", 32, "500")));
        assertThat(exam.alerts()).extracting(Alert::kind).containsExactly(AlertKind.DATA_QUALITY);
        assertThat(exam.alerts().get(0).text()).contains("not mapped");
    }

    private static AssessedExam assess(String more, Exam exam) throws Exception {
        return new Assessor(TestLevels.levels(TestLevels.sets(more), List.of()), BigDecimal.valueOf(2)).assess(exam);
    }

    private static Assessment of(AssessedExam exam, Quantity quantity) {
        return exam.assessments().stream()
                .filter(assessment -> assessment.quantity() == quantity)
                .findFirst()
                .orElseThrow();
    }
}
