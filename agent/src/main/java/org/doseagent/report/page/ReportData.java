package org.doseagent.report.page;

import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.doseagent.aggregate.cells.Inventory;
import org.doseagent.dose.PartDose;
import org.doseagent.dose.identity.DeviceKey;
import org.doseagent.dose.identity.Sha256;
import org.doseagent.drl.group.GroupComparison;
import org.doseagent.drl.group.GroupResult;
import org.doseagent.drl.group.GroupSpread;
import org.doseagent.drl.group.LevelCoverage;
import org.doseagent.drl.group.GroupVerdict;
import org.doseagent.drl.level.DrlSet;
import org.doseagent.report.ReportSite;
import org.doseagent.report.ReportStores;
import org.doseagent.store.exams.ReportRows;
import org.doseagent.store.exams.StoredDevice;
import org.doseagent.trend.Changes;
import org.doseagent.trend.Completeness;
import org.doseagent.trend.ControlChart;
import org.doseagent.trend.DoseSteps;

/** Gathers the data of a page, one category at a time, so that only the parts of one category are in memory. Use it once. */
public final class ReportData {

    /**
     * How the page compares.
     *
     * @param sets the active sets; those valid on the last day of the period are used
     * @param rises when a rise of the dose is marked
     */
    public record Rules(List<DrlSet> sets, GroupComparison comparison, ControlChart.Settings rises) {
        public Rules {
            sets = List.copyOf(sets);
        }
    }

    private final ReportStores stores;
    private final ReportSite site;
    private final Rules rules;
    private final Completeness completeness;
    private final LocalDate from;
    private final LocalDate to;
    private final List<DrlSet> sets;
    private final Doses doses = new Doses();
    private final List<ReportInput.Group> groups = new ArrayList<>();
    private final List<ReportInput.Mark> marks = new ArrayList<>();
    private final Sha256.Running digest = new Sha256.Running();

    /**
     * Prepares a page.
     *
     * @param completeness of the period that the page is about
     */
    public ReportData(ReportStores stores, ReportSite site, Rules rules, Completeness completeness) {
        this.stores = stores;
        this.site = site;
        this.rules = rules;
        this.completeness = completeness;
        this.from = completeness.from();
        this.to = completeness.to();
        this.sets = rules.sets().stream().filter(set -> set.isValidOn(to)).toList();
    }

    /** Returns the data of the page. */
    public ReportInput gather() {
        software();
        stores.parts().categories(from, to).forEach(this::category);
        ReportRows rows = stores.doses().rows();
        Map<DeviceKey, Integer> mapped = rows.mappedExams(from, to);
        return new ReportInput(
                new ReportInput.Header(
                        site.siteId(),
                        site.programVersion(),
                        from,
                        to,
                        site.today(),
                        site.mapping().text(),
                        digest.hex()),
                doses,
                groups,
                sets,
                new ReportInput.AlertCounts(rows.alertsOfExams(from, to), rows.standingAlertsOfScanners()),
                completeness,
                rows.devices(from, to).stream()
                        .map(device -> scanner(device, mapped.getOrDefault(device.key(), 0)))
                        .toList(),
                marks);
    }

    private void category(String category) {
        LocalDate earlier = from.minusDays(to.toEpochDay() - from.toEpochDay() + 1);
        Map<DeviceKey, List<PartDose>> before = byScanner(stores.parts().parts(category, earlier, from.minusDays(1)));
        Map<DeviceKey, List<PartDose>> now = byScanner(stores.parts().parts(category, from, to));
        List<DrlSet> ofCategory =
                sets.stream().filter(set -> !set.rowsOf(category).isEmpty()).toList();
        now.forEach((scanner, parts) -> {
            List<PartDose> previous = before.getOrDefault(scanner, List.of());
            for (DrlSet set : ofCategory) {
                rules.comparison()
                        .compare(parts, previous, set)
                        .forEach(result -> groups.add(new ReportInput.Group(result, spread(parts, result))));
            }
            for (PartDose part : parts) {
                doses.add(part, LevelCoverage.hasLevel(part, ofCategory));
                digest(part);
            }
            rises(category, previous, parts);
        });
    }

    private static Map<DeviceKey, List<PartDose>> byScanner(List<PartDose> all) {
        Map<DeviceKey, List<PartDose>> byScanner = new TreeMap<>();
        all.forEach(part -> byScanner
                .computeIfAbsent(part.deviceKey(), absent -> new ArrayList<>())
                .add(part));
        return byScanner;
    }

    /** Returns the spread of a group; a group that is not shown needs none. */
    private static GroupSpread spread(List<PartDose> parts, GroupResult result) {
        return GroupSpread.of(
                result.verdict() == GroupVerdict.INSUFFICIENT ? List.of() : parts, result.set(), result.row());
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
        digest.add((line + "\n").getBytes(StandardCharsets.UTF_8));
    }

    private void rises(String category, List<PartDose> before, List<PartDose> now) {
        List<PartDose> all = new ArrayList<>(before);
        all.addAll(now);
        DoseSteps.of(all, rules.rises())
                .forEach(found -> marks.add(new ReportInput.Mark(
                        found.step().isRise() ? ReportInput.Mark.Kind.RISE : ReportInput.Mark.Kind.FALL,
                        found.deviceKey(),
                        Optional.of(category),
                        found.step().since(),
                        String.format(
                                Locale.ROOT, "%+d %%", Math.round((found.step().ratio() - 1) * 100)))));
    }

    private void software() {
        Changes.software(stores.doses().history().versions(to), from)
                .forEach(change -> marks.add(new ReportInput.Mark(
                        ReportInput.Mark.Kind.SOFTWARE,
                        change.now().deviceKey(),
                        Optional.empty(),
                        change.now().firstDay(),
                        change.now().softwareVersion())));
    }

    private ReportInput.Scanner scanner(StoredDevice device, int mapped) {
        Optional<Inventory.Scanner> configured = site.configured(device);
        return new ReportInput.Scanner(
                device.key(),
                device.device().manufacturer(),
                device.softwareVersions(),
                configured.flatMap(Inventory.Scanner::installed),
                configured.flatMap(Inventory.Scanner::detectorRows),
                device.exams(),
                mapped);
    }
}
