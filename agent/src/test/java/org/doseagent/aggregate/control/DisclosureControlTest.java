package org.doseagent.aggregate.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.doseagent.aggregate.control.TestRelease.CONTROL;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.doseagent.aggregate.cells.Cell;
import org.doseagent.aggregate.cells.CellKey;
import org.doseagent.aggregate.cells.Contribution;
import org.doseagent.aggregate.cells.DetectorRows;
import org.doseagent.aggregate.cells.EquipmentAge;
import org.doseagent.aggregate.cells.Leaf;
import org.doseagent.aggregate.cells.Level;
import org.doseagent.aggregate.cells.PopulationBand;
import org.doseagent.aggregate.control.DisclosureControl.Thresholds;
import org.doseagent.dose.Percentiles;
import org.doseagent.dose.Quantity;
import org.doseagent.dose.identity.DeviceKey;
import org.doseagent.dose.identity.PatientKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class DisclosureControlTest {

    private static final DeviceKey SCANNER = new DeviceKey("M", "S", "1");

    private static final CellKey KEY =
            new CellKey("CT-CHEST", PopulationBand.ADULT, EquipmentAge.ANY, DetectorRows.ANY, Quantity.DLP, 32);

    @ParameterizedTest(name = "{0} exams of {1} patients: {2}")
    @CsvSource({
        "20, 20, ",
        "19, 19, fewer than 20 exams",
        "20, 10, ",
        "90, 9, fewer than 10 patients",
        "200, 10, ",
        "0, 1, fewer than 20 exams"
    })
    void thresholds(int exams, int patients, String obstacle) {
        assertThat(CONTROL.obstacle(of(exams, patients)).orElse(null)).isEqualTo(obstacle);
    }

    @Test
    void a_patient_with_more_than_a_tenth_holds_the_cell_back() {
        List<Contribution> tenth = distinct(18);
        tenth.add(contribution("p0", 500));
        tenth.add(contribution("p1", 501));
        assertThat(CONTROL.obstacle(tenth)).as("two of twenty are a tenth").isEmpty();
        tenth.set(19, contribution("p0", 501));
        assertThat(CONTROL.obstacle(tenth)).contains("one patient has more than a tenth of the exams");
    }

    @Test
    void exams_without_a_patient_count_as_one_patient() {
        List<Contribution> unknown = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            unknown.add(contribution("", 100 + i));
        }
        assertThat(CONTROL.obstacle(unknown)).contains("fewer than 10 patients");
        assertThat(CONTROL.counted(unknown)).hasSize(2);
    }

    @Test
    void the_earliest_exams_of_a_patient_count_and_at_one_time_those_of_the_smaller_hash() {
        List<Contribution> three = List.of(
                new Contribution(
                        new Leaf("3", "c"),
                        Optional.of(new PatientKey("p")),
                        SCANNER,
                        LocalDateTime.of(2026, 10, 3, 0, 0),
                        Instant.EPOCH,
                        BigDecimal.ONE),
                new Contribution(
                        new Leaf("2", "b"),
                        Optional.of(new PatientKey("p")),
                        SCANNER,
                        LocalDateTime.of(2026, 10, 1, 0, 0),
                        Instant.EPOCH,
                        BigDecimal.ONE),
                new Contribution(
                        new Leaf("1", "a"),
                        Optional.of(new PatientKey("p")),
                        SCANNER,
                        LocalDateTime.of(2026, 10, 3, 0, 0),
                        Instant.EPOCH,
                        BigDecimal.ONE));
        assertThat(CONTROL.counted(three))
                .extracting(each -> each.leaf().value())
                .containsExactly("b", "a");
    }

    @Test
    void five_exams_must_lie_on_each_side_of_each_percentile() {
        List<Contribution> flat = distinct(24);
        for (int i = 0; i < 6; i++) {
            flat.set(i, contribution("p" + i, 100));
        }
        for (int i = 6; i < 24; i++) {
            flat.set(i, contribution("p" + i, 200));
        }
        assertThat(CONTROL.obstacle(flat))
                .hasValueSatisfying(reason -> assertThat(reason).contains("on one side of the"));
    }

    @Test
    void what_leaves_is_rounded_after_the_decision() {
        Cell cell = cell(CONTROL, distinct(23));
        assertThat(cell.n()).isEqualTo(20);
        // 100 to 122: the quartiles are 105.5, 111 and 116.5.
        assertThat(List.of(cell.p25(), cell.p50(), cell.p75()))
                .containsExactly(new BigDecimal("110"), new BigDecimal("110"), new BigDecimal("120"));
    }

    @ParameterizedTest(name = "{0} exams above are {1}")
    @CsvSource({
        "0, 0-4",
        "4, 0-4",
        "5, 5-9",
        "9, 5-9",
        "10, 10-19",
        "19, 10-19",
        "20, 20-49",
        "49, 20-49",
        "50, 50-99",
        "99, 50-99",
        "100, 100+",
        "150, 100+"
    })
    void exceedances_are_published_as_bands(int above, String band) {
        Cell cell = CONTROL.cell(KEY, distinct(150), Percentiles::of, List.of(level("a", 249 - above)));
        assertThat(cell.aboveDrl())
                .singleElement()
                .extracting(Cell.Exceedance::exams)
                .isEqualTo(band);
    }

    @Test
    void of_levels_close_to_each_other_one_is_published() {
        List<Level> levels = List.of(level("a", 110), level("b", 115), level("c", 110), level("d", 121));
        Cell cell = CONTROL.cell(KEY, distinct(30), Percentiles::of, levels);
        assertThat(cell.aboveDrl()).extracting(each -> each.set().id()).containsExactly("a", "c", "d");
        assertThat(CONTROL.without(Set.of(Rule.SPACED_LEVELS))
                        .cell(KEY, distinct(30), Percentiles::of, levels)
                        .aboveDrl())
                .hasSize(4);
    }

    @Test
    void a_level_fits_only_its_category_quantity_phantom_and_everybody_of_the_population() {
        Level level = level("a", 110);
        assertThat(level.fits(KEY)).isTrue();
        assertThat(new Level(level.set(), "CT-CHEST", Quantity.DLP, 32, 0, 6574, level.value()).fits(KEY))
                .isFalse();
        assertThat(new Level(level.set(), "CT-CHEST", Quantity.DLP, 16, 0, Integer.MAX_VALUE, level.value()).fits(KEY))
                .isFalse();
        assertThat(new Level(level.set(), "CT-CHEST", Quantity.CTDIVOL, 32, 0, Integer.MAX_VALUE, level.value())
                        .fits(KEY))
                .isFalse();
    }

    @Test
    void no_setting_goes_below_the_floor() {
        assertThatThrownBy(() -> new Thresholds(19, 10, 2)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Thresholds(20, 9, 2)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Thresholds(20, 10, 3)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Thresholds(20, 10, 0)).isInstanceOf(IllegalArgumentException.class);
    }

    private static Cell cell(DisclosureControl control, List<Contribution> exams) {
        return control.cell(KEY, exams, Percentiles::of, List.of());
    }

    private static Level level(String set, int value) {
        return new Level(
                new Level.DrlSetId(set, "IE", "0".repeat(64)),
                "CT-CHEST",
                Quantity.DLP,
                32,
                6574,
                Integer.MAX_VALUE,
                BigDecimal.valueOf(value));
    }

    private static List<Contribution> distinct(int exams) {
        return of(exams, Math.max(exams, 1));
    }

    private static List<Contribution> of(int exams, int patients) {
        List<Contribution> contributions = new ArrayList<>();
        for (int i = 0; i < exams; i++) {
            contributions.add(contribution("p" + i % patients, 100 + i));
        }
        return contributions;
    }

    private static Contribution contribution(String patient, int value) {
        return new Contribution(
                new Leaf("part" + value, "value" + value),
                Optional.of(patient).filter(key -> !key.isEmpty()).map(PatientKey::new),
                SCANNER,
                LocalDateTime.of(2026, 10, 5, 9, 0),
                Instant.EPOCH,
                BigDecimal.valueOf(value));
    }
}
