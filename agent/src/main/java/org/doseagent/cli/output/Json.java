package org.doseagent.cli.output;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SequenceWriter;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/** Builds and prints the JSON that scripts rely on: absent is null, numbers are numbers. */
public final class Json {

    private static final ObjectMapper MAPPER = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private Json() {}

    public static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    public static String text(JsonNode node) {
        try {
            return MAPPER.writeValueAsString(node);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Prints an array, one element after the other; the same text as an array printed at once. */
    public static void printArray(PrintWriter out, Consumer<Consumer<ObjectNode>> elements) {
        try (SequenceWriter array = MAPPER.writer()
                .without(JsonGenerator.Feature.AUTO_CLOSE_TARGET)
                .without(SerializationFeature.FLUSH_AFTER_WRITE_VALUE)
                .writeValuesAsArray(out)) {
            elements.accept(element -> {
                try {
                    array.write(element);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        out.println();
    }

    public static <T> ArrayNode array(Iterable<T> values, Function<T, ObjectNode> toNode) {
        ArrayNode array = MAPPER.createArrayNode();
        values.forEach(value -> array.add(toNode.apply(value)));
        return array;
    }

    static ArrayNode array() {
        return MAPPER.createArrayNode();
    }

    /**
     * Returns a value as JSON: absent as null, numbers as numbers, times as ISO 8601.
     *
     * @throws IllegalArgumentException if the value is of a type that no field of a list has
     */
    static JsonNode node(Object value) {
        if (value instanceof Optional<?> optional) {
            return optional.isPresent() ? node(optional.get()) : NullNode.getInstance();
        }
        if (value instanceof JsonNode node) {
            return node;
        }
        if (value instanceof LocalDateTime dateTime) {
            return TextNode.valueOf(time(dateTime));
        }
        if (value instanceof String || value instanceof Instant || value instanceof LocalDate) {
            return TextNode.valueOf(value.toString());
        }
        if (value instanceof Boolean flag) {
            return BooleanNode.valueOf(flag);
        }
        if (value instanceof Integer number) {
            return IntNode.valueOf(number);
        }
        if (value instanceof Long number) {
            return LongNode.valueOf(number);
        }
        if (value instanceof BigDecimal number) {
            return DecimalNode.valueOf(number);
        }
        if (value instanceof List<?> list) {
            ArrayNode array = array();
            list.forEach(each -> array.add(node(each)));
            return array;
        }
        throw new IllegalArgumentException("no JSON for a " + value.getClass().getName());
    }

    /** Returns the local time of a scanner as ISO 8601, at least to the second. */
    public static String time(LocalDateTime dateTime) {
        return dateTime.format(DateTimeFormatter.ISO_LOCAL_DATE_TIME);
    }

    /** Puts a field with any value that {@link #node} knows; an empty one becomes null. */
    public static void put(ObjectNode node, String field, Object value) {
        node.set(field, node(value));
    }
}
