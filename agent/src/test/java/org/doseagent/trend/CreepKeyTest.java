package org.doseagent.trend;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.doseagent.dose.PartDose;
import org.doseagent.dose.assessment.Alert;
import org.doseagent.dose.identity.DeviceKey;
import org.doseagent.testdata.Exams;
import org.junit.jupiter.api.Test;

/** An alert of a rise keeps its key, and with it what people decided, when another chart sees the same rise on another day. */
final class CreepKeyTest {

    private static final DeviceKey SCANNER = DeviceKey.parse("M|Scanner|1");
    private static final LocalDate FIRST = LocalDate.of(2025, 1, 1);

    private final TrendAlerts trend = new TrendAlerts(new TrendSettings(RhythmTest.USUAL, ControlChartTest.USUAL, 60));

    @Test
    void a_rise_keeps_the_key_of_its_earlier_alert() {
        String own = key(List.of());
        assertThat(own).startsWith("creep/CT-CHEST/32/2025-").endsWith("/M|Scanner|1");
        String earlier = "creep/CT-CHEST/32/2025-06-01/M|Scanner|1";
        assertThat(key(List.of(earlier))).isEqualTo(earlier);
    }

    @Test
    void the_key_of_another_scanner_category_phantom_or_time_is_not_taken() {
        String own = key(List.of());
        assertThat(key(List.of(
                        "creep/CT-CHEST/32/2025-06-01/M|Scanner|2",
                        "creep/CT-HEAD/32/2025-06-01/M|Scanner|1",
                        "creep/CT-CHEST/16/2025-06-01/M|Scanner|1",
                        "creep/CT-CHEST/32/2025-01-20/M|Scanner|1")))
                .isEqualTo(own);
    }

    /** The key of the alert of a rise by a half on 11 April 2025. */
    private String key(List<String> known) {
        Random random = new Random(1);
        List<PartDose> parts = new ArrayList<>();
        for (int day = 0; day < 300; day++) {
            double dose = 300 * Math.exp(random.nextGaussian() * 0.3) * (day >= 100 ? 1.5 : 1);
            parts.add(new PartDose(
                    day + 1L,
                    "CT-CHEST",
                    SCANNER,
                    FIRST.plusDays(day).atTime(9, 0),
                    Optional.of(20_000),
                    Optional.empty(),
                    Exams.totals(32, BigDecimal.ONE, BigDecimal.valueOf(dose))));
        }
        List<Alert> drafts = trend.creep(parts, known).get(SCANNER);
        assertThat(drafts).hasSize(1);
        return drafts.get(0).key();
    }
}
