package org.doseagent.drl.yaml;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A YAML mapping with the line of each key and the text of each scalar as it was typed. The one reader of YAML: for levels, mapping and rules,
 * and for the configuration. A key is dotted, an element of a list is a number in it, such as {@code rows.0.value}. Immutable.
 */
public final class LocatedYaml {

    private static final ObjectMapper MAPPER = new ObjectMapper(new YAMLFactory());

    private final String file;
    private final ObjectNode root;
    private final Map<String, Integer> lines = new HashMap<>();
    private final Map<String, Integer> elementLines = new HashMap<>();
    private final Map<String, String> texts = new HashMap<>();
    private final List<String> duplicates = new ArrayList<>();

    private LocatedYaml(String file) {
        this.file = file;
        this.root = MAPPER.createObjectNode();
    }

    /** Returns a file without keys. */
    public static LocatedYaml empty(String file) {
        return new LocatedYaml(file);
    }

    /**
     * Reads a text; one of comments alone has no keys.
     *
     * @param fileName the name for messages
     * @throws DrlException if the text is no YAML mapping; the message names file and line
     */
    public static LocatedYaml parse(String text, FileName fileName) throws DrlException {
        String file = fileName.value();
        LocatedYaml yaml = new LocatedYaml(file);
        try (JsonParser parser = MAPPER.createParser(text)) {
            JsonToken first = parser.nextToken();
            if (first == JsonToken.START_OBJECT) {
                yaml.readObject(parser, yaml.root, "");
            } else if (first != null && first != JsonToken.VALUE_NULL) {
                throw new DrlException(file + ": not a YAML mapping");
            }
            return yaml;
        } catch (JsonProcessingException e) {
            JsonLocation location = e.getLocation();
            throw new DrlException(
                    file + (location == null ? "" : ":" + location.getLineNr()) + ": not YAML: "
                            + e.getOriginalMessage().lines().findFirst().orElse(""),
                    e);
        } catch (IOException e) {
            throw new DrlException(file + ": not YAML", e);
        }
    }

    /** Reads one value, such as a list in brackets. */
    public static JsonNode value(String text) throws IOException {
        return MAPPER.readTree(text);
    }

    /** The depth is limited by the parser. */
    private void readObject(JsonParser parser, ObjectNode object, String prefix) throws IOException {
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            String key = prefix + name;
            int line = parser.currentTokenLocation().getLineNr();
            Integer first = lines.putIfAbsent(key, line);
            if (first != null) {
                duplicates.add(
                        file + ":" + line + ": " + display(key) + ": is written twice, first at " + file + ":" + first);
            }
            parser.nextToken();
            object.set(name, read(parser, key));
        }
    }

    private JsonNode read(JsonParser parser, String key) throws IOException {
        if (parser.currentToken() == JsonToken.START_OBJECT) {
            ObjectNode object = MAPPER.createObjectNode();
            readObject(parser, object, key + ".");
            return object;
        }
        if (parser.currentToken() == JsonToken.START_ARRAY) {
            ArrayNode list = MAPPER.createArrayNode();
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                String element = key + "." + list.size();
                elementLines.put(element, parser.currentTokenLocation().getLineNr());
                list.add(read(parser, element));
            }
            return list;
        }
        texts.put(key, parser.getText());
        return parser.readValueAsTree();
    }

    public ObjectNode root() {
        return root;
    }

    /** Returns a problem for each key that is written twice. */
    public List<String> duplicates() {
        return List.copyOf(duplicates);
    }

    /** Returns {@code file:line} of a key or of a scalar in a list; empty where it is not written. */
    public Optional<String> placeOf(String key) {
        Integer line = lines.get(key);
        if (line == null && texts.containsKey(key)) {
            line = elementLines.get(key);
        }
        return Optional.ofNullable(line).map(number -> file + ":" + number);
    }

    /** Returns {@code file:line} of a key, or of the nearest list element or group that would contain it; the file where there is none. */
    public String nearestPlaceOf(String key) {
        for (String step = key; !step.isEmpty(); step = step.substring(0, Math.max(0, step.lastIndexOf('.')))) {
            Integer line = lines.getOrDefault(step, elementLines.get(step));
            if (line != null) {
                return file + ":" + line;
            }
        }
        return file;
    }

    /** Returns a scalar as it was typed: a serial number keeps its leading zeros. */
    public Optional<String> textOf(String key) {
        return Optional.ofNullable(texts.get(key));
    }

    /** Writes an element of a list as people do: {@code pacs[0].host}. */
    public static String display(String key) {
        return key.replaceAll("\\.(\\d+)(?=\\.|$)", "[$1]");
    }
}
