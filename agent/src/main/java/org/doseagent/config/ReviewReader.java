package org.doseagent.config;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.doseagent.aggregate.cells.Inventory;
import org.doseagent.drl.group.ComparisonSettings;
import org.doseagent.review.PatientSettings;
import org.doseagent.review.ReviewSettings;
import org.doseagent.trend.ControlChart;
import org.doseagent.trend.Rhythm;
import org.doseagent.trend.TrendSettings;

/** Reads how exams and groups are compared, when a scanner opens an alert, and the inventory of scanners. */
final class ReviewReader {

    private static final List<String> REASONS = List.of(
            "justified",
            "clinical",
            "patient-size",
            "repeat",
            "protocol",
            "technical",
            "data-error",
            "phantom",
            "reviewed",
            "under-review",
            "other");

    private static final String BENCHMARK_KEYS = "benchmark.publicKeys";

    private final ConfigTree tree;
    private final Folders folders;

    ReviewReader(ConfigTree tree, Folders folders) {
        this.tree = tree;
        this.folders = folders;
    }

    ReviewSettings read() {
        return new ReviewSettings(
                new ComparisonSettings(
                        tree.decimal("drl.farAboveMultiple", "2", "1", "99"),
                        tree.integer("drl.lastN", 100, 20, 10_000),
                        tree.decimal("drl.farBelowFraction", "0.5", "0", "0.99")),
                trend(),
                tree.texts("alerts.reasons", REASONS),
                tree.flag("completeness.accessionNumbersAreCtOnly", false),
                inventory(),
                benchmarkKeys(),
                new PatientSettings(
                        tree.flag("patients.enabled", false),
                        tree.integer("patients.milliSievert", 100, 1, 10_000),
                        tree.integer("patients.years", 5, 1, 100),
                        tree.integer("patients.hours", 24, 1, 24 * 366)));
    }

    private TrendSettings trend() {
        for (String former : List.of("baselineExams", "reference", "decision")) {
            tree.gone("alerts.creep." + former, "has no effect, because the control chart does not use it any more; remove the key");
        }
        tree.renamed("alerts.silence.minExams", "alerts.silence.leastExams");
        tree.renamed("alerts.silence.minHours", "alerts.silence.leastHours");
        tree.renamed("alerts.creep.minRisePercent", "alerts.creep.leastRisePercent");
        return new TrendSettings(
                new Rhythm.Settings(
                        tree.integer("alerts.silence.weeks", 12, 4, 40),
                        tree.integer("alerts.silence.minExams", 15, 3, 1000),
                        tree.integer("alerts.silence.minHours", 24, 1, 24 * 60),
                        number("alerts.silence.busiestDays", "1.5"),
                        HolidayReader.read(tree, folders.own())),
                new ControlChart.Settings(
                        tree.integer("alerts.creep.yearsPerFalseAlarm", 100, 1, 10_000),
                        tree.integer("alerts.creep.minRisePercent", 8, 0, 100) / 100.0),
                tree.integer("alerts.change.days", 60, 1, 366));
    }

    private double number(String key, String fallback) {
        return tree.decimal(key, fallback, "0", "999").doubleValue();
    }

    private Inventory inventory() {
        Map<String, Inventory.Scanner> scanners = new HashMap<>();
        for (String each : tree.elements("devices", "{serialNumber: \"4711\", installed: 2019}")) {
            scanners.put(
                    tree.text(each + ".serialNumber", "", ".*\\S.*", "is mandatory, because it identifies the scanner"),
                    new Inventory.Scanner(
                            tree.integer(each + ".installed", 1990, 2100),
                            tree.integer(each + ".detectorRows", 1, 1000)));
        }
        return new Inventory(scanners);
    }

    private List<String> benchmarkKeys() {
        List<String> keys = tree.texts(BENCHMARK_KEYS, List.of());
        for (int i = 0; i < keys.size(); i++) {
            if (!keys.get(i).matches("MCowBQYDK2VwAyEA[A-Za-z0-9+/]{43}=")) {
                tree.problem(
                        BENCHMARK_KEYS + "." + i,
                        keys.get(i),
                        "must be an Ed25519 public key in base64, 60 characters");
            }
        }
        return keys;
    }
}
