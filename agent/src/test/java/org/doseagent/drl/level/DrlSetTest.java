package org.doseagent.drl.level;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.doseagent.drl.yaml.FileName;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.doseagent.dose.Quantity;
import org.doseagent.drl.TestLevels;
import org.doseagent.drl.yaml.DrlException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

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

    static List<Path> shipped() throws Exception {
        try (Stream<Path> files = Files.list(TestLevels.CONFIG.resolve("drl"))) {
            return files.sorted().toList();
        }
    }

    @ParameterizedTest
    @MethodSource("shipped")
    void each_shipped_set_is_read_and_a_transcription_is_not_trusted(Path path) throws Exception {
        String file = path.getFileName().toString();
        DrlSet set = DrlSet.parse(Files.readString(path), new FileName(file), TestLevels.categories());
        assertThat(file).isEqualTo(set.id() + ".yaml");
        assertThat(set.rows()).hasSizeGreaterThanOrEqualTo(2);
        assertThat(set.isTrusted()).isEqualTo(!set.tier().equals("C"));
        assertThat(set.adopted().isTrusted()).isTrue();
    }

    @ParameterizedTest
    @MethodSource("shipped")
    void each_row_of_a_shipped_set_carries_how_it_was_verified(Path path) throws Exception {
        DrlSet set = DrlSet.parse(Files.readString(path), new FileName("p"), TestLevels.categories());
        assertThat(set.rows())
                .allSatisfy(row -> assertThat(row.stated().verification()).isNotEqualTo("not stated"));
        assertThat(set.validTo().isEmpty() || set.successor().isPresent()).isTrue();
    }

    @Test
    void a_set_with_a_successor_and_a_doubted_row_say_so_in_every_comparison() throws Exception {
        DrlSet set = DrlSet.parse(
                HEADER.replace("rows:", "superseded: {year: 2025, by: \"Edition 2\"}\nverification: by eye\nrows:")
                        + ROW.replace("minDays: 6574}", "minDays: 6574, doubt: \"a digit is missing\"}"),
                new FileName("p"),
                TestLevels.categories());
        DrlSet.Row row = set.rows().get(0);
        assertThat(row.stated().verification()).isEqualTo("by eye");
        assertThat(set.reservation(row))
                .hasValueSatisfying(text -> assertThat(text)
                        .contains("a digit is missing", "superseded 2025, values not available here (Edition 2)"));
        assertThat(new Successor(Optional.empty(), "Edition 2", Optional.of("other")).text())
                .isEqualTo("superseded, see other (Edition 2)");
        assertThatThrownBy(() -> DrlSet.parse(
                        HEADER.replace("rows:", "superseded: {year: soon}\nrows:") + ROW, new FileName("p"), TestLevels.categories()))
                .hasMessageContaining("superseded.year");
    }

    @Test
    void the_mended_sets_have_the_values_of_their_sources() throws Exception {
        assertThat(value("kr", "CT-ABDOMEN-MULTIPHASE", Quantity.DLP)).isEqualTo("1530.44");
        assertThat(value("kr", "CT-ABDOMEN-MULTIPHASE", Quantity.CTDIVOL)).isEqualTo("9.53");
        assertThat(value("jp-2020", "CT-LIVER-HCC", Quantity.CTDIVOL)).isEmpty();
        assertThat(value("jp-2020", "CT-LIVER-HCC", Quantity.DLP)).isEqualTo("2100");
        assertThat(set("jp-2020").isValidOn(LocalDate.of(2020, 7, 2))).isFalse();
        assertThat(set("jp-2020-children").isValidOn(LocalDate.of(2025, 7, 6))).isTrue();
        assertThat(set("jp-2020-children").isValidOn(LocalDate.of(2025, 7, 7))).isFalse();
        assertThat(set("fr-2011").isValidOn(LocalDate.of(2012, 1, 13))).isFalse();
        assertThat(set("fr-2011").isValidOn(LocalDate.of(2019, 5, 30))).isTrue();
        assertThat(set("fr-2011").isValidOn(LocalDate.of(2019, 5, 31))).isFalse();
        assertThat(set("ie-foley-2012").method())
                .isEqualTo(new DrlSet.Method(DrlSet.Statistic.MEAN, 10, Optional.empty()));
        assertThat(set("ca-bc-2013").method().minN()).isEqualTo(11);
        assertThat(set("ca-bc-2013").method().weightKg()).hasValueSatisfying(kg -> {
            assertThat(kg.contains(new BigDecimal("49.9"))).isFalse();
            assertThat(kg.contains(new BigDecimal("50"))).isTrue();
            assertThat(kg.contains(new BigDecimal("90"))).isTrue();
            assertThat(kg.contains(new BigDecimal("90.1"))).isFalse();
        });
        assertThat(set("jp-2020-children").rows())
                .filteredOn(row -> row.stated().doubt().isPresent())
                .singleElement()
                .satisfies(row -> assertThat(row.value()).isEqualTo("600"));
    }

    private static DrlSet set(String id) throws Exception {
        return DrlSet.parse(
                Files.readString(TestLevels.CONFIG.resolve("drl/" + id + ".yaml")), new FileName(id), TestLevels.categories());
    }

    private static String value(String id, String category, Quantity quantity) throws Exception {
        return set(id).rowsOf(category).stream()
                .filter(row -> row.quantity() == quantity)
                .map(row -> row.value().toPlainString())
                .findFirst()
                .orElse("");
    }

    @Test
    void both_paediatric_keys_are_read() throws Exception {
        DrlSet set = DrlSet.parse(
                Files.readString(TestLevels.CONFIG.resolve("drl/eu-pidrl-rp185.yaml")), new FileName("p"), TestLevels.categories());
        assertThat(set.rows()).filteredOn(DrlSet.Row::goesByWeight).hasSize(19).allMatch(row -> row.maxDays() == 6574);
        assertThat(set.rows())
                .filteredOn(row -> row.category().equals("CT-HEAD"))
                .hasSize(8)
                .noneMatch(DrlSet.Row::goesByWeight);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "minKg: 5, maxKg: 15 | minKg: 10, maxKg: 20 | rows[1]: overlaps rows[2] in age and weight",
                "minKg: 5, maxKg: 15 | minKg: 16, maxKg: 20 | CT-HEAD DLP has a gap in weight at 15 kg",
                "minKg: 15, maxKg: 15 | minKg: 15 | rows[1].minKg: must be below maxKg",
                "minKg: heavy | minKg: 15 | rows[1].minKg: must be a weight in kg"
            })
    void bands_of_weight_neither_overlap_nor_leave_a_gap(String first, String second, String problem) {
        String text =
                HEADER + ROW.replace("6574}", "6574, " + first + "}") + ROW.replace("6574}", "6574, " + second + "}");
        assertThatThrownBy(() -> DrlSet.parse(text, new FileName("my.yaml"), TestLevels.categories()))
                .hasMessageContaining(problem);
    }

    @Test
    void a_dlp_of_one_phase_that_does_not_fit_its_ctdivol_is_refused() {
        String text = HEADER
                + ROW.replace("EXAM", "PHASE")
                + ROW.replace("DLP", "CTDIVOL").replace("mGy.cm", "mGy").replace("800", "5");
        assertThatThrownBy(() -> DrlSet.parse(text, new FileName("my.yaml"), TestLevels.categories()))
                .hasMessageContaining("implies a scan of 160.0 cm");
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
                "tier: A | tier: D | tier: must be A, B or C, or L for typical values of the site",
                "source: nowhere | '' | source: is mandatory",
                "minDays: 6574 | minDays: 0, maxDay: 99 | rows[1].maxDay: unknown key; did you mean maxDays?",
                "jurisdiction: XX | country: XX | country: unknown key",
                "jurisdiction: XX | jurisdiction: NO | jurisdiction: must be two letters; NO needs quotes",
                "value: \"800\" | value: \"800\", target: \"900\" | rows[1].target: must be a decimal number below value",
                "population: adult | population: adult, percentile: P75 | rows[1].percentile: must be a whole number"
            })
    void what_a_level_must_have(String from, String to, String problem) {
        String text = (HEADER + ROW).replace(from, to == null ? "" : to);
        assertThatThrownBy(() -> DrlSet.parse(text, new FileName("my.yaml"), TestLevels.categories()))
                .isInstanceOf(DrlException.class)
                .hasMessageContaining("my.yaml:")
                .hasMessageContaining(problem);
    }

    @Test
    void overlapping_bands_are_refused() {
        String text = HEADER + ROW + ROW.replace("6574", "7000");
        assertThatThrownBy(() -> DrlSet.parse(text, new FileName("my.yaml"), TestLevels.categories()))
                .hasMessageContaining("rows[1]: overlaps rows[2] in age");
    }

    @Test
    void a_gap_between_bands_is_refused() {
        String text = HEADER + ROW + ROW.replace("minDays: 6574", "minDays: 0, maxDays: 6573");
        assertThatThrownBy(() -> DrlSet.parse(text, new FileName("my.yaml"), TestLevels.categories()))
                .hasMessageContaining("CT-HEAD DLP has a gap in age at day 6573");
    }

    @Test
    void bands_that_touch_are_right() throws Exception {
        String text = HEADER + ROW + ROW.replace("minDays: 6574", "minDays: 0, maxDays: 6574");
        assertThat(DrlSet.parse(text, new FileName("my.yaml"), TestLevels.categories()).rows())
                .hasSize(2);
    }

    @Test
    void a_dlp_of_an_exam_that_no_scan_with_its_ctdivol_can_give_is_refused() {
        String text = HEADER
                + ROW.replace("800", "48")
                + ROW.replace("DLP", "CTDIVOL").replace("mGy.cm", "mGy").replace("800", "40");
        assertThatThrownBy(() -> DrlSet.parse(text, new FileName("my.yaml"), TestLevels.categories()))
                .hasMessageContaining("implies a scan of 1.2 cm");
    }

    @Test
    void what_may_be_right_but_is_rare_is_a_warning() throws Exception {
        String text = HEADER
                + ROW.replace("800", "48")
                + ROW.replace("DLP", "CTDIVOL").replace("mGy.cm", "mGy").replace("800", "8")
                + ROW.replace("minDays: 6574", "minDays: 0, maxDays: 6574");
        assertThat(DrlSet.parse(text, new FileName("my.yaml"), TestLevels.categories()).warnings())
                .containsExactlyInAnyOrder(
                        "rows[1]: CT-HEAD DLP of adult: with the CTDIvol of the set it implies a scan of 6.0 cm",
                        "rows[3]: CT-HEAD DLP of adult: 800 is above the 48 of adult");
    }

    @Test
    void who_asks_for_a_mean_is_compared_with_the_mean() throws Exception {
        for (String id : List.of("fr-2011", "no-2014")) {
            DrlSet set = DrlSet.parse(
                    Files.readString(TestLevels.CONFIG.resolve("drl/" + id + ".yaml")), new FileName(id), TestLevels.categories());
            assertThat(set.method().statistic()).isEqualTo(DrlSet.Statistic.MEAN);
            assertThat(set.method().minN()).isEqualTo(id.equals("fr-2011") ? 30 : 20);
        }
    }

    @Test
    void adopting_a_set_is_another_thing_than_having_verified_it() throws Exception {
        DrlSet set = DrlSet.parse(HEADER.replace("tier: A", "tier: C") + ROW, new FileName("my.yaml"), TestLevels.categories());
        assertThat(set.adopted().isTrusted()).isTrue();
        assertThat(set.adopted().isAdopted()).isTrue();
        assertThat(set.adopted().isVerified()).isFalse();
        assertThat(set.adopted().timeless().isTrusted()).isTrue();
    }
}
