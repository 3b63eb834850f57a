package org.doseagent.cli.exams;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.doseagent.config.Settings;
import org.doseagent.daemon.Agent;
import org.doseagent.dose.DeviceKey;
import org.doseagent.dose.PartDose;
import org.doseagent.dose.PatientFacts;
import org.doseagent.drl.DrlSet;
import org.doseagent.drl.GroupResult;
import org.doseagent.drl.GroupSpread;
import org.doseagent.drl.GroupVerdict;
import org.doseagent.report.Doses;
import org.doseagent.report.ReportInput;
import org.doseagent.store.exams.ReportRows;
import org.doseagent.store.exams.StoredDevice;
import org.doseagent.trend.Changes;
import org.doseagent.trend.ControlChart;

/** Gathers what a page is about, a category at a time, so that no more than one category's parts are held. Used once. */
final class ReportData {

    private final Agent agent;
    private final LocalDate from;
    private final LocalDate to;
    private final List<DrlSet> sets;
    private final Doses doses = new Doses();
    private final List<ReportInput.Group> groups = new ArrayList<>();
    private final List<ReportInput.Mark> marks = new ArrayList<>();
    private final MessageDigest digest;

    private ReportData(Agent agent, LocalDate from, LocalDate to) {
        this.agent = agent;
        this.from = from;
        this.to = to;
        this.sets = agent.levels().sets().stream()
                .filter(set -> set.isValidOn(Optional.of(to)))
                .toList();
        try {
            this.digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Returns what a page about these days shows, both inclusive. */
    static ReportInput gather(Agent agent, LocalDate from, LocalDate to) {
        return new ReportData(agent, from, to).gather();
    }

    private ReportInput gather() {
        software();
        agent.parts().categories(from, to).forEach(this::category);
        ReportRows rows = agent.doses().rows();
        Map<DeviceKey, Integer> mapped = rows.mappedExams(from, to);
        return new ReportInput(
                new ReportInput.Header(
                        agent.settings().siteId(),
                        Agent.version(),
                        from,
                        to,
                        agent.today(),
                        agent.levels().mapping().version(),
                        HexFormat.of().formatHex(digest.digest())),
                doses,
                groups,
                sets,
                alerts(rows.alertsOfExams(from, to)),
                alerts(rows.standingAlertsOfScanners()),
                Arrived.review(agent, from, to),
                rows.devices(from, to).stream()
                        .map(device -> scanner(device, mapped.getOrDefault(device.key(), 0)))
                        .toList(),
                marks);
    }

    private void category(String category) {
        LocalDate earlier = from.minusDays(to.toEpochDay() - from.toEpochDay() + 1);
        Map<DeviceKey, List<PartDose>> before = byScanner(agent.parts().parts(category, earlier, from.minusDays(1)));
        Map<DeviceKey, List<PartDose>> now = byScanner(agent.parts().parts(category, from, to));
        List<DrlSet> ofCategory =
                sets.stream().filter(set -> !set.rowsOf(category).isEmpty()).toList();
        now.forEach((scanner, parts) -> {
            List<PartDose> previous = before.getOrDefault(scanner, List.of());
            for (DrlSet set : ofCategory) {
                agent.comparison()
                        .compare(parts, previous, set)
                        .forEach(result -> groups.add(new ReportInput.Group(result, spread(parts, result))));
            }
            for (PartDose part : parts) {
                doses.add(part, hasLevel(part, ofCategory));
                digest(part);
            }
            rises(category, scanner, previous, parts);
        });
    }

    private static Map<DeviceKey, List<PartDose>> byScanner(List<PartDose> all) {
        Map<DeviceKey, List<PartDose>> byScanner = new TreeMap<>();
        all.forEach(part -> byScanner
                .computeIfAbsent(part.deviceKey(), absent -> new ArrayList<>())
                .add(part));
        return byScanner;
    }

    /** A group that is not shown needs no spread. */
    private static GroupSpread spread(List<PartDose> parts, GroupResult result) {
        return GroupSpread.of(
                result.verdict() == GroupVerdict.INSUFFICIENT ? List.of() : parts, result.set(), result.row());
    }

    private static boolean hasLevel(PartDose part, List<DrlSet> sets) {
        return sets.stream()
                .anyMatch(
                        set -> set.rowsOf(part.category()).stream().anyMatch(row -> GroupSpread.isFor(part, set, row)));
    }

    private void digest(PartDose part) {
        String line = String.join(
                "|",
                part.category(),
                part.deviceKey().text(),
                part.studyDateTime().toString(),
                part.phantomCm().map(Object::toString).orElse(""),
                part.ctdiVolMGy().map(Object::toString).orElse(""),
                part.dlpMGyCm().map(Object::toString).orElse(""));
        digest.update((line + "\n").getBytes(StandardCharsets.UTF_8));
    }

    private void rises(String category, DeviceKey scanner, List<PartDose> before, List<PartDose> now) {
        Settings.Creep creep = agent.settings().alerts().creep();
        ControlChart chart = new ControlChart(new ControlChart.Settings(
                creep.baselineExams(),
                creep.reference().doubleValue(),
                creep.decision().doubleValue(),
                creep.leastRisePercent() / 100.0));
        Map<Integer, List<ControlChart.Point>> byPhantom = new LinkedHashMap<>();
        java.util.stream.Stream.concat(before.stream(), now.stream())
                .filter(part -> part.ageDays()
                                .filter(days -> days >= PatientFacts.ADULT_DAYS)
                                .isPresent()
                        && part.dlpMGyCm().filter(dlp -> dlp.signum() > 0).isPresent()
                        && part.phantomCm().isPresent())
                .sorted(Comparator.comparing(PartDose::studyDateTime))
                .forEach(part -> byPhantom
                        .computeIfAbsent(part.phantomCm().orElseThrow(), absent -> new ArrayList<>())
                        .add(new ControlChart.Point(
                                part.studyDateTime().toLocalDate(),
                                part.dlpMGyCm().orElseThrow().doubleValue())));
        byPhantom
                .values()
                .forEach(points -> chart.rises(points)
                        .forEach(rise -> marks.add(new ReportInput.Mark(
                                ReportInput.Mark.Kind.RISE,
                                scanner,
                                Optional.of(category),
                                rise.since(),
                                "+" + Math.round((rise.ratio() - 1) * 100) + " %"))));
    }

    private void software() {
        Changes.software(agent.doses().history().versions(to), from)
                .forEach(change -> marks.add(new ReportInput.Mark(
                        ReportInput.Mark.Kind.SOFTWARE,
                        change.now().deviceKey(),
                        Optional.empty(),
                        change.now().firstDay(),
                        change.now().softwareVersion())));
    }

    private static List<ReportInput.Alerts> alerts(List<ReportRows.AlertGroup> groups) {
        return groups.stream()
                .map(group -> new ReportInput.Alerts(
                        group.kind(),
                        group.category(),
                        group.scanner(),
                        group.open(),
                        group.acknowledged(),
                        group.closed(),
                        group.justified(),
                        group.largestRatio(),
                        group.first(),
                        group.last()))
                .toList();
    }

    private ReportInput.Scanner scanner(StoredDevice device, int mapped) {
        Optional<Settings.Scanner> configured = agent.settings().devices().stream()
                .filter(each -> device.serialNumber()
                        .filter(each.serialNumber()::equals)
                        .isPresent())
                .findFirst();
        return new ReportInput.Scanner(
                device.key(),
                device.manufacturer(),
                device.softwareVersions(),
                configured.flatMap(Settings.Scanner::installed),
                configured.flatMap(Settings.Scanner::detectorRows),
                device.exams(),
                mapped);
    }
}
