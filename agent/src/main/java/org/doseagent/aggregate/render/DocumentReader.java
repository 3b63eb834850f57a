package org.doseagent.aggregate.render;

import com.fasterxml.jackson.databind.JsonNode;
import org.doseagent.aggregate.cells.Canonical;

/** Reads the bytes of a release for the renderings; numbers keep their digits. */
final class DocumentReader {

    private static final String SCHEMA = "dose-aggregate/1";

    private DocumentReader() {}

    /** @throws IllegalArgumentException if the bytes are not a {@code dose-aggregate/1} document */
    static JsonNode parse(byte[] json) {
        JsonNode document = Canonical.parse(json);
        if (!document.path("schema").asText().equals(SCHEMA)) {
            throw new IllegalArgumentException("schema is not " + SCHEMA);
        }
        return document;
    }
}
