package org.doseagent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
final class SelftestCommandTest {

    @TempDir
    private Path scratch;

    @Test
    void every_case_gives_its_expected_exam_and_nothing_is_left() throws IOException {
        CommandLineRun agent = new CommandLineRun(scratch.resolve("data"));
        long before = leftovers();
        assertThat(agent.run("selftest")).as(agent.err()).isZero();
        assertThat(agent.out().lines())
                .hasSize(6)
                .allMatch(line -> line.startsWith("ok "))
                .anyMatch(line -> line.contains("toshiba-no-totals"));
        assertThat(leftovers()).isEqualTo(before);
        assertThat(scratch.resolve("data")).as("the store of the site").doesNotExist();
    }

    /** The mapping of the site is part of what is tested: here its only rule matches nothing. */
    @Test
    void an_exam_that_differs_is_named_with_the_expected_and_the_actual_value() throws IOException {
        Path mapping = Files.writeString(
                scratch.resolve("mapping.yaml"), "rules:\n  - {id: x, category: CT-HEAD, text: zzz}\n");
        CommandLineRun agent = new CommandLineRun(scratch.resolve("data"));
        assertThat(agent.run("selftest", "--json", "--set", "drl.mapping=[" + mapping + "]"))
                .as(agent.err())
                .isEqualTo(1);
        JsonNode result = new ObjectMapper().readTree(agent.out());
        assertThat(result.get("status").asText()).isEqualTo("bad");
        assertThat(result.get("cases").get(0).get("differences").toString())
                .contains("exam.parts[0].category: expected", "CT-ABDOMEN-PELVIS");
    }

    private static long leftovers() throws IOException {
        try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
            return files.filter(file -> file.getFileName().toString().startsWith("dose-agent-selftest"))
                    .count();
        }
    }
}
