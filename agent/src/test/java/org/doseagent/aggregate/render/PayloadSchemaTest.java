package org.doseagent.aggregate.render;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class PayloadSchemaTest {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    static Stream<String> samples() {
        return Samples.NAMES.stream();
    }

    @ParameterizedTest
    @MethodSource("samples")
    void the_samples_of_these_tests_may_leave(String name) {
        assertThat(PayloadSchema.shipped().problems(Samples.json(name))).isEmpty();
    }

    @Test
    void names_what_does_not_belong_into_a_document_and_where() throws Exception {
        PayloadSchema schema = PayloadSchema.of(MAPPER.readTree("""
                {"$schema": "https://json-schema.org/draft/2020-12/schema", "additionalProperties": false,
                 "properties": {"day": {"format": "date"}, "cells": {"items": {"properties": {"p50": {"type": "number"}}}}}}
                """));
        assertThat(schema.problems("{\"day\":\"2026-10-01\",\"cells\":[{\"p50\":9}]}".getBytes(StandardCharsets.UTF_8)))
                .isEmpty();
        assertThat(schema.problems("{\"day\":\"soon\",\"cells\":[{\"p50\":\"nine\"}],\"patientName\":1}"
                        .getBytes(StandardCharsets.UTF_8)))
                .hasSize(3)
                .anySatisfy(problem -> assertThat(problem).contains("patientName"))
                .anySatisfy(problem -> assertThat(problem).contains("/cells/0/p50"))
                .anySatisfy(problem -> assertThat(problem).contains("/day"));
    }

    @Test
    void lists_at_most_ten_problems() throws Exception {
        PayloadSchema schema = PayloadSchema.of(MAPPER.readTree("{\"items\": {\"type\": \"number\"}}"));
        assertThat(schema.problems(("[" + "\"x\",".repeat(50) + "1]").getBytes(StandardCharsets.UTF_8)))
                .hasSize(10);
    }

    @Test
    void bytes_that_are_no_json_may_not_leave() {
        for (String text : List.of("", "{", "plain words")) {
            assertThat(PayloadSchema.shipped().problems(text.getBytes(StandardCharsets.UTF_8)))
                    .isNotEmpty();
        }
    }
}
