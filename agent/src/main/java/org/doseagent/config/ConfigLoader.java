package org.doseagent.config;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Turns a file, overrides and the environment into {@link Settings}. */
public final class ConfigLoader {

    private static final ObjectMapper MAPPER = new ObjectMapper(new YAMLFactory());
    private static final int MAX_BYTES = 1 << 20;

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

    private ConfigLoader() {}

    /**
     * Loads the settings.
     *
     * @param overrides dotted key to value, stronger than the file
     * @throws ConfigException with every problem at once
     */
    public static Settings load(Path file, Map<String, String> overrides, Map<String, String> environment)
            throws ConfigException {
        ObjectNode root = read(file);
        Map<String, Integer> lines = lines(file);
        overrides.keySet().forEach(lines::remove);
        overrides.forEach((key, value) -> override(root, key, value));
        ConfigTree tree = new ConfigTree(root, file.getFileName().toString(), lines, environment);
        Path home = Optional.ofNullable(file.toAbsolutePath().normalize().getParent())
                .orElse(Path.of("/"));
        Path base =
                home.endsWith("config") ? Optional.ofNullable(home.getParent()).orElse(home) : home;
        Settings settings = settings(tree, home, base);
        tree.refuseUnknown();
        if (!tree.problems().isEmpty()) {
            throw new ConfigException(tree.problems());
        }
        return settings;
    }

    private static ObjectNode read(Path file) throws ConfigException {
        try {
            if (Files.size(file) > MAX_BYTES) {
                throw new ConfigException(List.of(file + ": larger than " + MAX_BYTES + " bytes"));
            }
            JsonNode root = MAPPER.readTree(Files.readString(file));
            if (root instanceof ObjectNode object) {
                return object;
            }
            throw new ConfigException(List.of(file + ": not a YAML mapping"));
        } catch (IOException e) {
            throw new ConfigException(List.of(file + ": cannot be read: " + e.getMessage()));
        }
    }

    /** Returns the line of each dotted key. */
    private static Map<String, Integer> lines(Path file) throws ConfigException {
        Map<String, Integer> lines = new HashMap<>();
        try (JsonParser parser = MAPPER.createParser(Files.readString(file))) {
            while (parser.nextToken() != null) {
                if (parser.currentToken() == JsonToken.FIELD_NAME) {
                    String key = parser.getParsingContext()
                            .pathAsPointer()
                            .toString()
                            .substring(1)
                            .replace('/', '.');
                    lines.putIfAbsent(key, parser.currentTokenLocation().getLineNr());
                }
            }
        } catch (IOException e) {
            throw new ConfigException(List.of(file + ": cannot be read: " + e.getMessage()));
        }
        return lines;
    }

    private static void override(ObjectNode root, String key, String value) {
        String[] steps = key.split("\\.", -1);
        ObjectNode node = root;
        for (int i = 0; i < steps.length - 1; i++) {
            node = node.path(steps[i]) instanceof ObjectNode child ? child : node.putObject(steps[i]);
        }
        node.put(steps[steps.length - 1], value);
    }

    private static Settings settings(ConfigTree tree, Path home, Path base) {
        return new Settings(
                tree.text("site.id", "demo-hospital", "[A-Za-z0-9_-]{1,64}", "must be 1 to 64 letters, digits, - or _"),
                tree.text("site.country", "XX", "[A-Z]{2}", "must be a two-letter country code"),
                base.resolve(tree.text("dataDir", "./data", ".+", "must be a folder"))
                        .normalize(),
                dicom(tree),
                new Settings.Http(
                        tree.flag("http.enabled", true),
                        tree.text("http.host", "127.0.0.1", ".+", "must be an address"),
                        tree.integer("http.port", 8042, 0, 65535)),
                new Settings.Store(
                        tree.size("store.minFreeDisk", "1GiB", 0, 1L << 50),
                        tree.integer("store.maxWaitingObjects", 1_000_000, 1, Integer.MAX_VALUE)),
                drl(tree, home),
                alerts(tree, home),
                new Settings.Aggregate(
                        tree.integer("aggregate.minExams", 20, 20, 10_000),
                        tree.integer("aggregate.minPatients", 10, 10, 10_000),
                        tree.duration("aggregate.closeAfter", "14d")),
                forward(tree, base),
                devices(tree));
    }

    private static Settings.Alerts alerts(ConfigTree tree, Path home) {
        HolidayList holidays = HolidayList.read(tree, home);
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
        return new BigDecimal(tree.text(key, fallback, "\\d{1,3}(\\.\\d{1,2})?", "must be a number such as 1.5"));
    }

