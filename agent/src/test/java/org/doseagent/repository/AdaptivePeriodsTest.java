package org.doseagent.repository;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.doseagent.aggregate.attack.Published;
import org.doseagent.aggregate.cells.PeriodScheme;
import org.doseagent.aggregate.control.Release;
import org.doseagent.aggregate.control.ReleasedCell;
import org.doseagent.dose.Quantity;
import org.junit.jupiter.api.Test;

/** What periods that fit the category bring to a repository: simulated hospitals with one year behind them. */
final class AdaptivePeriodsTest {

    private static final PrintStream OUT = System.out;
    private static final long SEED = 4;
    private static final int YEAR = SimulatedHospital.YEAR;
    private static final int HOSPITALS = 24;

    private static List<SimulatedHospital> hospitals(int count) {
        return new Rehearsal(SEED, count, 1, java.util.OptionalDouble.empty()).hospitals;
    }

    /** Returns by category how many hospitals release it in a year. */
    private static Map<String, Integer> arrived(List<SimulatedHospital> hospitals, boolean isAdaptive) {
        Map<String, Integer> counts = new TreeMap<>();
        for (SimulatedHospital hospital : hospitals) {
            PeriodScheme scheme = isAdaptive ? hospital.schemeAfter(YEAR - 1) : PeriodScheme.MONTHLY;
            Set<String> categories = new HashSet<>();
            hospital.live(YEAR, scheme)
                    .forEach(release -> release.cells().stream()
                            .map(cell -> cell.key().category())
                            .forEach(categories::add));
            categories.forEach(category -> counts.merge(category, 1, Integer::sum));
        }
        return counts;
    }

    @Test
    void every_category_arrives_within_a_year_from_nearly_every_hospital() {
        List<SimulatedHospital> hospitals = hospitals(HOSPITALS);
        Map<String, Integer> adaptive = arrived(hospitals, true);
        assertThat(adaptive).hasSameSizeAs(SimulatedHospital.KINDS);
        assertThat(adaptive.values())
                .as("seed " + SEED)
                .allSatisfy(count -> assertThat(count).isGreaterThanOrEqualTo(HOSPITALS * 95 / 100));
        assertThat(arrived(hospitals, false).getOrDefault("CT-SINUS", 0)).isLessThan(HOSPITALS / 10);
    }

    @Test
    void no_exam_is_in_two_periods_also_where_the_scheme_changes_between_years() {
        for (SimulatedHospital hospital : hospitals(4)) {
            List<Release> releases = new ArrayList<>(hospital.live(YEAR - 1, PeriodScheme.FIRST_YEAR));
            releases.addAll(hospital.live(YEAR, hospital.schemeAfter(YEAR - 1)));
            assertThat(releases.stream()
                            .map(each -> each.document().period().months())
                            .distinct())
                    .as("lengths of periods")
                    .hasSizeGreaterThan(1);
            Map<String, String> periods = new HashMap<>();
            for (Release release : releases) {
                String period = release.document().period().text();
                for (ReleasedCell cell : release.cells()) {
                    Quantity quantity = cell.key().quantity();
                    cell.leaves()
                            .forEach(leaf -> assertThat(periods.put(quantity + leaf.part(), period))
                                    .isIn(null, period));
                }
                assertThat(new Published(release.json(), release.cells()).cells())
                        .isNotEmpty();
            }
        }
    }

    /** Prints the table of docs/benchmarks.md; argument: hospitals. */
    public static void main(String[] args) {
        List<SimulatedHospital> hospitals = hospitals(Integer.parseInt(args[0]));
        OUT.println("by month: " + arrived(hospitals, false));
        OUT.println("adaptive: " + arrived(hospitals, true));
        Map<Integer, Integer> lengths = new TreeMap<>();
        hospitals.forEach(hospital -> hospital.schemeAfter(YEAR - 1)
                .lengths()
                .values()
                .forEach(months -> lengths.merge(months, 1, Integer::sum)));
        OUT.println("categories by months of a period: " + lengths);
    }
}
