package org.doseagent.review;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import org.doseagent.config.ConfigLoader;
import org.doseagent.config.LevelReader;
import org.doseagent.config.Settings;
import org.doseagent.dose.assessment.AlertKind;
import org.doseagent.dose.assessment.AlertStatus;
import org.doseagent.drl.group.GroupComparison;
import org.doseagent.drl.group.GroupResult;
import org.doseagent.drl.group.GroupVerdict;
import org.doseagent.drl.level.DrlSet;
import org.doseagent.store.alerts.AlertCase;
import org.doseagent.store.alerts.AlertEntry;
import org.doseagent.store.alerts.AlertQuery;
import org.doseagent.store.exams.DoseStore;
import org.doseagent.store.exams.PartDoses;
import org.doseagent.trend.TrendAlerts;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A store of schema 8, written by the release before groups were looked at sequentially and rises were found by ranks: 450 synthetic exams, and
 * acknowledged alerts about a rise, a group above its level, an exam above its level and an exam without a category.
 */
final class AlertsOfTheLastReleaseTest {

    private static final Path ROOT = Path.of(System.getProperty("project.root", ".."));
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-26T08:00:00Z"), ZoneOffset.UTC);
    private static final LocalDate TODAY = LocalDate.of(2026, 11, 26);

    @TempDir
    private Path folder;

    private Settings settings;
    private List<DrlSet> sets;
    private final GroupComparison comparison = new GroupComparison(Optional.of(100), new BigDecimal("0.5"));

    @BeforeEach
    void unpack() throws Exception {
        settings = ConfigLoader.load(ROOT.resolve("config/agent.yaml"), Map.of(), Map.of());
        sets = new LevelReader(settings.levels()).read().sets();
        try (InputStream packed = AlertsOfTheLastReleaseTest.class.getResourceAsStream("doses-of-schema-8.db.gz")) {
            Files.copy(new GZIPInputStream(packed), folder.resolve("doses.db"));
        }
    }

    @Test
    void acknowledged_alerts_stay_acknowledged_and_open_ones_open() {
        try (DoseStore doses = upgraded();
                PartDoses parts = new PartDoses(folder, "site")) {
            List<AlertEntry> before = doses.alerts().list(AlertQuery.all());
            assertThat(before).hasSize(25);
            assertThat(acknowledged(before)).hasSize(4);
            for (int look = 0; look < 2; look++) {
                review(doses, parts);
            }
            List<AlertEntry> after = doses.alerts().list(AlertQuery.all());
            assertThat(after)
                    .extracting(AlertEntry::id)
                    .isEqualTo(before.stream().map(AlertEntry::id).toList());
            assertThat(after)
                    .extracting(AlertEntry::status)
                    .isEqualTo(before.stream().map(AlertEntry::status).toList());
            assertThat(acknowledged(after)).allSatisfy(alert -> {
                assertThat(alert.decided().by()).hasValue("M. Physicist");
                assertThat(alert.decided().reason()).hasValue("reviewed");
                assertThat(alert.decided().note()).hasValue("seen");
            });
        }
    }

    @Test
    void the_group_of_the_alert_is_one_that_would_not_be_reported_anew() {
        try (DoseStore doses = upgraded();
                PartDoses parts = new PartDoses(folder, "site")) {
            List<GroupResult> results = new GroupReview(parts, doses.alerts())
                    .newest(GroupReview.usualStart(TODAY), TODAY, sets, comparison);
            assertThat(results)
                    .filteredOn(result -> result.value()
                            .filter(value -> value.compareTo(result.row().value()) > 0)
                            .isPresent())
                    .extracting(GroupResult::verdict)
                    .containsExactly(GroupVerdict.ABOVE_NOT_SIGNIFICANT);
        }
    }

    @Test
    void alerts_about_data_of_the_last_release_are_grouped_by_their_problem() {
        try (DoseStore doses = upgraded()) {
            List<AlertCase> cases =
                    AlertCase.of(doses.alerts().list(AlertQuery.all().kind(AlertKind.DATA_QUALITY)));
            assertThat(cases).singleElement().satisfies(each -> {
                assertThat(each.alerts()).hasSize(4);
                assertThat(each.problems()).hasValue("not mapped to a category");
            });
        }
    }

    private DoseStore upgraded() {
        DoseStore doses = new DoseStore(folder, "site", CLOCK);
        doses.prepareToWrite();
        return doses;
    }

    private void review(DoseStore doses, PartDoses parts) {
        new GroupReview(parts, doses.alerts()).review(TODAY, sets, comparison);
        new TrendReview(
                        doses.history(),
                        parts,
                        doses.alerts(),
                        new TrendAlerts(settings.review().trend()))
                .creep(TODAY.atTime(8, 0));
    }

    private static List<AlertEntry> acknowledged(List<AlertEntry> alerts) {
        return alerts.stream()
                .filter(alert -> alert.status() == AlertStatus.ACKNOWLEDGED)
                .toList();
    }
}