    private static List<Settings.Scanner> devices(ConfigTree tree) {
        List<Settings.Scanner> devices = new ArrayList<>();
        for (JsonNode node : tree.nodes("devices")) {
            String serialNumber = node.path("serialNumber").asText();
            if (serialNumber.isEmpty()) {
                tree.problem("devices", node.toString(), "each needs a serialNumber");
            }
            devices.add(new Settings.Scanner(
                    serialNumber,
                    number(tree, node, "installed", 1990, 2100),
                    number(tree, node, "detectorRows", 1, 1000)));
        }
        return devices;
    }

    private static Optional<Integer> number(ConfigTree tree, JsonNode node, String field, int least, int most) {
        JsonNode value = node.path(field);
        if (value.isMissingNode() || value.isNull()) {
            return Optional.empty();
        }
        if (!value.isInt() || value.asInt() < least || value.asInt() > most) {
            tree.problem("devices." + field, value.asText(), "must be a number from " + least + " to " + most);
            return Optional.empty();
        }
        return Optional.of(value.asInt());
    }

    private static Settings.Dicom dicom(ConfigTree tree) {
        List<Settings.Caller> callers = new ArrayList<>();
        for (JsonNode node : tree.nodes("dicom.allowedCallers")) {
            List<String> hosts = new ArrayList<>();
            node.path("hosts").forEach(host -> hosts.add(host.asText()));
            callers.add(new Settings.Caller(node.path("aeTitle").asText(), hosts));
        }
        return new Settings.Dicom(
                tree.text(
                        "dicom.aeTitle",
                        "DOSE_AGENT",
                        "[^\\\\\\p{Cntrl}]{1,16}",
                        "must be 1 to 16 characters without backslash"),
                tree.text("dicom.host", "127.0.0.1", ".+", "must be an address"),
                tree.integer("dicom.port", 11112, 0, 65535),
                tree.integer("dicom.maxAssociations", 64, 1, 1000),
                tree.integer("dicom.maxPdu", 131072, 4096, 1 << 20),
                (int) tree.size("dicom.maxObjectBytes", "16MiB", 1 << 16, 1 << 28),
                callers,
                tree.flag("dicom.acceptAnyCalledAeTitle", true),
                tree.duration("dicom.artimTimeout", "30s"),
                tree.duration("dicom.idleTimeout", "60s"));
    }

    private static Settings.Drl drl(ConfigTree tree, Path home) {
        return new Settings.Drl(
                home.resolve(tree.text("drl.categories", "categories.yaml", ".+", "must be a file")),
                files(tree, home, "drl.mapping", List.of("mapping.yaml")),
                files(
                        tree,
                        home,
                        "drl.sets",
                        List.of("drl/uk-ndrl-2022.yaml", "drl/eu-euclid-rp195.yaml", "drl/eu-pidrl-rp185.yaml")),
                files(tree, home, "drl.rules", List.of()),
                new BigDecimal(tree.text(
                        "drl.farAboveMultiple", "2", "\\d{1,2}(\\.\\d)?", "must be a number such as 2 or 2.5")),
                tree.integer("drl.lastN", 100, 20, 10_000),
                new BigDecimal(
                        tree.text("drl.farBelowFraction", "0.5", "0(\\.\\d{1,2})?", "must be a fraction such as 0.5")));
    }

    private static List<Path> files(ConfigTree tree, Path home, String key, List<String> fallback) {
        return tree.texts(key, fallback).stream().map(home::resolve).toList();
    }

    private static Settings.Forward forward(ConfigTree tree, Path base) {
        Settings.Forward forward = readForward(tree, base);
        if (forward.transport().equals("https") && forward.url().isEmpty()) {
            tree.problem("forward.url", "", "is mandatory with forward.transport https");
        }
        return forward;
    }

    private static Settings.Forward readForward(ConfigTree tree, Path base) {
        return new Settings.Forward(
                tree.text("forward.transport", "folder", "folder|https", "must be folder or https"),
                base.resolve(tree.text("forward.folder", "./outbox", ".+", "must be a folder"))
                        .normalize(),
                Optional.of(tree.text("forward.url", "", "(https://\\S+)?", "must be an https URL"))
                        .filter(url -> !url.isEmpty())
                        .map(URI::create),
                tree.optional("forward.bearerToken"));
    }
}
