package org.doseagent.drl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class DrlSetTest {

    private static final String HEADER = """
            id: test
            title: Test
            jurisdiction: XX
            edition: "1"
            source: nowhere
            tier: A
            rows:
            """;
    private static final String ROW =
            "  - {category: CT-HEAD, quantity: DLP, scope: EXAM, value: \"800\", unit: mGy.cm, phantomCm: 16, population: adult, minDays: 6574}\n";

    @ParameterizedTest
    @ValueSource(strings = {"uk-ndrl-2022.yaml", "eu-euclid-rp195.yaml"})
    void the_shipped_sets_are_read(String file) throws Exception {
        Path path = TestLevels.CONFIG.resolve("drl").resolve(file);
        DrlSet set = DrlSet.parse(Files.readString(path), file, TestLevels.categories());
        assertThat(set.rows()).hasSizeGreaterThan(10);
        assertThat(set.isTrusted()).isEqualTo(file.startsWith("uk"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "scope: EXAM, | '' | rows[1].scope: is mandatory",
                "scope: EXAM | scope: STUDY | STUDY is not one of [EXAM, PHASE, ACQUISITION]",
                "phantomCm: 16 | phantomCm: 20 | rows[1].phantomCm: must be 16 or 32",
                "unit: mGy.cm | unit: mGy | rows[1].unit: must be mGy.cm for DLP",
                "value: \"800\" | value: \"8000000\" | rows[1].value: must be a decimal number",
                "value: \"800\" | value: \"2\" | rows[1].value: 2 is not plausible (5 to 10000)",
                "population: adult, | '' | rows[1].population: is mandatory",
                "minDays: 6574 | maxDays: 10 | rows[1]: minDays must be given and below maxDays",
                "CT-HEAD | CT-HAED | CT-HAED is not in the categories",
                "tier: A | tier: D | tier: must be A, B or C",
                "source: nowhere | '' | source: is mandatory"
            })
    void what_a_level_must_have(String from, String to, String problem) {
        String text = (HEADER + ROW).replace(from, to == null ? "" : to);
        assertThatThrownBy(() -> DrlSet.parse(text, "my.yaml", TestLevels.categories()))
                .isInstanceOf(DrlException.class)
                .hasMessageContaining("my.yaml: ")
                .hasMessageContaining(problem);
    }

    @Test
    void overlapping_bands_are_refused() {
        String text = HEADER + ROW + ROW.replace("6574", "7000");
        assertThatThrownBy(() -> DrlSet.parse(text, "my.yaml", TestLevels.categories()))
                .hasMessageContaining("rows[1] and rows[2] overlap in age");
    }

    @Test
    void a_gap_between_bands_is_refused() {
        String text = HEADER + ROW + ROW.replace("minDays: 6574", "minDays: 0, maxDays: 6573");
        assertThatThrownBy(() -> DrlSet.parse(text, "my.yaml", TestLevels.categories()))
                .hasMessageContaining("CT-HEAD DLP has a gap in age at day 6573");
    }

    @Test
    void bands_that_touch_are_right() throws Exception {
        String text = HEADER + ROW + ROW.replace("minDays: 6574", "minDays: 0, maxDays: 6574");
        assertThat(DrlSet.parse(text, "my.yaml", TestLevels.categories()).rows())
                .hasSize(2);
    }
}
