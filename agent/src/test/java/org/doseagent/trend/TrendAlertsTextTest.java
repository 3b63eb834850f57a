package org.doseagent.trend;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.List;
import org.doseagent.dose.assessment.Alert;
import org.doseagent.dose.identity.DeviceKey;
import org.junit.jupiter.api.Test;

/** An alert about a scanner contains its rule, and that no level was compared. */
final class TrendAlertsTextTest {

    @Test
    void a_change_of_software_names_versions_days_and_rule() {
        LocalDate today = LocalDate.of(2026, 11, 24);
        List<ScannerVersion> versions = List.of(
                new ScannerVersion(
                        DeviceKey.parse("M|Scanner|1"), "VA1", today.minusDays(300), today.minusDays(11), 100),
                new ScannerVersion(DeviceKey.parse("M|Scanner|1"), "VA2", today.minusDays(10), today, 20));
        List<Alert> drafts = new TrendAlerts(new TrendSettings(RhythmTest.USUAL, ControlChartTest.USUAL, 60))
                .changes(versions, List.of(), today)
                .get(DeviceKey.parse("M|Scanner|1"));
        assertThat(drafts)
                .singleElement()
                .satisfies(draft -> assertThat(draft.text())
                        .contains(
                                "the software version changed on 2026-11-14 from VA1 to VA2",
                                "Rule alerts.change",
                                "stays open for 60 days",
                                "No reference level was compared. " + Alert.NOT_A_LIMIT));
    }
}
