package org.doseagent.testdata;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.doseagent.cli.CommandLineRun;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Every case of test-data through the command line that users have: import, exams, alerts, inbox. */
final class GoldenCasesTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path FOLDER =
            Path.of(System.getProperty("project.root", "..")).resolve("test-data");

    @TempDir
    private Path scratch;

    @TestFactory
    Stream<DynamicTest> every_case_gives_what_its_author_expects() throws IOException {
        try (Stream<Path> folders = Files.list(FOLDER.resolve("cases"))) {
            return folders.sorted().toList().stream()
                    .map(folder -> DynamicTest.dynamicTest(folder.getFileName().toString(), () -> check(folder)));
        }
    }

    @Test
    void what_is_committed_is_what_the_generator_writes() throws IOException {
        for (Case each : TestData.cases()) {
            assertThat(read(FOLDER.resolve("cases").resolve(each.id)))
                    .as(each.id)
                    .usingRecursiveComparison()
                    .isEqualTo(TestData.files(each));
        }
        assertThat(read(FOLDER.resolve("demo-month")))
                .usingRecursiveComparison()
                .isEqualTo(DemoMonth.files());
        try (Stream<Path> folders = Files.list(FOLDER.resolve("cases"))) {
            assertThat(folders).hasSameSizeAs(TestData.cases()).hasSizeGreaterThanOrEqualTo(25);
        }
    }

    private void check(Path folder) throws IOException {
        JsonNode expected = JSON.readTree(folder.resolve("expected.json").toFile());
        check(folder, expected, false);
        if (!expected.path("inOrder").asBoolean()) {
            check(folder, expected, true);
        }
    }

    private void check(Path folder, JsonNode expected, boolean isReversed) throws IOException {
        CommandLineRun agent = new CommandLineRun(Files.createTempDirectory(scratch, "data"));
        try (Stream<Path> files = Files.list(folder)) {
            files.filter(file -> file.toString().endsWith(".dcm"))
                    .sorted(isReversed ? java.util.Comparator.reverseOrder() : java.util.Comparator.naturalOrder())
                    .forEach(file -> agent.run("import", file.toString()));
        }
        Map<String, Integer> states = new TreeMap<>();
        agent.json("inbox", "list")
                .forEach(entry -> states.merge(entry.get("state").asText(), 1, Integer::sum));
        expected.get("inbox").properties().forEach(state -> {
            if (!state.getKey().equals("duplicate")) {
                assertThat(states)
                        .containsEntry(state.getKey(), state.getValue().asInt());
            }
        });
        assertThat(agent.json("exams", "list")).hasSize(expected.get("exams").size());
        for (JsonNode exam : expected.get("exams")) {
            String study = exam.get("studyInstanceUid").asText();
            checkExam(agent, (ObjectNode) exam.deepCopy(), agent.json("exams", "show", study));
        }
    }

    private static void checkExam(CommandLineRun agent, ObjectNode expected, JsonNode actual) {
        JsonNode alerts = expected.remove("alerts");
        JsonNode findings = expected.remove("findingCodes");
        Subset.assertContains("exam", expected, actual);
        if (alerts != null) {
            assertThat(texts(agent.json("alerts", "list"), "kind")).isEqualTo(texts(alerts, ""));
        }
        if (findings != null) {
            assertThat(texts(actual.get("findings"), "code"))
                    .as(actual.get("findings").toPrettyString())
                    .isEqualTo(texts(findings, ""));
        }
    }

    private static Set<String> texts(JsonNode array, String field) {
        Set<String> texts = new TreeSet<>();
        array.forEach(node ->
                texts.add(field.isEmpty() ? node.asText() : node.get(field).asText()));
        return texts;
    }

    private static Map<String, byte[]> read(Path folder) throws IOException {
        Map<String, byte[]> files = new TreeMap<>();
        try (Stream<Path> paths = Files.list(folder)) {
            for (Path path : paths.toList()) {
                files.put(path.getFileName().toString(), Files.readAllBytes(path));
            }
        }
        return files;
    }
}
