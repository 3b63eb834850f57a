package org.doseagent.drl.yaml;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.doseagent.dose.identity.Sha256;

/** Reads values of the YAML of levels and rules; numbers stay the text that a person wrote. */
public final class Yaml {

    private Yaml() {}

    public static Optional<String> text(JsonNode node, String field) {
        JsonNode value = node.path(field);
        return value.isValueNode() && !value.isNull() ? Optional.of(value.asText()) : Optional.empty();
    }

    /** Returns a list of texts; a single text is a list of one, an absent one is empty. */
    public static List<String> list(JsonNode node, String field) {
        JsonNode value = node.path(field);
        if (value.isValueNode() && !value.isNull()) {
            return List.of(value.asText());
        }
        List<String> values = new ArrayList<>();
        value.forEach(each -> values.add(each.asText()));
        return List.copyOf(values);
    }

    /** Returns the content hash by which an assessment names what it used. */
    public static String sha256(String text) {
        return Sha256.hex(text.getBytes(StandardCharsets.UTF_8));
    }
}
