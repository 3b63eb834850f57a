package org.doseagent.aggregate.render;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Objects;

/** A published schema of {@code docs/}: releases are checked before they leave, benchmarks when they are imported. Thread-safe. */
public final class PayloadSchema {

    private static final String AGGREGATE = "dose-aggregate-1.schema.json";
    private static final String BENCHMARK = "dose-benchmark-1.schema.json";

    /** One document may break a rule in every cell; the first few problems are enough. */
    private static final int MAX_PROBLEMS = 10;

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final JsonSchema schema;

    private PayloadSchema(JsonSchema schema) {
        this.schema = schema;
    }

    /** Returns the schema of {@code dose-aggregate/1} that this program was built with. */
    public static PayloadSchema shipped() {
        return read(AGGREGATE);
    }

    /** Returns the schema of {@code dose-benchmark/1} that this program was built with. */
    public static PayloadSchema ofBenchmarks() {
        return read(BENCHMARK);
    }

    private static PayloadSchema read(String resource) {
        try (InputStream in = Objects.requireNonNull(PayloadSchema.class.getResourceAsStream(resource), resource)) {
            return of(MAPPER.readTree(in));
        } catch (IOException e) {
            throw new IllegalStateException(resource + " cannot be read", e);
        }
    }

    static PayloadSchema of(JsonNode schema) {
        SchemaValidatorsConfig config =
                SchemaValidatorsConfig.builder().formatAssertionsEnabled(true).build();
        return new PayloadSchema(
                JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(schema, config));
    }

    /** Returns the problems of a document, at most ten, each with its place; empty when it fits the schema. */
    public List<String> problems(byte[] json) {
        try {
            return schema.validate(MAPPER.readTree(json)).stream()
                    .map(ValidationMessage::getMessage)
                    .sorted()
                    .limit(MAX_PROBLEMS)
                    .toList();
        } catch (IOException e) {
            return List.of("not a JSON document");
        }
    }
}
