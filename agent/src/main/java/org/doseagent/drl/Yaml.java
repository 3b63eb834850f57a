package org.doseagent.drl;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.doseagent.dose.Sha256;

/** Reads the YAML of reference levels and rules; numbers stay the text that a person wrote. */
final class Yaml {

    private static final ObjectMapper MAPPER = new ObjectMapper(new YAMLFactory());

    private Yaml() {}

    static JsonNode parse(String text, String file) throws DrlException {
        try {
            JsonNode root = MAPPER.readTree(text);
            if (root == null || !root.isObject()) {
                throw new DrlException(file + ": not a YAML mapping");
            }
            return root;
        } catch (IOException e) {
            throw new DrlException(file + ": not YAML", e);
        }
    }

    static Optional<String> text(JsonNode node, String field) {
        JsonNode value = node.path(field);
        return value.isValueNode() && !value.isNull() ? Optional.of(value.asText()) : Optional.empty();
    }

    /** Returns a list of texts; a single text is a list of one, an absent one is empty. */
    static List<String> list(JsonNode node, String field) {
        JsonNode value = node.path(field);
        if (value.isValueNode() && !value.isNull()) {
            return List.of(value.asText());
        }
        List<String> values = new ArrayList<>();
        value.forEach(each -> values.add(each.asText()));
        return List.copyOf(values);
    }

    /** Returns the content hash by which an assessment names what it used. */
    static String sha256(String text) {
        return Sha256.hex(text.getBytes(StandardCharsets.UTF_8));
    }

    static <E extends Enum<E>> Optional<E> choice(Class<E> type, String text, String place, List<String> problems) {
        for (E each : type.getEnumConstants()) {
            if (each.name().equals(text)) {
                return Optional.of(each);
            }
        }
        if (!text.isEmpty()) {
            problems.add(place + ": " + text + " is not one of " + List.of(type.getEnumConstants()));
        }
        return Optional.empty();
    }

    static String required(JsonNode node, String field, String place, List<String> problems) {
        Optional<String> value = text(node, field).filter(found -> !found.isBlank());
        if (value.isEmpty()) {
            problems.add((place.isEmpty() ? "" : place + ".") + field + ": is mandatory");
        }
        return value.orElse("");
    }

    /** Notes every key that is none of these: a key that nothing reads would change nothing, in silence. */
    static void refuseUnknown(JsonNode node, Set<String> keys, String place, List<String> problems) {
        node.properties().forEach(field -> {
            if (!keys.contains(field.getKey())) {
                problems.add(
                        place + field.getKey() + ": unknown key; known are " + String.join(", ", new TreeSet<>(keys)));
            }
        });
    }

    /** Throws when there are problems, naming the file before each. */
    static void refuse(String file, List<String> problems) throws DrlException {
        if (!problems.isEmpty()) {
            throw new DrlException(String.join(
                    "\n",
                    problems.stream().map(problem -> file + ": " + problem).toList()));
        }
    }
}
