package org.doseagent.drl.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.doseagent.drl.yaml.FileName;
import java.util.List;
import java.util.Optional;
import org.doseagent.dose.Code;
import org.doseagent.dose.identity.Device;
import org.doseagent.drl.TestLevels;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class MappingTest {

    @ParameterizedTest
    @CsvSource({
        "Thorax^1_ROUTINE_CAP_WO, CT-CHEST-ABDOMEN-PELVIS",
        "CT HEAD W/O CONTRAST, CT-HEAD",
        "Schädel nativ, CT-HEAD",
        "CTPA, CT-PULMONARY-ANGIOGRAPHY",
        "NNH low dose, CT-SINUS",
        "HWS, CT-CERVICAL-SPINE",
        "Abdomen/Becken KM, CT-ABDOMEN-PELVIS",
        "Radiotherapy planning thorax, CT-PLANNING",
        "Research protocol 3, unmapped",
        "TDM thoraco-abdomino-pelvien, CT-CHEST-ABDOMEN-PELVIS",
        "Scanner cérébral sans injection, CT-HEAD",
        "TC torace addome pelvi con mdc, CT-CHEST-ABDOMEN-PELVIS",
        "TC senos paranasales, CT-SINUS",
        "CT hersenen blanco, CT-HEAD",
        "TK głowy bez kontrastu, CT-HEAD",
        "TK jamy brzusznej i miednicy, CT-ABDOMEN-PELVIS",
        "TK klatki piersiowej, CT-CHEST",
        "CT ländrygg, CT-LUMBAR-SPINE",
        "CT hjärna, CT-HEAD",
        "CT bihuler, CT-SINUS",
        "Thorax^CTA_AAA, CT-AORTA-ANGIOGRAPHY",
        "Angio Carotis, CT-HEAD-NECK-ANGIOGRAPHY",
        "CT Oberbauch, CT-ABDOMEN",
        "HWS Trauma, CT-CERVICAL-SPINE",
        "Felsenbein, CT-TEMPORAL-BONE"
    })
    void texts_of_several_languages(String text, String category) throws Exception {
        assertThat(TestLevels.mapping()
                        .match(Mapping.Subject.ofText(text))
                        .map(Mapping.Match::category)
                        .orElse("unmapped"))
                .isEqualTo(category);
    }

    @ParameterizedTest
    @CsvSource({
        "Abdomen^Liver3Phase, CT-LIVER",
        "DS_CaScSeq, CT-CALCIUM-SCORE",
        "VPCT, CT-HEAD-PERFUSION",
        "CTPelvis1mm, CT-PELVIS",
        "chestabdpelv, CT-CHEST-ABDOMEN-PELVIS",
        "RT^RT_Thorax4D, CT-PLANNING",
        "PET^PETCT_AC_NAC_THORAX, CT-PET-SPECT",
        "CBCT Pelvis, CT-CONE-BEAM",
        "CT-gesteuerte Punktion Lunge, CT-INTERVENTION",
        "CT Kopf/Hals nativ, CT-HEAD-NECK",
        "CT Hals/Thorax, CT-NECK-CHEST",
        "CT Hals Thorax Abdomen, CT-NECK-CHEST-ABDOMEN-PELVIS",
        "CT gesamte Wirbelsäule, CT-SPINE",
        "CT KNEE RT, CT-KNEE",
        "Thorax CAREDose4D, CT-CHEST"
    })
    void names_of_vendors_and_combined_regions(String text, String category) throws Exception {
        assertThat(TestLevels.mapping()
                        .match(Mapping.Subject.ofText(text))
                        .map(Mapping.Match::category)
                        .orElse("unmapped"))
                .isEqualTo(category);
    }

    @ParameterizedTest
    @CsvSource({
        "Staging, no rule matches",
        "Routine, no rule matches",
        "Trauma, no rule matches",
        "Ganzkörper, 'the whole body, without the words that say what for'",
        "CT Head and Chest, the head together with the trunk",
        "CT brain and cervical spine, the head together with the cervical spine",
        "DAILY_QC, 'calibration, physics or quality control, not a patient'",
        "CTA, angiography of a place that is not stated"
    })
    void a_single_word_and_regions_that_do_not_belong_together_decide_nothing(String text, String reason)
            throws Exception {
        Decision decision = TestLevels.mapping().decide(Mapping.Subject.ofText(text));
        assertThat(decision.match()).isEmpty();
        assertThat(decision.reason()).hasValue(reason);
    }

    @Test
    void a_protocol_that_names_no_place_has_that_of_the_study() throws Exception {
        Mapping.Match match = TestLevels.mapping()
                .match(new Mapping.Subject(
                        Optional.of("CTA"), Optional.of("CT Thorax"), Optional.empty(), List.of(), Device.UNKNOWN))
                .orElseThrow();
        assertThat(match.category()).isEqualTo("CT-CHEST-ANGIOGRAPHY");
        assertThat(match.evidence()).isEqualTo("study description and acquisition protocol");
    }

    @Test
    void more_names_than_are_remembered_are_still_answered() throws Exception {
        Mapping mapping = Mapping.parse(
                "rules:\n  - {id: x, category: CT-CHEST, text: chest}\n", new FileName("m.yaml"), TestLevels.categories());
        for (int i = 0; i < 10_000; i++) {
            assertThat(mapping.match(Mapping.Subject.ofText("chest " + i))).isPresent();
        }
    }

    @Test
    void the_trace_names_words_rules_and_the_word_that_keeps_a_rule_from_matching() throws Exception {
        TextTrace trace = TestLevels.mapping().trace("CT_HeadChest");
        assertThat(trace.words()).containsExactly("ct", "head", "chest");
        assertThat(trace.named()).containsEntry("head", "head").containsEntry("chest", "chest");
        assertThat(trace.candidates().get(0).rule()).isEqualTo("head-and-trunk");
        assertThat(trace.candidates().get(0).category()).isEmpty();
        assertThat(trace.decision().reason()).hasValue("the head together with the trunk");
    }

    @Test
    void a_rule_has_a_category_or_a_reason_and_no_key_that_is_not_known() {
        assertThatThrownBy(() -> Mapping.parse(
                        "rules:\n  - {id: x, category: CT-CHEST, unmapped: why, text: x}\n",
                        new FileName("m.yaml"),
                        TestLevels.categories()))
                .hasMessageContaining("m.yaml:2: rules[1].unmapped: the rule has both category and unmapped");
        assertThatThrownBy(() -> Mapping.parse(
                        "rules:\n  - {id: x, category: CT-CHEST, txt: x}\n", new FileName("m.yaml"), TestLevels.categories()))
                .hasMessageContaining("rules[1].txt: unknown key");
    }

    @ParameterizedTest
    @CsvSource({"T-D3000, SRT", "51185008, SCT", "T-D3000, 99SDM"})
    void the_region_decides_last_in_both_generations_of_codes(String value, String scheme) throws Exception {
        Mapping.Match match = TestLevels.mapping()
                .match(new Mapping.Subject(
                        Optional.of("Prot7"),
                        Optional.of("XQ"),
                        Optional.of(new Code(value, scheme, "?")),
                        List.of(),
                        Device.UNKNOWN))
                .orElseThrow();
        assertThat(match.category()).isEqualTo("CT-CHEST");
        assertThat(match.evidence()).isEqualTo("target region");
    }

    @Test
    void a_procedure_code_is_stronger_than_the_study_description() throws Exception {
        Mapping.Match match = TestLevels.mapping()
                .match(new Mapping.Subject(
                        Optional.empty(),
                        Optional.of("CT Chest"),
                        Optional.empty(),
                        List.of(new Code("79077-4", "LN", "CTA PE")),
                        Device.UNKNOWN))
                .orElseThrow();
        assertThat(match.category()).isEqualTo("CT-PULMONARY-ANGIOGRAPHY");
        assertThat(match.evidence()).isEqualTo("procedure code");
    }

    @Test
    void a_text_of_any_length_costs_little() throws Exception {
        assertThat(TestLevels.mapping().match(Mapping.Subject.ofText("a".repeat(1_000_000))))
                .isEmpty();
    }

    @Test
    void a_rule_of_the_site_for_a_whole_name_goes_before_everything_and_may_be_for_one_scanner() throws Exception {
        Mapping site = Mapping.parse(
                "rules:\n  - {id: site-1, category: CT-LIVER-HCC, exact: [\"CT Chest\"], scanner: \"4711\"}\n",
                new FileName("site.yaml"),
                TestLevels.categories());
        Mapping both = site.then(TestLevels.mapping());
        Device ours =
                new Device(Optional.empty(), Optional.empty(), Optional.of("4711"), Optional.empty(), Optional.empty());
        Mapping.Subject subject =
                new Mapping.Subject(Optional.of("ct_CHEST"), Optional.empty(), Optional.empty(), List.of(), ours);
        assertThat(both.match(subject).orElseThrow())
                .extracting(Mapping.Match::category, Mapping.Match::rule, Mapping.Match::evidence)
                .containsExactly("CT-LIVER-HCC", "site-1", "exact acquisition protocol");
        assertThat(both.match(Mapping.Subject.ofText("CT Chest")).orElseThrow().category())
                .isEqualTo("CT-CHEST");
        assertThat(both.version()).isNotEqualTo(TestLevels.mapping().version());
    }

    @Test
    void every_category_of_the_vocabulary_is_reached_by_a_rule_or_is_the_rest() throws Exception {
        String rules = java.nio.file.Files.readString(TestLevels.CONFIG.resolve("mapping.yaml"));
        assertThat(TestLevels.categories().all())
                .hasSizeGreaterThanOrEqualTo(35)
                .allSatisfy(category -> assertThat(rules).contains("category: " + category.id() + ","));
        assertThat(java.nio.file.Files.readString(TestLevels.CONFIG.resolve("categories.yaml")))
                .as("the ten clinical indications of EUCLID are marked")
                .containsPattern("(?s)(clinicalIndication: true.*){10}")
                .doesNotContainPattern("(?s)(clinicalIndication: true.*){11}");
    }

    @Test
    void words_that_nobody_defined_are_refused() {
        assertThatThrownBy(() -> Mapping.parse(
                        "rules:\n  - {id: x, category: CT-CHEST, all: [lung]}\n", new FileName("m.yaml"), TestLevels.categories()))
                .hasMessage("m.yaml:2: rules[1].all: lung is not under words");
    }

    @Test
    void a_rule_that_names_no_category_is_refused() {
        assertThatThrownBy(() -> Mapping.parse(
                        "rules:\n  - {id: x, category: CT-NONE, text: x}\n", new FileName("m.yaml"), TestLevels.categories()))
                .hasMessage("m.yaml:2: rules[1].category: CT-NONE is not in the categories");
    }
}
