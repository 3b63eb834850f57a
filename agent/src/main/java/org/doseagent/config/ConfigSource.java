package org.doseagent.config;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a user wrote: the tree of the file with the overrides of the command line, and where each key stands. */
final class ConfigSource {

    private static final ObjectMapper MAPPER = new ObjectMapper(new YAMLFactory());
    private static final int MAX_BYTES = 1 << 20;

    /** How a problem names the overrides of the command line, in the place of a file and a line. */
    static final String COMMAND_LINE = "--set";

    /** Where a key stands, and its scalar as it was typed: a serial number keeps its leading zeros. */
    private record Written(String place, Optional<String> text) {}

    private final String file;
    private final ObjectNode root;
    private final Map<String, Written> written = new HashMap<>();
    private final List<String> problems = new ArrayList<>();

    private ConfigSource(String file, ObjectNode root) {
        this.file = file;
        this.root = root;
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
            String text = Files.readString(file);
            if (!(tree(text) instanceof ObjectNode object)) {
                throw new ConfigException(List.of(file + ": not a YAML mapping"));
            }
            ConfigSource source = new ConfigSource(String.valueOf(file.getFileName()), object);
            source.locate(text);
            overrides.forEach(source::override);
            return source;
        } catch (JsonProcessingException e) {
            throw new ConfigException(List.of(file + ":" + e.getLocation().getLineNr() + ": not YAML: "
                    + e.getOriginalMessage().lines().findFirst().orElse("")));
        } catch (NoSuchFileException e) {
            throw new ConfigException(List.of(file + ": no such file; name the configuration with --config FILE"));
        } catch (IOException e) {
            throw new ConfigException(List.of(file + ": cannot be read: " + e.getMessage()));
        }
    }

    /** Returns what a user wrote who wrote nothing. */
    static ConfigSource empty() {
        return new ConfigSource("agent.yaml", MAPPER.createObjectNode());
    }

    /** A file of comments alone is an empty mapping: every default holds. */
    private static JsonNode tree(String text) throws IOException {
        JsonNode tree = MAPPER.readTree(text);
        return tree.isMissingNode() || tree.isNull() ? MAPPER.createObjectNode() : tree;
    }

    ObjectNode root() {
        return root;
    }

    /** Returns keys that stand twice, and overrides that lead nowhere. */
    List<String> problems() {
        return problems;
    }

    /** Returns {@code file:line}, or what stands for it where the key is not in the file. */
    String placeOf(String key) {
        Written found = written.get(key);
        if (found != null) {
            return found.place();
        }
        int dot = key.lastIndexOf('.');
        boolean isOfList = key.matches(".*\\.\\d+(\\.[^.]*)?");
        return isOfList && dot > 0 ? placeOf(key.substring(0, dot)) : file;
    }

    /** Returns a scalar as it was typed. */
    String textOf(String key, JsonNode scalar) {
        Written found = written.get(key);
        return found == null ? scalar.asText() : found.text().orElse(scalar.asText());
    }

    private void locate(String text) throws IOException {
        try (JsonParser parser = MAPPER.createParser(text)) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if (token == JsonToken.FIELD_NAME) {
                    note(key(parser), parser.currentTokenLocation().getLineNr());
                } else if (token.isScalarValue()) {
                    keepText(key(parser), parser);
                }
            }
        }
    }

    private void note(String key, int line) {
        Written first = written.putIfAbsent(key, new Written(file + ":" + line, Optional.empty()));
        if (first != null) {
            problems.add(
                    file + ":" + line + ": " + ConfigTree.display(key) + ": stands twice, first at " + first.place());
        }
    }

    private void keepText(String key, JsonParser parser) throws IOException {
        String place = file + ":" + parser.currentTokenLocation().getLineNr();
        Written noted = written.get(key);
        written.put(key, new Written(noted == null ? place : noted.place(), Optional.of(parser.getText())));
    }

    private static String key(JsonParser parser) {
        String pointer = parser.getParsingContext().pathAsPointer().toString();
        return pointer.isEmpty() ? "" : pointer.substring(1).replace('/', '.');
    }

    private void override(String key, String value) {
        ObjectNode node = root;
        String[] steps = key.split("\\.", -1);
        for (int i = 0; i < steps.length - 1; i++) {
            JsonNode child = node.path(steps[i]);
            if (child.isArray()) {
                problems.add(COMMAND_LINE + ": " + key + ": \"" + value + "\": a list is given whole, such as "
                        + steps[i] + "=[...]");
                return;
            }
            node = child instanceof ObjectNode group ? group : node.putObject(steps[i]);
        }
        written.keySet().removeIf(each -> each.startsWith(key + "."));
        written.put(key, new Written(key.equals("dataDir") ? "--data-dir" : COMMAND_LINE, Optional.empty()));
        node.set(steps[steps.length - 1], parsed(key, value));
    }

    /** A list or a group is written as in the file; anything else is text. */
    private JsonNode parsed(String key, String value) {
        if (value.matches("[\\[{].*")) {
            try {
                return MAPPER.readTree(value);
            } catch (IOException e) {
                problems.add(COMMAND_LINE + ": " + key + ": \"" + value + "\": is not YAML");
            }
        }
        return MAPPER.getNodeFactory().textNode(value);
    }
}
