package org.doseagent.aggregate.attack;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.doseagent.aggregate.cells.CalendarPeriod;
import org.doseagent.aggregate.cells.Leaf;
import org.doseagent.aggregate.control.Release;
import org.doseagent.aggregate.control.SimulatedSite;
import org.doseagent.aggregate.control.TestRelease;
import org.junit.jupiter.api.Test;

/** Properties of the releases of every hospital, checked on many simulated ones whose seeds are printed. */
final class ReleasePropertyTest {

    private static final YearMonth FIRST = YearMonth.of(2023, 10);
    private static final int HOSPITALS = 12;
    private static final int MONTHS = 3;
    private static final int FLOOR = 20;

    @Test
    void no_difference_of_two_releases_is_below_the_floor() {
        for (long seed = 1; seed <= HOSPITALS; seed++) {
            TestRelease site = new SimulatedSite(seed).live(FIRST, MONTHS, TestRelease.CONTROL);
            for (int month = 0; month < MONTHS; month++) {
                List<Set<String>> cells = site.cells(CalendarPeriod.of(FIRST.plusMonths(month))).stream()
                        .map(cell -> cell.leaves().stream().map(Leaf::value).collect(Collectors.toSet()))
                        .toList();
                for (Set<String> one : cells) {
                    for (Set<String> other : cells) {
                        Set<String> left = new HashSet<>(one);
                        left.removeAll(other);
                        assertThat(left.isEmpty() || left.size() >= FLOOR)
                                .as("seed %d, month %d: %d exams left", seed, month, left.size())
                                .isTrue();
                    }
                }
            }
        }
    }

    @Test
    void the_attack_finds_nothing_in_any_hospital() {
        for (long seed = 1; seed <= HOSPITALS; seed++) {
            SimulatedSite hospital = new SimulatedSite(seed);
            TestRelease site = hospital.live(FIRST, MONTHS, TestRelease.CONTROL);
            assertThat(Attack.run(SimulatedSite.published(site), hospital.truth(FIRST, MONTHS)))
                    .allSatisfy(attempt -> assertThat(attempt.got()).isEmpty());
        }
    }

    /**
     * A rounded value may be a patient's by chance: doses have one decimal, and somebody's may be 350.0. The chance is measured by the same
     * question about numbers that were not published: those beside the published one, closer than half a step of the rounding.
     */
    @Test
    void no_released_value_is_a_patients_more_often_than_chance() {
        int values = 0;
        int hits = 0;
        int beside = 0;
        int besideHits = 0;
        for (long seed = 1; seed <= HOSPITALS; seed++) {
            SimulatedSite hospital = new SimulatedSite(seed);
            TestRelease site = hospital.live(FIRST, MONTHS, TestRelease.CONTROL);
            Truth truth = hospital.truth(FIRST, MONTHS);
            for (Published published : SimulatedSite.published(site)) {
                for (Target.Cell cell : Target.of(published, truth).cells()) {
                    if (cell.json().path("quantity").asText().equals("DLP")) {
                        Set<BigDecimal> doses = cell.facts().stream()
                                .map(fact -> fact.value().stripTrailingZeros())
                                .collect(Collectors.toSet());
                        for (BigDecimal value : percentiles(cell.json())) {
                            values++;
                            hits += doses.contains(value.stripTrailingZeros()) ? 1 : 0;
                            for (BigDecimal other : neighbours(value)) {
                                beside++;
                                besideHits += doses.contains(other.stripTrailingZeros()) ? 1 : 0;
                            }
                        }
                    }
                }
            }
        }
        double expected = (double) besideHits / beside;
        double measured = (double) hits / values;
        double error = Math.sqrt(expected * (1 - expected) / values);
        System.out.printf(
                "released DLP values %d, equal to an exam's %d (%.2f %%); numbers beside them %d, equal %d (%.2f %%)%n",
                values, hits, 100 * measured, beside, besideHits, 100 * expected);
        assertThat(measured).as("seeds 1 to %d", HOSPITALS).isLessThan(expected + 3 * error);
    }

    @Test
    void an_exam_is_in_one_cell_of_a_document_and_a_document_is_the_same_twice() {
        for (long seed = 1; seed <= HOSPITALS; seed++) {
            TestRelease site = new SimulatedSite(seed).live(FIRST, 1, TestRelease.CONTROL);
            TestRelease again = new SimulatedSite(seed).live(FIRST, 1, TestRelease.CONTROL);
            for (int i = 0; i < site.released.size(); i++) {
                Release release = site.released.get(i);
                assertThat(again.released.get(i).json()).as("seed %d", seed).isEqualTo(release.json());
                Map<String, Integer> seen = new HashMap<>();
                release.cells()
                        .forEach(cell -> cell.leaves()
                                .forEach(leaf -> seen.merge(cell.key().quantity() + leaf.part(), 1, Integer::sum)));
                assertThat(seen.values()).as("seed %d", seed).containsOnly(1);
            }
        }
    }

    private static List<BigDecimal> percentiles(JsonNode cell) {
        List<BigDecimal> values = new ArrayList<>();
        for (String name : List.of("p25", "p50", "p75")) {
            values.add(cell.path(name).decimalValue());
        }
        return values;
    }

    /** Returns the doses of one decimal that round to the same value, itself apart. */
    private static List<BigDecimal> neighbours(BigDecimal value) {
        List<BigDecimal> neighbours = new ArrayList<>();
        BigDecimal tenth = new BigDecimal("0.1");
        for (int step = -60; step <= 60; step++) {
            BigDecimal other = value.add(tenth.multiply(BigDecimal.valueOf(step)));
            if (step != 0
                    && other.round(new MathContext(2, java.math.RoundingMode.HALF_UP))
                                    .compareTo(value)
                            == 0) {
                neighbours.add(other);
            }
        }
        return neighbours;
    }
}
