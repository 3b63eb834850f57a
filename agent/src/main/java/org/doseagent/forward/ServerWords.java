package org.doseagent.forward;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Makes the text of a server safe for a log line, an alert and a terminal. */
final class ServerWords {

    static final int MAX_CHARACTERS = 500;

    private static final ObjectMapper MAPPER = new ObjectMapper();

    /** The fields of a problem document (RFC 9457) and a FHIR OperationOutcome that contain text. */
    private static final List<String> PLACES =
            List.of("/title", "/detail", "/issue/0/details/text", "/issue/0/diagnostics", "/issue/0/expression/0");

    private ServerWords() {}

    /** Returns the text of a problem document, or the beginning of any other body; may be empty. */
    static String of(byte[] body) {
        String text = new String(body, StandardCharsets.UTF_8);
        try {
            JsonNode document = MAPPER.readTree(body);
            String words = String.join(
                    ": ",
                    PLACES.stream()
                            .map(place -> document.at(place).asText())
                            .filter(word -> !word.isBlank())
                            .toList());
            return clean(words.isEmpty() ? text : words);
        } catch (IOException e) {
            return clean(text);
        }
    }

    /**
     * Returns the first 500 printable characters on one line. Its quotation marks are replaced, so that they do not end a quotation of
     * ours.
     */
    static String clean(String text) {
        String line = text.replaceAll("[\\p{Cntrl}\\p{Cf}\\p{Co}\\p{Cs}\\p{Cn}\\p{Zl}\\p{Zp}\\s]+", " ")
                .replace('"', '\'')
                .strip();
        return line.codePointCount(0, line.length()) <= MAX_CHARACTERS
                ? line
                : line.substring(0, line.offsetByCodePoints(0, MAX_CHARACTERS));
    }
}
