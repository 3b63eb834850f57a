package org.doseagent.drl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import org.doseagent.dose.Code;
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
        "Radiotherapy planning thorax, CT-OTHER",
        "Research protocol 3, unmapped"
    })
    void texts_of_several_languages(String text, String category) throws Exception {
        assertThat(TestLevels.mapping()
                        .match(Optional.of(text), Optional.empty(), Optional.empty(), List.of())
                        .map(Mapping.Match::category)
                        .orElse("unmapped"))
                .isEqualTo(category);
    }

    @ParameterizedTest
    @CsvSource({"T-D3000, SRT", "51185008, SCT", "T-D3000, 99SDM"})
    void the_region_decides_last_in_both_generations_of_codes(String value, String scheme) throws Exception {
        Mapping.Match match = TestLevels.mapping()
                .match(Optional.of("Prot7"), Optional.of("XQ"), Optional.of(new Code(value, scheme, "?")), List.of())
                .orElseThrow();
        assertThat(match.category()).isEqualTo("CT-CHEST");
        assertThat(match.evidence()).isEqualTo("target region");
    }

    @Test
    void a_procedure_code_is_stronger_than_the_study_description() throws Exception {
        Mapping.Match match = TestLevels.mapping()
                .match(
                        Optional.empty(),
                        Optional.of("CT Chest"),
                        Optional.empty(),
                        List.of(new Code("79077-4", "LN", "CTA PE")))
                .orElseThrow();
        assertThat(match.category()).isEqualTo("CT-PULMONARY-ANGIOGRAPHY");
        assertThat(match.evidence()).isEqualTo("procedure code");
    }

    @Test
    void a_text_of_any_length_costs_little() throws Exception {
        assertThat(TestLevels.mapping()
                        .match(Optional.of("a".repeat(1_000_000)), Optional.empty(), Optional.empty(), List.of()))
                .isEmpty();
    }

    @Test
    void a_rule_that_names_no_category_is_refused() {
        assertThatThrownBy(() -> Mapping.parse(
                        "rules:\n  - {id: x, category: CT-NONE, text: x}\n", "m.yaml", TestLevels.categories()))
                .hasMessage("m.yaml: rule x: CT-NONE is not in the categories");
    }
}
