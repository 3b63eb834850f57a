package org.doseagent.drl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.doseagent.drl.yaml.FileName;
import java.math.BigDecimal;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.doseagent.dose.PartDose;
import org.doseagent.dose.Quantity;
import org.doseagent.dose.identity.DeviceKey;
import org.doseagent.drl.level.DrlSet;
import org.doseagent.testdata.Exams;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The rule of StrlSchV, Annex 14, for groups: one exam above three times the DRL, and a mean of 20 above twice. The DRL of the test is 400. */
final class GroupRuleTest {

    private EventRules pack;
    private DrlSet set;
    private DrlSet.Row row;

    @BeforeEach
    void read() throws Exception {
        pack = TestLevels.german();
        set = TestLevels.set("");
        row = set.rowsOf("CT-CHEST").stream()
                .filter(each -> each.quantity() == Quantity.DLP)
                .findFirst()
                .orElseThrow();
    }

    @ParameterizedTest
    @CsvSource({"850, 1201, true", "850, 1200, false", "770, 1201, false"})
    void asks_for_one_far_exam_and_a_high_mean(int others, String far, boolean isReported) {
        List<PartDose> parts = new ArrayList<>(parts(19, others));
        parts.add(part(far, 19));
        List<GroupRule.Occurrence> found = occurrences(parts);
        assertThat(!found.isEmpty()).isEqualTo(isReported);
        found.forEach(one -> {
            assertThat(one.trigger()).isEqualTo(parts.get(19));
            assertThat(one.alert().text())
                    .contains("3 times", "2 times", "20 consecutive", "Anlage 14", "not a limit", "DLP of 1201 mGy·cm");
        });
        assertThat(occurrences(parts.subList(1, 20))).isEmpty();
    }

    @Test
    void finds_what_later_exams_have_covered() {
        List<PartDose> parts = new ArrayList<>(parts(19, 804));
        parts.add(part("1204", 19));
        for (int i = 0; i < 20; i++) {
            parts.add(part("200", 20 + i));
        }
        assertThat(occurrences(parts))
                .singleElement()
                .satisfies(one -> assertThat(one.trigger().dlpMGyCm()).hasValue(new BigDecimal("1204")));
    }

    @Test
    void finds_a_mean_that_becomes_high_after_the_far_exam() {
        List<PartDose> parts = new ArrayList<>(parts(19, 100));
        parts.add(part("1300", 19));
        for (int i = 0; i < 19; i++) {
            parts.add(part("900", 20 + i));
        }
        assertThat(occurrences(parts)).hasSize(1);
    }

    @Test
    void reports_a_run_of_far_exams_once_and_another_run_again() {
        List<PartDose> parts = new ArrayList<>(parts(60, 1300));
        for (int i = 0; i < 40; i++) {
            parts.add(part("200", 60 + i));
        }
        for (int i = 0; i < 25; i++) {
            parts.add(part("1300", 100 + i));
        }
        assertThat(occurrences(parts)).hasSize(2);
    }

    @Test
    void more_exams_never_take_back_what_was_found() {
        for (int seed = 0; seed < 20; seed++) {
            Random random = new Random(seed);
            List<PartDose> parts = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                parts.add(part(String.valueOf(300 + random.nextInt(1200)), i));
            }
            List<LocalDateTime> before = List.of();
            for (int n = 20; n <= 200; n += 15) {
                List<LocalDateTime> now = occurrences(parts.subList(0, n)).stream()
                        .map(one -> one.trigger().studyDateTime())
                        .toList();
                List<LocalDateTime> gone = new ArrayList<>(before);
                gone.removeAll(now);
                assertThat(now.size()).as("seed " + seed + ", " + gone).isGreaterThanOrEqualTo(before.size());
                before = now;
            }
        }
    }

    @Test
    void an_adult_outside_the_weight_band_of_the_set_does_not_count() throws Exception {
        set = TestLevels.set("minKg: 50\nmaxKg: 90\n");
        List<PartDose> parts = new ArrayList<>();
        for (int i = 0; i < 19; i++) {
            parts.add(weighing("70", "850", i));
        }
        List<PartDose> withHeavy = new ArrayList<>(parts);
        withHeavy.add(weighing("120", "1300", 19));
        assertThat(occurrences(withHeavy)).isEmpty();
        parts.add(weighing("70", "1300", 19));
        assertThat(occurrences(parts)).hasSize(1);
    }

    @Test
    void a_pack_without_the_sets_that_its_group_rule_is_about_is_refused() {
        assertThatThrownBy(() -> EventRules.parse(
                        "id: x\nsource: y\ngroup: {singleMultiple: '3', meanMultiple: '2', lastN: 20}\n", new FileName("x.yaml")))
                .hasMessageContaining("sets: is mandatory with group");
    }

    private List<GroupRule.Occurrence> occurrences(List<PartDose> parts) {
        return pack.group().orElseThrow().occurrences(parts, set, row, pack);
    }

    private static List<PartDose> parts(int n, int dlp) {
        List<PartDose> parts = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            parts.add(part("" + dlp, i));
        }
        return parts;
    }

    private static PartDose part(String dlp, int hour) {
        return part(Optional.empty(), dlp, hour);
    }

    private static PartDose weighing(String kilograms, String dlp, int hour) {
        return part(Optional.of(new BigDecimal(kilograms)), dlp, hour);
    }

    private static PartDose part(Optional<BigDecimal> weightKg, String dlp, int hour) {
        return new PartDose(
                1,
                "CT-CHEST",
                new DeviceKey("MAKER", "MODEL", "1"),
                LocalDateTime.of(2026, 1, 1, 8, 0).plusHours(hour),
                Optional.of(9000),
                weightKg,
                Exams.totals(32, BigDecimal.ONE, new BigDecimal(dlp)));
    }
}
