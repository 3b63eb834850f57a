package org.doseagent.aggregate.attack;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;

/** Reads released bytes for the renderings; numbers keep their digits. */
public final class ReleasedDocument {

    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private static final String SCHEMA = "dose-aggregate/1";

    private ReleasedDocument() {}

    /** Throws {@link IllegalArgumentException} for anything but a release. */
    public static JsonNode parse(byte[] json) {
        try {
            JsonNode document = MAPPER.readTree(json);
            if (!document.path("schema").asText().equals(SCHEMA)) {
                throw new IllegalArgumentException("schema is not " + SCHEMA);
            }
            return document;
        } catch (IOException e) {
            throw new IllegalArgumentException("not a JSON document", e);
        }
    }
}
