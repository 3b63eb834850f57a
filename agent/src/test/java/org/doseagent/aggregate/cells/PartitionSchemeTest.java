package org.doseagent.aggregate.cells;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.doseagent.dose.assessment.AssessedExam;
import org.doseagent.dose.identity.KeyedHash;
import org.doseagent.testdata.Sample;
import org.junit.jupiter.api.Test;

/** The partition of a year, which depends on the inventory alone. */
final class PartitionSchemeTest {

    private static final Inventory LARGE = inventory(Map.of(
            "new-64a", scanner(2024, 64),
            "new-64b", scanner(2025, 64),
            "new-16a", scanner(2022, 16),
            "new-16b", scanner(2023, 16),
            "old-64", scanner(2010, 64),
            "old-16", scanner(2012, 16)));

    @Test
    void a_small_hospital_has_one_class() {
        assertThat(PartitionScheme.of(Inventory.NONE, 2026, false)).isEqualTo(PartitionScheme.COARSEST);
        assertThat(PartitionScheme.of(inventory(Map.of("a", scanner(2020, 64))), 2026, false))
                .isEqualTo(PartitionScheme.COARSEST);
        assertThat(PartitionScheme.of(inventory(Map.of("a", scanner(2024, 64), "b", scanner(2010, 16))), 2026, false)
                        .text())
                .isEqualTo("children-merged any:any");
    }

    @Test
    void a_class_is_distinguished_if_all_its_siblings_have_two_scanners() {
        assertThat(PartitionScheme.of(LARGE, 2026, true).text()).isEqualTo("children-separate 0-5:1-16,17-64 11+:any");
    }

    @Test
    void a_text_is_read_again() {
        for (PartitionScheme scheme : List.of(
                PartitionScheme.COARSEST,
                PartitionScheme.of(LARGE, 2026, true),
                PartitionScheme.of(LARGE, 2029, false))) {
            assertThat(PartitionScheme.parse(scheme.text())).isEqualTo(scheme);
        }
        assertThatThrownBy(() -> PartitionScheme.parse("children 0-5:any"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void no_exam_changes_the_cells_of_the_others() {
        List<AssessedExam> exams = new ArrayList<>();
        for (int i = 0; i < 25; i++) {
            exams.add(Sample.of("a" + i, String.valueOf(300 + i))
                    .scanner("new-64a")
                    .exam());
        }
        Map<CellKey, Integer> before = counts(exams);
        exams.add(Sample.of("rare", "300").scanner("old-16").exam());
        Map<CellKey, Integer> after = counts(exams);
        assertThat(after).containsAllEntriesOf(before).hasSize(before.size() + 2);
    }

    @Test
    void a_scanner_of_a_class_that_the_year_does_not_have_waits() {
        Inventory later = inventory(Map.of("new-64a", scanner(2024, 64), "next", scanner(2019, 64)));
        Tabulation tabulation = new Tabulator(
                        later,
                        new Tabulator.Counting(
                                Admission.ALL, PartitionScheme.of(LARGE, 2026, false), UnaryOperator.identity()),
                        new KeyedHash(new byte[32]))
                .tabulate(
                        List.of(
                                Sample.of("1", "300").scanner("new-64a").exam(),
                                Sample.of("2", "300").scanner("next").exam()),
                        Reference.NONE);
        assertThat(tabulation.contributions()).hasSize(2);
        assertThat(tabulation.refusedParts()).isEqualTo(1);
    }

    private static Map<CellKey, Integer> counts(List<AssessedExam> exams) {
        Map<CellKey, Integer> counts = new TreeMap<>();
        new Tabulator(
                        LARGE,
                        new Tabulator.Counting(
                                Admission.ALL, PartitionScheme.of(LARGE, 2026, false), UnaryOperator.identity()),
                        new KeyedHash(new byte[32]))
                .tabulate(exams, Reference.NONE)
                .finest()
                .forEach((key, each) -> counts.put(key, each.size()));
        return counts;
    }

    private static Inventory inventory(Map<String, Inventory.Scanner> scanners) {
        return new Inventory(scanners);
    }

    private static Inventory.Scanner scanner(int installed, int rows) {
        return new Inventory.Scanner(Optional.of(installed), Optional.of(rows));
    }
}
