package org.doseagent.report.page;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.doseagent.dose.PartDose;
import org.doseagent.dose.Quantity;
import org.doseagent.dose.identity.DeviceKey;
import org.doseagent.drl.group.GroupComparison;
import org.doseagent.drl.group.GroupSpread;
import org.doseagent.drl.level.DrlSet;
import org.doseagent.store.exams.ReportRows.AlertGroup;
import org.doseagent.testdata.Exams;
import org.doseagent.trend.Completeness;
import org.doseagent.trend.CompletenessReview;

/** A small page: two scanners, adults and children, two trusted sets, one that is not, and one level on the other phantom. */
final class PageFixture {

    static final LocalDate FROM = LocalDate.of(2026, 1, 1);
    static final LocalDate TO = LocalDate.of(2026, 6, 30);
    static final DeviceKey MARKUP = new DeviceKey("M", "<b>CT</b>", "2");
    static final DeviceKey SCANNER = new DeviceKey("M", "Scanner", "1");

    private PageFixture() {}

    static ReportInput input() {
        return input(parts(), alerts(3));
    }

    static ReportInput input(List<PartDose> parts, List<AlertGroup> alerts) {
        List<DrlSet> sets = List.of(
                set("first-set", "A", row("250", 32), row("99", 16)),
                set("second-set", "B", row("300", 32)),
                set("unverified-set", "C", row("280", 32)));
        Doses doses = new Doses();
        parts.forEach(part -> doses.add(part, part.category().equals("CT-CHEST")));
        return new ReportInput(
                new ReportInput.Header("hospital", "1", FROM, TO, LocalDate.of(2026, 7, 1), "abc", "0123456789abcdef"),
                doses,
                groups(parts, sets),
                sets,
                new ReportInput.AlertCounts(alerts, List.of()),
                completeness(parts),
                List.of(
                        new ReportInput.Scanner(
                                MARKUP, Optional.of("M"), List.of("V1"), Optional.of(2019), Optional.of(64), 10, 10),
                        new ReportInput.Scanner(
                                SCANNER,
                                Optional.of("M"),
                                List.of("V1", "V2"),
                                Optional.empty(),
                                Optional.empty(),
                                90,
                                80)),
                List.of(
                        new ReportInput.Mark(
                                ReportInput.Mark.Kind.SOFTWARE,
                                SCANNER,
                                Optional.empty(),
                                LocalDate.of(2026, 3, 10),
                                "V2"),
                        new ReportInput.Mark(
                                ReportInput.Mark.Kind.RISE,
                                SCANNER,
                                Optional.of("CT-CHEST"),
                                LocalDate.of(2026, 4, 10),
                                "+15 %")));
    }

    static List<PartDose> parts() {
        List<PartDose> parts = new ArrayList<>();
        Random random = new Random(5);
        for (int i = 0; i < 180; i++) {
            BigDecimal dlp = BigDecimal.valueOf(2000 + random.nextInt(1500), 1);
            boolean isChild = i % 12 == 5;
            parts.add(new PartDose(
                    i,
                    i % 20 == 7 ? "CT-HEAD" : "CT-CHEST",
                    i % 9 == 0 ? MARKUP : SCANNER,
                    LocalDateTime.of(2026, 1 + i % 6, 1 + i % 28, 9, 0),
                    Optional.of(isChild ? 2000 : 15_000),
                    isChild ? Optional.of(BigDecimal.valueOf(18)) : Optional.empty(),
                    Exams.totals(i % 20 == 7 ? 16 : 32, dlp.movePointLeft(1), dlp)));
        }
        return parts;
    }

    static List<AlertGroup> alerts(int groups) {
        List<AlertGroup> alerts = new ArrayList<>();
        for (int i = 0; i < groups; i++) {
            alerts.add(new AlertGroup(
                    i % 2 == 0 ? "exam-above-drl" : "data-quality",
                    i % 2 == 0 ? Optional.of("CT-CHEST") : Optional.empty(),
                    "Scanner " + (i / 2 + 1),
                    new AlertGroup.Counts(100 + i, i, 1, 2),
                    Optional.of(new BigDecimal("1.5")),
                    FROM,
                    TO));
        }
        return alerts;
    }

    private static List<ReportInput.Group> groups(List<PartDose> parts, List<DrlSet> sets) {
        GroupComparison comparison = new GroupComparison(Optional.of(100), new BigDecimal("0.5"));
        Map<DeviceKey, List<PartDose>> byScanner = new TreeMap<>();
        parts.stream()
                .filter(part -> part.category().equals("CT-CHEST"))
                .forEach(part -> byScanner
                        .computeIfAbsent(part.deviceKey(), absent -> new ArrayList<>())
                        .add(part));
        List<ReportInput.Group> groups = new ArrayList<>();
        byScanner
                .values()
                .forEach(own -> sets.forEach(set -> comparison
                        .compare(own, List.of(), set)
                        .forEach(result ->
                                groups.add(new ReportInput.Group(result, GroupSpread.of(own, set, result.row()))))));
        return groups;
    }

    private static Completeness completeness(List<PartDose> parts) {
        CompletenessReview review = new CompletenessReview(FROM, TO, new Completeness.Settings(12, 15, 1.5, false));
        parts.forEach(
                part -> review.worked(part.deviceKey(), part.studyDateTime().toLocalDate(), 1));
        return review.result();
    }

    private static DrlSet.Row row(String value, int phantomCm) {
        return new DrlSet.Row(
                "CT-CHEST",
                Quantity.DLP,
                DrlSet.Scope.EXAM,
                phantomCm,
                new DrlSet.Row.Level(
                        new BigDecimal(value),
                        value.equals("250") ? Optional.of(new BigDecimal("200")) : Optional.empty(),
                        Optional.of(75)),
                new DrlSet.Row.Stated(false, true),
                new DrlSet.Row.Population("adult", 6574, Integer.MAX_VALUE, DrlSet.Range.ALL));
    }

    private static DrlSet set(String id, String tier, DrlSet.Row... rows) {
        return new DrlSet(
                new DrlSet.Publication(id, id, "XX", "2026", "a source"),
                new DrlSet.Trust(tier, false, false),
                DrlSet.Validity.ALWAYS,
                "0123456789abcdef0123",
                true,
                new DrlSet.Method(DrlSet.Statistic.MEDIAN, 20, Optional.empty()),
                List.of(rows));
    }
}
