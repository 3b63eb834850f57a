package org.doseagent.drl.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import org.doseagent.drl.yaml.FileName;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import org.doseagent.dose.AcquisitionType;
import org.doseagent.dose.Code;
import org.doseagent.dose.Exam;
import org.doseagent.dose.Finding;
import org.doseagent.dose.IrradiationEvent;
import org.doseagent.dose.ScanParameters;
import org.doseagent.dose.identity.EventKey;
import org.doseagent.drl.TestLevels;
import org.doseagent.testdata.Exams;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Texts, target region and geometry of a whole exam agree, or the exam has no category and a finding. */
final class ExamMappingTest {

    /** One event: protocol, length and what else the builder is told. */
    private static IrradiationEvent.Builder scan(String uid, String protocol, String lengthMm) {
        return IrradiationEvent.builder(EventKey.ofUid(uid))
                .protocol(protocol)
                .acquisitionType(AcquisitionType.SPIRAL)
                .scan(geometry(lengthMm, "5", null));
    }

    private static ScanParameters geometry(String lengthMm, String seconds, String pitch) {
        return new ScanParameters(
                Optional.ofNullable(lengthMm).map(BigDecimal::new),
                Optional.empty(),
                Optional.ofNullable(seconds).map(BigDecimal::new),
                Optional.ofNullable(pitch).map(BigDecimal::new),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of());
    }

    private static ExamMapping.Result classify(String study, IrradiationEvent... events) throws Exception {
        return new ExamMapping(TestLevels.mapping()).classify(Exams.exam("p", Exams.ADULT_DAYS, study, events));
    }

    private static List<String> categories(ExamMapping.Result result) {
        return result.events().entrySet().stream()
                .sorted(java.util.Map.Entry.comparingByKey())
                .map(entry ->
                        entry.getValue().match().map(Mapping.Match::category).orElse("unmapped"))
                .toList();
    }

    @Test
    void facial_bones_of_two_long_helices_are_a_finding_and_no_category() throws Exception {
        ExamMapping.Result result = classify(
                "FACIAL BONES",
                scan("1", null, "468").build(),
                scan("2", null, "468").build());
        assertThat(categories(result)).containsExactly("unmapped", "unmapped");
        assertThat(result.findings())
                .containsExactly(new Finding(
                        Finding.Kind.CONFLICT,
                        "mapping",
                        "the texts mean CT-FACE, but a scan is 468 mm long, and 300 mm is the most for that category; "
                                + "the exam has no category for these events"));
    }

    @ParameterizedTest
    @CsvSource({"300, CT-HEAD", "300.1, unmapped", "40, CT-HEAD", "39.9, unmapped"})
    void the_longest_and_the_shortest_length_still_belong_to_a_category(String length, String category)
            throws Exception {
        assertThat(categories(classify("CT Head", scan("1", "Head", length).build())))
                .containsExactly(category);
    }

    @Test
    void a_child_may_be_shorter_than_an_adult() throws Exception {
        Exam child = Exams.exam("p", 300, "CT Chest", scan("1", "Chest", "80").build());
        assertThat(categories(new ExamMapping(TestLevels.mapping()).classify(child)))
                .containsExactly("CT-CHEST");
    }

    @Test
    void a_target_region_far_from_what_the_texts_say_contradicts_them() throws Exception {
        Code head = new Code("T-D1100", "SRT", "Head");
        Code pelvis = new Code("T-D6000", "SRT", "Pelvis");
        assertThat(categories(classify(
                        "CT Thorax",
                        scan("1", "Thorax", "300").targetRegion(head).build())))
                .as("the head is not beside the neck of a chest")
                .containsExactly("unmapped");
        ExamMapping.Result neighbour = classify(
                "CT Abdomen", scan("1", "Abdomen", "400").targetRegion(pelvis).build());
        assertThat(categories(neighbour)).containsExactly("CT-ABDOMEN-PELVIS");
        assertThat(neighbour.findings()).isEmpty();
    }

    @Test
    void a_study_that_names_no_region_of_any_event_contradicts_them() throws Exception {
        ExamMapping.Result result =
                classify("CT Schädel", scan("1", "Abdomen", "400").build());
        assertThat(categories(result)).containsExactly("unmapped");
        assertThat(result.findings())
                .singleElement()
                .satisfies(finding -> assertThat(finding.text())
                        .startsWith("the protocol means CT-ABDOMEN-PELVIS, but the study is named as CT-HEAD;"));
    }

