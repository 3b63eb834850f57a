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
                alerts(tree),
                new Settings.Aggregate(
                        tree.integer("aggregate.minExams", 20, 20, 10_000),
                        tree.integer("aggregate.minPatients", 10, 10, 10_000),
                        tree.duration("aggregate.closeAfter", "14d")),
                forward(tree, base),
                NotifyReader.read(tree),
