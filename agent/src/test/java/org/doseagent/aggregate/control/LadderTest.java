package org.doseagent.aggregate.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.doseagent.aggregate.control.TestRelease.OCTOBER;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.doseagent.aggregate.cells.Canonical;
import org.doseagent.aggregate.cells.CellKey;
import org.doseagent.aggregate.cells.DetectorRows;
import org.doseagent.aggregate.cells.EquipmentAge;
import org.doseagent.aggregate.cells.Inventory;
import org.doseagent.aggregate.cells.Leaf;
import org.doseagent.aggregate.cells.PopulationBand;
import org.doseagent.aggregate.cells.Reference;
import org.doseagent.dose.assessment.AssessedExam;
import org.doseagent.testdata.Sample;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The coarsening ladder of earlier programs, step by step, on a site with an inventory. */
final class LadderTest {

    private static final Inventory INVENTORY = new Inventory(Map.of(
            "new-64a", scanner(2024, 64),
            "new-64b", scanner(2025, 64),
            "new-16a", scanner(2022, 16),
            "new-16b", scanner(2023, 16),
            "old-64a", scanner(2010, 64),
            "old-64b", scanner(2012, 64),
            "future", scanner(2030, 64)));

    private final List<AssessedExam> exams = new ArrayList<>();
    private int next;

    @BeforeEach
    void start() {
        add("new-64a", 20_000, 15);
        add("new-64b", 20_000, 15);
    }

    @Test
    void classes_that_pass_stay_as_they_are() {
        add("new-16a", 20_000, 15);
        add("new-16b", 20_000, 15);
        add("old-64a", 20_000, 15);
        add("old-64b", 20_000, 15);
        assertThat(cells()).containsExactly("adult 0-5 1-16 30", "adult 0-5 17-64 30", "adult 11+ 17-64 30");
    }

    @Test
    void a_class_of_rows_with_one_scanner_is_merged_with_its_siblings() {
        add("new-16a", 20_000, 30);
        assertThat(cells()).containsExactly("adult 0-5 any 60");
    }

    @Test
    void a_class_of_rows_that_is_too_small_is_merged_with_its_siblings() {
        add("new-16a", 20_000, 9);
        add("new-16b", 20_000, 10);
        add("old-64a", 20_000, 15);
        add("old-64b", 20_000, 15);
        assertThat(cells()).containsExactly("adult 0-5 any 45", "adult 11+ 17-64 30");
    }

    @Test
    void an_age_of_equipment_that_is_too_small_merges_all_ages() {
        add("old-64a", 20_000, 19);
        assertThat(cells()).containsExactly("adult any any 45");
    }

    @Test
    void a_scanner_that_is_not_in_the_inventory_or_not_yet_installed_is_of_the_class_unknown() {
        add("stranger-1", 20_000, 15);
        add("future", 20_000, 15);
        assertThat(cells()).containsExactly("adult 0-5 17-64 30", "adult unknown any 30");
    }

    @Test
    void bands_of_children_merge_with_each_other_and_never_with_adults() {
        add("new-64a", 30, 25);
        add("new-64b", 500, 10);
        assertThat(cells()).containsExactly("child any any 35", "adult 0-5 17-64 30");
    }

    @Test
    void bands_of_children_that_pass_stay_apart() {
        add("new-64a", 30, 25);
        add("new-64b", 500, 25);
        assertThat(cells()).containsExactly("child-0-3m 0-5 any 25", "child-1-6y 0-5 any 25", "adult 0-5 17-64 30");
    }

    @Test
    void what_fails_with_all_classes_merged_is_withheld() {
        add("new-64a", 30, 10);
        add("new-64b", 500, 9);
        assertThat(partition().withheld())
                .hasSize(2)
                .allMatch(each -> each.key().population() == PopulationBand.CHILD)
                .allMatch(each -> each.reason().equals("fewer than 20 exams"));
    }

    @Test
    void an_exam_is_in_one_cell_of_a_quantity() {
        add("new-16a", 20_000, 30);
        add("old-64a", 500, 30);
        List<Candidate> candidates = partition().candidates();
        List<Leaf> leaves =
                candidates.stream().flatMap(each -> each.leaves().stream()).toList();
        assertThat(leaves).doesNotHaveDuplicates();
        List<CellKey> keys = candidates.stream().map(Candidate::key).toList();
        for (CellKey key : keys) {
            assertThat(keys.stream().filter(key::overlaps)).containsExactly(key);
            assertThat(CellKey.parse(key.text())).isEqualTo(key);
        }
    }

    @Test
    void equipment_is_as_old_as_on_the_day_of_the_exam() {
        assertThat(EquipmentAge.of(2026, 2021)).isEqualTo(EquipmentAge.UP_TO_5);
        assertThat(EquipmentAge.of(2026, 2020)).isEqualTo(EquipmentAge.UP_TO_10);
        assertThat(EquipmentAge.of(2026, 2016)).isEqualTo(EquipmentAge.UP_TO_10);
        assertThat(EquipmentAge.of(2026, 2015)).isEqualTo(EquipmentAge.OVER_10);
        assertThat(EquipmentAge.of(2026, 2027)).isEqualTo(EquipmentAge.UNKNOWN);
        assertThat(DetectorRows.of(16)).isEqualTo(DetectorRows.UP_TO_16);
        assertThat(DetectorRows.of(17)).isEqualTo(DetectorRows.UP_TO_64);
        assertThat(DetectorRows.of(65)).isEqualTo(DetectorRows.OVER_64);
    }

    private static Inventory.Scanner scanner(int installed, int rows) {
        return new Inventory.Scanner(Optional.of(installed), Optional.of(rows));
    }

    private void add(String scanner, int ageDays, int count) {
        for (int i = 0; i < count; i++) {
            next++;
            exams.add(Sample.of("ladder" + next, String.valueOf(200 + 3 * (next % 50) + next / 50))
                    .scanner(scanner)
                    .ageDays(ageDays)
                    .exam());
        }
    }

    private Partition partition() {
        return new TestRelease(DisclosureControl.ofEarlierPrograms(), INVENTORY, Reference.NONE).partition(exams);
    }

    private List<String> cells() {
        List<String> cells = new ArrayList<>();
        Release release = new TestRelease(DisclosureControl.ofEarlierPrograms(), INVENTORY, Reference.NONE)
                .decide(OCTOBER, exams)
                .release()
                .orElseThrow();
        Canonical.parse(release.json()).path("cells").forEach(cell -> {
            if (cell.path("quantity").asText().equals("DLP")) {
                cells.add(String.join(
                        " ",
                        cell.path("population").asText(),
                        cell.path("equipmentAge").asText(),
                        cell.path("detectorRows").asText(),
                        cell.path("n").asText()));
            }
        });
        return cells;
    }
}