    @Test
    void a_second_region_in_a_study_that_is_named_after_the_first_is_none() throws Exception {
        ExamMapping.Result result = classify(
                "CT Schädel",
                scan("1", "Kopf", "160").build(),
                scan("2", "Abdomen", "400").build());
        assertThat(categories(result)).containsExactly("CT-HEAD", "CT-ABDOMEN-PELVIS");
        assertThat(result.findings()).isEmpty();
    }

    @Test
    void neck_chest_and_abdomen_of_one_order_are_one_examination() throws Exception {
        assertThat(categories(classify(
                        "CT Hals Thorax Abdomen",
                        scan("1", "Hals", "220").build(),
                        scan("2", "Thorax/Abdomen", "600").build())))
                .containsExactly("CT-NECK-CHEST-ABDOMEN-PELVIS", "CT-NECK-CHEST-ABDOMEN-PELVIS");
    }

    @Test
    void the_portal_phase_of_a_liver_is_a_phase_of_the_liver() throws Exception {
        ExamMapping.Result result = classify(
                "CT Abdomen",
                scan("1", "Leber nativ", "220").build(),
                scan("2", "Leber arteriell", "220").build(),
                scan("3", "Abdomen portalvenös", "450").build());
        assertThat(categories(result)).containsExactly("CT-LIVER", "CT-LIVER", "CT-LIVER");
        assertThat(result.events().get(2).match().orElseThrow().evidence()).isEqualTo("the other events of the exam");
    }

    @ParameterizedTest
    @CsvSource({"10, unmapped", "9.9, CT-CHEST"})
    void a_run_at_one_place_is_no_scan_of_a_region(String seconds, String category) throws Exception {
        IrradiationEvent run = scan("1", "Thorax", "10")
                .acquisitionType(AcquisitionType.STATIONARY)
                .scan(geometry("160", seconds, null))
                .build();
        assertThat(categories(classify("CT Thorax", run))).containsExactly(category);
    }

    @ParameterizedTest
    @CsvSource({
        "0.35, CT Thorax, unmapped",
        "0.36, CT Thorax, CT-CHEST",
        "0.2, CTA Thorax, CT-CHEST-ANGIOGRAPHY",
        "0.3, CT Felsenbein, CT-TEMPORAL-BONE"
    })
    void the_pitch_of_a_gated_scan_belongs_to_the_heart_and_the_great_vessels(
            String pitch, String study, String category) throws Exception {
        IrradiationEvent gated = IrradiationEvent.builder(EventKey.ofUid("1"))
                .acquisitionType(AcquisitionType.SPIRAL)
                .scan(geometry("200", "5", pitch))
                .build();
        assertThat(categories(classify(study, gated))).containsExactly(category);
    }

    @Test
    void several_phases_are_more_than_one() throws Exception {
        assertThat(categories(classify(
                        "CT Abdomen 3 Phasen", scan("1", "Abdomen", "400").build())))
                .containsExactly("unmapped");
        assertThat(categories(classify(
                        "CT Abdomen 3 Phasen",
                        scan("1", "Abdomen", "400").build(),
                        scan("2", "Abdomen", "400").build())))
                .containsExactly("CT-ABDOMEN-MULTIPHASE", "CT-ABDOMEN-MULTIPHASE");
    }

    @Test
    void a_name_that_the_site_has_a_rule_for_is_right_whatever_the_geometry() throws Exception {
        Mapping site = Mapping.parse(
                "rules:\n  - {id: site-1, category: CT-FACE, exact: [\"FACIAL BONES\"]}\n",
                new FileName("site.yaml"),
                TestLevels.categories());
        Exam exam = Exams.exam(
                "p", Exams.ADULT_DAYS, "FACIAL BONES", scan("1", null, "468").build());
        assertThat(categories(new ExamMapping(site.then(TestLevels.mapping())).classify(exam)))
                .containsExactly("CT-FACE");
    }

    @Test
    void no_reason_has_a_text_of_the_report() throws Exception {
        ExamMapping.Result result = classify(
                "CT Schädel Mustermann", scan("1", "Abdomen Mustermann", "900").build());
        assertThat(result.findings())
                .isNotEmpty()
                .noneMatch(finding -> finding.text().contains("Mustermann"));
        assertThat(result.events().get(0).reason()).isPresent().get().asString().doesNotContain("Mustermann");
    }
}
