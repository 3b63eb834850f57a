package org.doseagent.drl.group;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.doseagent.dose.PartDose;
import org.doseagent.dose.Quantity;
import org.doseagent.dose.assessment.Alert;
import org.doseagent.dose.identity.DeviceKey;
import org.doseagent.drl.TestLevels;
import org.doseagent.testdata.Exams;
import org.junit.jupiter.api.Test;

/** Groups that are too small by themselves. The level of the adult chest is 400 mGy·cm. */
final class GroupPoolsTest {

    private static final LocalDate LONGER = LocalDate.of(2024, 1, 1);

    private final GroupComparison comparison = new GroupComparison(Optional.of(100), new BigDecimal("0.5"));

    @Test
    void a_scanner_with_enough_exams_is_not_pooled() throws Exception {
        List<GroupResult> results = dlp(Map.of("A", 25), Map.of("A", 60));
        assertThat(results).singleElement().satisfies(result -> {
            assertThat(result.n()).isEqualTo(25);
            assertThat(result.pooledText()).isEmpty();
        });
    }

    @Test
    void a_scanner_with_too_few_exams_is_compared_over_more_years() throws Exception {
        List<GroupResult> results = dlp(Map.of("A", 9), Map.of("A", 31));
        assertThat(results).singleElement().satisfies(result -> {
            assertThat(result.n()).isEqualTo(31);
            assertThat(result.deviceKey().serialNumber()).isEqualTo("A");
            assertThat(result.pooledText())
                    .hasValue("exams since 2024-01-01, because the newest year has fewer than 20");
        });
    }

    @Test
    void scanners_that_stay_too_small_are_compared_together_and_the_large_one_is_not_among_them() throws Exception {
        List<GroupResult> results =
                dlp(Map.of("A", 9, "B", 8, "C", 7, "D", 50), Map.of("A", 10, "B", 9, "C", 8, "D", 90));
        assertThat(results).hasSize(5);
        assertThat(results.subList(0, 3)).allMatch(result -> result.verdict() == GroupVerdict.INSUFFICIENT);
        GroupResult pooled = results.get(4);
        assertThat(pooled.n()).isEqualTo(24);
        assertThat(pooled.verdict()).isEqualTo(GroupVerdict.ABOVE);
        assertThat(pooled.deviceKey()).isEqualTo(GroupPools.POOLED);
        assertThat(pooled.pooledText().orElseThrow())
                .startsWith("3 scanners together, exams since 2025-")
                .endsWith("because each of them has fewer than 20");
        Alert alert = GroupAlerts.of(pooled).orElseThrow();
        assertThat(alert.text()).contains("on small scanners pooled", "Pooled: 3 scanners together");
    }

    @Test
    void scanners_that_are_too_small_together_are_compared_over_more_years() throws Exception {
        List<GroupResult> results = dlp(Map.of("A", 5, "B", 6), Map.of("A", 14, "B", 15));
        assertThat(results.get(2).n()).isEqualTo(29);
        assertThat(dlp(Map.of("A", 5, "B", 3), Map.of("A", 9, "B", 9)))
                .allMatch(result -> result.verdict() == GroupVerdict.INSUFFICIENT);
    }

    private List<GroupResult> dlp(Map<String, Integer> usual, Map<String, Integer> longer) throws Exception {
        return new GroupPools(parts(usual), parts(longer), LONGER)
                .compare(TestLevels.set(""), comparison).stream()
                        .filter(result -> result.quantity() == Quantity.DLP)
                        .toList();
    }

    private static Map<DeviceKey, List<PartDose>> parts(Map<String, Integer> exams) {
        Map<DeviceKey, List<PartDose>> parts = new TreeMap<>();
        exams.forEach((serial, n) -> {
            DeviceKey scanner = new DeviceKey("M", "X", serial);
            List<PartDose> own = new ArrayList<>();
            for (int i = 0; i < n; i++) {
                own.add(new PartDose(
                        i + 1L,
                        "CT-CHEST",
                        scanner,
                        LocalDateTime.of(2025, 12, 1, 8, 0).minusDays(i),
                        Optional.of(20_000),
                        Optional.empty(),
                        Exams.totals(32, BigDecimal.ONE, BigDecimal.valueOf(440 + i))));
            }
            parts.put(scanner, own);
        });
        return parts;
    }
}
