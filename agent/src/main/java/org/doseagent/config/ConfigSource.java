package org.doseagent.config;

import org.doseagent.drl.yaml.FileName;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.doseagent.drl.yaml.DrlException;
import org.doseagent.drl.yaml.LocatedYaml;

/** The tree of a configuration file with the overrides of the command line, and the place of each key. */
final class ConfigSource {

    private static final int MAX_BYTES = 1 << 20;

    /** The place of an override of the command line, instead of a file and a line. */
    static final String COMMAND_LINE = "--set";

    private final String file;
    private final LocatedYaml yaml;
    private final ObjectNode root;

    /** The place of each key that an override has set. */
    private final Map<String, String> overridden = new HashMap<>();

    private final List<String> problems = new ArrayList<>();

    private ConfigSource(String file, LocatedYaml yaml) {
        this.file = file;
        this.yaml = yaml;
        this.root = yaml.root();
        problems.addAll(yaml.duplicates());
    }

    /**
     * Reads a file and applies the overrides.
     *
     * @throws ConfigException if the file cannot be read or is no YAML mapping
     */
    static ConfigSource read(Path file, Map<String, String> overrides) throws ConfigException {
        try {
            if (Files.size(file) > MAX_BYTES) {
                throw new ConfigException(List.of(file + ": larger than " + MAX_BYTES + " bytes"));
            }
            String name = String.valueOf(file.getFileName());
            ConfigSource source = new ConfigSource(name, LocatedYaml.parse(Files.readString(file), new FileName(name)));
            overrides.forEach(source::override);
            return source;
        } catch (DrlException e) {
            throw new ConfigException(List.of(String.valueOf(e.getMessage())));
        } catch (NoSuchFileException e) {
            throw new ConfigException(List.of(file + ": no such file; name the configuration with --config FILE"));
        } catch (IOException e) {
            throw new ConfigException(List.of(file + ": cannot be read: " + e.getMessage()));
        }
    }

    /** Returns a configuration without keys. */
    static ConfigSource empty() {
        return new ConfigSource("agent.yaml", LocatedYaml.empty("agent.yaml"));
    }

    ObjectNode root() {
        return root;
    }

    /** Returns the problems of keys that occur twice and of overrides that cannot be applied. */
    List<String> problems() {
        return problems;
    }

    /** Returns {@code file:line}, or the option that has set the key; the file if the key is absent. */
    String placeOf(String key) {
        Optional<String> found = overriddenBy(key).or(() -> yaml.placeOf(key));
        if (found.isPresent()) {
            return found.get();
        }
        int dot = key.lastIndexOf('.');
        boolean isOfList = key.matches(".*\\.\\d+(\\.[^.]*)?");
        return isOfList && dot > 0 ? placeOf(key.substring(0, dot)) : file;
    }

    /** Returns the option that has set a key or a group that contains it. */
    private Optional<String> overriddenBy(String key) {
        return overridden.entrySet().stream()
                .filter(each -> key.equals(each.getKey()) || key.startsWith(each.getKey() + "."))
                .map(Map.Entry::getValue)
                .findFirst();
    }

    /** Returns a scalar as it was typed: a serial number keeps its leading zeros. */
    String textOf(String key, JsonNode scalar) {
        return overriddenBy(key).isPresent()
                ? scalar.asText()
                : yaml.textOf(key).orElse(scalar.asText());
    }

    /** Moves the value of a key to another key; its place stays that of the first. */
    void move(String from, String to) {
        JsonNode value = root.at("/" + from.replace('.', '/'));
        String place = placeOf(from);
        int dot = to.lastIndexOf('.');
        String group = to.substring(0, dot);
        if (root.at("/" + group.replace('.', '/')).isMissingNode()) {
            root.putObject(group); // a group of the first level; deeper ones contain the key that moves
        }
        if (root.at("/" + group.replace('.', '/')) instanceof ObjectNode target) {
            target.set(to.substring(dot + 1), value);
            overridden.put(to, place);
        }
    }

    private void override(String key, String value) {
        ObjectNode node = root;
        String[] steps = key.split("\\.", -1);
        for (int i = 0; i < steps.length - 1; i++) {
            JsonNode child = node.path(steps[i]);
            if (child.isArray()) {
                problems.add(COMMAND_LINE + ": " + key + ": \"" + value + "\": a list must be complete, such as "
                        + steps[i] + "=[...]");
                return;
            }
            node = child instanceof ObjectNode group ? group : node.putObject(steps[i]);
        }
        overridden.put(key, key.equals("dataDir") ? "--data-dir" : COMMAND_LINE);
        node.set(steps[steps.length - 1], parsed(key, value));
    }

    /** A list or a group has the syntax of the file; anything else is text. */
    private JsonNode parsed(String key, String value) {
        if (value.matches("[\\[{].*")) {
            try {
                return LocatedYaml.value(value);
            } catch (IOException e) {
                problems.add(COMMAND_LINE + ": " + key + ": \"" + value + "\": is not YAML");
            }
        }
        return TextNode.valueOf(value);
    }
}
