package org.doseagent.forward;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.swagger.v3.parser.OpenAPIV3Parser;
import io.swagger.v3.parser.core.models.SwaggerParseResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.doseagent.aggregate.render.PayloadSchema;
import org.doseagent.aggregate.render.Samples;
import org.doseagent.store.outbox.Delivery;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The published interface: well-formed, its references there, its examples valid, and its status codes those that the agent knows. */
final class RepositoryInterfaceTest {

    private static final Path DOCS =
            Path.of(System.getProperty("project.root", "..")).resolve("docs");
    private static final Path FILE = DOCS.resolve("repository-openapi.yaml");

    @TempDir
    private Path folder;

    @Test
    void the_openapi_file_is_one() {
        SwaggerParseResult parsed = new OpenAPIV3Parser().readLocation(FILE.toString(), null, null);
        assertThat(parsed.getMessages()).isEmpty();
        assertThat(parsed.getOpenAPI().getOpenapi()).isEqualTo("3.1.0");
        assertThat(parsed.getOpenAPI().getPaths())
                .containsOnlyKeys("/submissions/{submissionId}", "/facilities", "/benchmarks/{year}");
    }

    @Test
    void every_reference_leads_somewhere() throws Exception {
        JsonNode root = root();
        List<String> references = root.findValuesAsText("$ref");
        assertThat(references).isNotEmpty().allSatisfy(reference -> {
            if (reference.startsWith("#")) {
                assertThat(root.at(reference.substring(1)).isObject())
                        .as(reference)
                        .isTrue();
            } else {
                assertThat(DOCS.resolve(reference)).exists();
            }
        });
    }

    @Test
    void the_examples_are_payloads() throws Exception {
        List<String> examples = root().findValuesAsText("externalValue");
        assertThat(examples).hasSize(2);
        for (String example : examples) {
            assertThat(PayloadSchema.shipped().problems(Files.readAllBytes(DOCS.resolve(example))))
                    .as(example)
                    .isEmpty();
        }
    }

    @Test
    void the_agent_treats_each_status_as_the_interface_defines() throws Exception {
        try (FakeRepository repository = new FakeRepository(folder)) {
            HttpsTransport transport = new HttpsTransport(repository.endpoint(), repository.tls(), Clock.systemUTC());
            JsonNode responses = root().at("/paths/~1submissions~1{submissionId}/put/responses");
            for (var response : responses.properties()) {
                int status = Integer.parseInt(response.getKey().replace("XX", "03"));
                repository.answers(status);
                Delivery delivery = transport.deliver(new Submission("1", "2026-10", Samples.json("first")));
                String meaning = response.getValue().path("$ref").asText();
                Class<?> expected = meaning.endsWith("Refused")
                        ? Delivery.Refused.class
                        : meaning.endsWith("NotNow") ? Delivery.Later.class : Delivery.Delivered.class;
                assertThat(delivery).as("HTTP " + status).isInstanceOf(expected);
            }
        }
    }

    private static JsonNode root() throws Exception {
        return new ObjectMapper(new YAMLFactory()).readTree(FILE.toFile());
    }
}
