package org.doseagent.repository;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Arrays;
import org.doseagent.aggregate.cells.Canonical;

/** Reads a document from outside: depth and numbers are checked token by token before anything is built from it. */
final class BoundedJson {

    /** A number of a release has at most six digits. A long exponent would make a number of gigabytes. */
    private static final int MAX_NUMBER_LENGTH = 24;

    private static final JsonFactory TOKENS = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private BoundedJson() {}

    /**
     * Returns the object in the body.
     *
     * @throws Refusal 400 if it is not JSON within the bounds, 422 if it is not in canonical form (RFC 8785)
     */
    static ObjectNode read(byte[] body, int maxDepth) throws Refusal {
        try (JsonParser parser = TOKENS.createParser(body)) {
            scan(parser, maxDepth);
        } catch (IOException e) {
            throw new Refusal(400, "not JSON: the body has a syntax error or a member twice");
        }
        ObjectNode document;
        try {
            document = Canonical.parse(body);
        } catch (IllegalArgumentException e) {
            throw new Refusal(400, "not a JSON object");
        }
        if (!Arrays.equals(Canonical.bytes(document), body)) {
            throw new Refusal(422, "not in canonical form (RFC 8785)");
        }
        return document;
    }

    private static void scan(JsonParser parser, int maxDepth) throws IOException, Refusal {
        int depth = 0;
        for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
            depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
            if (depth > maxDepth) {
                throw new Refusal(400, "nested deeper than " + maxDepth + " levels");
            }
            if (token.isNumeric() && (parser.getTextLength() > MAX_NUMBER_LENGTH || hasExponent(parser.getText()))) {
                throw new Refusal(
                        400, "a number is longer than " + MAX_NUMBER_LENGTH + " characters or has an exponent");
            }
        }
    }

    private static boolean hasExponent(String number) {
        return number.indexOf('e') >= 0 || number.indexOf('E') >= 0;
    }
}
