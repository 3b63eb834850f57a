package org.doseagent.drl.group;

import static org.assertj.core.api.Assertions.assertThat;

import org.doseagent.drl.yaml.FileName;
import java.math.BigDecimal;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Optional;
import org.doseagent.dose.PartDose;
import org.doseagent.dose.identity.DeviceKey;
import org.doseagent.testdata.Exams;
import org.doseagent.drl.TestLevels;
import org.doseagent.drl.group.LevelCoverage.Patients;
import org.doseagent.drl.level.DrlSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class LevelCoverageTest {

    private static final int ADULT = 20_000;
    private static final int BABY = 100;

    /** A set whose level for adults is for 50 to 90 kg. */
    private static DrlSet set(String id, String population) throws Exception {
        return DrlSet.parse(
                "id: " + id + "\ntitle: T\njurisdiction: XX\nedition: '1'\nsource: s\ntier: A\nminKg: 50\nmaxKg: 90\nrows:\n"
                        + "  - {category: CT-CHEST, quantity: DLP, scope: EXAM, value: \"100\", unit: mGy.cm, phantomCm: 32, "
                        + population + "}\n",
                new FileName(id),
                TestLevels.categories());
    }

    private static DrlSet ofAdults() throws Exception {
        return set("adults", "population: adult, minDays: 6570, maxDays: 40000");
    }

    @ParameterizedTest(name = "{0} days, {1} kg: {2}")
    @CsvSource({"20000, 70, true", "20000, 95, false", "20000, , false", "100, 70, false", ", 70, false"})
    void a_part_is_counted_by_the_rule_by_which_it_is_compared(Integer days, BigDecimal kilograms, boolean hasLevel)
            throws Exception {
        PartDose part = new PartDose(
                1,
                "CT-CHEST",
                new DeviceKey("M", "S", "1"),
                LocalDateTime.of(2026, 1, 1, 8, 0),
                Optional.ofNullable(days),
                Optional.ofNullable(kilograms),
                Exams.totals(32, BigDecimal.ONE, BigDecimal.TEN));
        DrlSet set = ofAdults();

        assertThat(LevelCoverage.hasLevel(part, List.of(set))).isEqualTo(hasLevel);
        assertThat(GroupMembers.of(List.of(part), set, set.rows().get(0)).members())
                .hasSize(hasLevel ? 1 : 0);
        if (days != null) {
            assertThat(LevelCoverage.of(List.of(patients(days, kilograms, 1)), List.of(set), List.of())
                            .withLevel())
                    .isEqualTo(hasLevel ? 1 : 0);
        }
    }

    @Test
    void gaps_are_listed_by_category_and_population_with_the_sets_that_would_cover_some_of_them() throws Exception {
        LevelCoverage coverage = LevelCoverage.of(
                List.of(
                        patients(ADULT, new BigDecimal("70"), 5),
                        patients(ADULT, null, 2),
                        patients(ADULT + 1, new BigDecimal("120"), 1),
                        patients(BABY, null, 7)),
                List.of(ofAdults()),
                List.of(set("babies", "population: baby, minDays: 0, maxDays: 365")));

        assertThat(coverage.parts()).isEqualTo(15);
        assertThat(coverage.withLevel()).isEqualTo(5);
        assertThat(coverage.gaps())
                .containsExactly(
                        new LevelCoverage.Gap("CT-CHEST", false, 7, List.of("babies")),
                        new LevelCoverage.Gap("CT-CHEST", true, 3, List.of()));
    }

    private static Patients patients(int days, BigDecimal kilograms, long parts) {
        return new Patients("CT-CHEST", days, Optional.ofNullable(kilograms), parts);
    }
}
