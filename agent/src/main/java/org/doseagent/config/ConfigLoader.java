package org.doseagent.config;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Turns a file, overrides and the environment into {@link Settings}. */
public final class ConfigLoader {

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

    private static final List<String> QA_PROTOCOLS = List.of(
            "*phantom*", "*quality control*", "*quality assurance*", "*daily qa*", "qa", "qa *", "* qa", "* qa *");

    private ConfigLoader() {}

    /**
     * Loads the settings.
     *
     * @param overrides dotted key to value, stronger than the file
     * @throws ConfigException with every problem at once
     */
    public static Settings load(Path file, Map<String, String> overrides, Map<String, String> environment)
            throws ConfigException {
        return read(file, overrides, environment, new LinkedHashMap<>());
    }

    /**
     * Returns every key with the value in force, paths in full, secrets masked.
     *
     * @throws ConfigException with every problem at once
     */
    public static Map<String, String> inForce(Path file, Map<String, String> overrides, Map<String, String> environment)
            throws ConfigException {
        Map<String, String> values = new LinkedHashMap<>();
        read(file, overrides, environment, values);
        return values;
    }

    private static Settings read(
            Path file, Map<String, String> overrides, Map<String, String> environment, Map<String, String> inForce)
            throws ConfigException {
        Folders folders = Folders.of(file);
        ConfigTree tree = new ConfigTree(ConfigSource.read(file, overrides), folders.own(), environment);
        Settings settings = settings(tree, folders);
        tree.refuseUnknown();
        if (!tree.problems().isEmpty()) {
            throw new ConfigException(tree.problems());
        }
        tree.inForce().forEach((key, value) -> {
            if (!key.matches(".*\\.\\d+(\\..*)?")) {
                inForce.put(key, value);
            }
        });
        return settings;
    }

    static Settings settings(ConfigTree tree, Folders folders) {
        return new Settings(
                tree.text("site.id", "demo-hospital", "[A-Za-z0-9_-]{1,64}", "must be 1 to 64 letters, digits, - or _"),
                tree.text("site.country", "XX", "[A-Z]{2}", "must be a two-letter country code"),
                folders.data(tree, "dataDir", "data"),
                DicomSettings.read(tree),
                new Settings.Http(
                        tree.flag("http.enabled", true),
                        tree.text("http.host", "127.0.0.1", DicomSettings.HOST, DicomSettings.HOST_RULE),
                        tree.integer("http.port", 8042, 0, 65535)),
                StoreSettings.read(tree),
                DrlSettings.read(tree, folders),
                alerts(tree, folders),
                aggregate(tree),
                new ForwardReader(tree, folders).read(),
                NotifyReader.read(tree),
                pacs(tree),
                devices(tree),
                new Settings.NotPatients(
                        tree.texts("notPatients.names", List.of("*phantom*")),
                        tree.texts("notPatients.ids", List.of("*phantom*")),
                        tree.texts("notPatients.protocols", QA_PROTOCOLS)),
                new Settings.Completeness(tree.flag("completeness.accessionNumbersAreCtOnly", false)),
                benchmark(tree));
    }

    private static Settings.Benchmark benchmark(ConfigTree tree) {
        String key = "benchmark.publicKeys";
        List<String> keys = tree.texts(key, List.of());
        for (int i = 0; i < keys.size(); i++) {
            if (!keys.get(i).matches("MCowBQYDK2VwAyEA[A-Za-z0-9+/]{43}=")) {
                tree.problem(key + "." + i, keys.get(i), "must be an Ed25519 public key in base64, 60 characters");
            }
        }
        return new Settings.Benchmark(keys);
    }

    private static Settings.Aggregate aggregate(ConfigTree tree) {
        tree.only("aggregate.period", "month");
        return new Settings.Aggregate(
                tree.integer("aggregate.minExams", 20, 20, 10_000),
                tree.integer("aggregate.minPatients", 10, 10, 10_000),
                tree.integer("aggregate.maxExamsPerPatient", 2, 1, 2),
                tree.duration("aggregate.closeAfter", "14d"),
                privacy(tree));
    }

    private static Settings.Privacy privacy(ConfigTree tree) {
        String key = "aggregate.differentialPrivacy.";
        Settings.Privacy privacy = new Settings.Privacy(
                tree.flag(key + "enabled", false),
                decimal(tree, key + "epsilonPerCell", "1"),
                decimal(tree, key + "epsilonPerPeriod", "2"));
        if (privacy.epsilonPerCell().signum() == 0 || privacy.epsilonPerCell().compareTo(BigDecimal.TEN) > 0) {
            tree.problem(key + "epsilonPerCell", privacy.epsilonPerCell().toPlainString(), "must be from 0.01 to 10");
        }
        if (privacy.epsilonPerPeriod().compareTo(privacy.epsilonPerCell()) < 0) {
            tree.problem(
                    key + "epsilonPerPeriod",
                    privacy.epsilonPerPeriod().toPlainString(),
                    "must not be below epsilonPerCell");
        }
        return privacy;
    }

    private static Settings.Alerts alerts(ConfigTree tree, Folders folders) {
        HolidayList holidays = HolidayList.read(tree, folders.own());
        return new Settings.Alerts(
                tree.texts("alerts.reasons", REASONS),
                tree.integer("alerts.change.days", 60, 1, 366),
                new Settings.Silence(
                        tree.integer("alerts.silence.weeks", 12, 4, 40),
                        tree.integer("alerts.silence.leastExams", 15, 3, 1000),
                        tree.integer("alerts.silence.leastHours", 24, 1, 24 * 60),
                        decimal(tree, "alerts.silence.busiestDays", "1.5"),
                        holidays.days(),
                        holidays.everyYear()),
                new Settings.Creep(
                        tree.integer("alerts.creep.baselineExams", 250, 50, 10_000),
                        decimal(tree, "alerts.creep.reference", "0.15"),
                        decimal(tree, "alerts.creep.decision", "25"),
                        tree.integer("alerts.creep.leastRisePercent", 8, 0, 100)));
    }

    private static BigDecimal decimal(ConfigTree tree, String key, String fallback) {
        return tree.decimal(key, fallback, "0", "999");
    }

    /** The archives that may be asked for what has not come by itself. */
    private static List<Settings.Pacs> pacs(ConfigTree tree) {
        List<Settings.Pacs> archives = new ArrayList<>();
        for (String each : tree.elements("pacs", "{aeTitle: PACS1, host: 10.0.0.5, port: 104}")) {
            archives.add(new Settings.Pacs(
                    tree.text(each + ".aeTitle", "", DicomSettings.AE_TITLE, DicomSettings.AE_TITLE_RULE),
                    tree.text(each + ".host", "", DicomSettings.HOST, DicomSettings.HOST_RULE),
                    tree.integer(each + ".port", 104, 1, 65535)));
        }
        return archives;
    }

    private static List<Settings.Scanner> devices(ConfigTree tree) {
        List<Settings.Scanner> devices = new ArrayList<>();
        for (String each : tree.elements("devices", "{serialNumber: \"4711\", installed: 2019}")) {
            devices.add(new Settings.Scanner(
                    tree.text(each + ".serialNumber", "", ".*\\S.*", "is mandatory: a scanner is known by it"),
                    tree.integer(each + ".installed", 1990, 2100),
                    tree.integer(each + ".detectorRows", 1, 1000)));
        }
        return devices;
    }
}
