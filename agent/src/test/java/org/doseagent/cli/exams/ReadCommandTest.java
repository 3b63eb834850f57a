package org.doseagent.cli.exams;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.doseagent.cli.CommandLineRun;
import org.doseagent.testdata.TestData;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files to text, JSON and CSV without a store; what cannot be read is named, and stops nothing else. */
final class ReadCommandTest {

    @TempDir
    private Path folder;

    private CommandLineRun agent;
    private Path chest;

    @BeforeEach
    void writeReport() throws IOException {
        agent = new CommandLineRun(folder.resolve("data"));
        chest = Files.write(folder.resolve("chest.dcm"), TestData.chestReport("one"));
    }

    @Test
    void the_json_of_a_file_is_that_of_the_imported_exam_and_no_store_is_made() {
        JsonNode read = agent.json("read", chest.toString());
        assertThat(read).hasSize(1);
        assertThat(read.get(0).path("file").asText()).isEqualTo(chest.toString());
        assertThat(read.get(0).path("kind").asText()).isEqualTo("CT dose report");
        assertThat(folder.resolve("data")).doesNotExist();
        assertThat(agent.run("import", chest.toString())).isZero();
        String study = read.get(0).path("studyInstanceUid").asText();
        JsonNode shown = agent.json("exams", "show", study);
        for (String field : List.of("events", "parts", "findings", "assessments", "dlpTotalMGyCm", "device", "isQa")) {
            assertThat(read.get(0).path(field)).as(field).isEqualTo(shown.path(field));
        }
        assertThat(shown.properties())
                .allSatisfy(field -> assertThat(read.get(0).has(field.getKey()))
                        .as(field.getKey())
                        .isTrue());
    }

    @Test
    void csv_has_a_row_for_each_event_and_text_a_table() {
        int events = agent.json("read", chest.toString()).get(0).path("events").size();
        assertThat(agent.run("read", chest.toString(), "--csv")).isZero();
        List<String> lines = agent.out().lines().toList();
        assertThat(lines).hasSize(events + 1);
        assertThat(lines.get(0))
                .startsWith("file,studyInstanceUid,accessionNumber,")
                .contains(",ctdiVolMGy,phantomCm,");
        assertThat(lines.get(events)).contains("CT-CHEST", "DIAGNOSTIC", "120");
        assertThat(agent.run("read", chest.toString())).isZero();
        assertThat(agent.out()).contains("chest.dcm: CT dose report", "DLP total", "DIAGNOSTIC");
    }

    @Test
    void an_unreadable_file_is_named_with_its_reason_and_the_others_are_read() throws IOException {
        Path text = Files.writeString(folder.resolve("text.dcm"), "x".repeat(400));
        byte[] whole = TestData.chestReport("two");
        Path cut = Files.write(folder.resolve("cut.dcm"), java.util.Arrays.copyOf(whole, whole.length / 2));
        assertThat(agent.run("read", text.toString(), cut.toString(), chest.toString(), "--json"))
                .isEqualTo(1);
        assertThat(agent.err())
                .contains("text.dcm: quarantined: ", "cut.dcm: quarantined: TRUNCATED")
                .doesNotContain("chest.dcm");
        assertThat(agent.out()).contains("CT dose report", "\"problem\"");
        assertThat(agent.run("read", text.toString(), chest.toString())).isEqualTo(1);
        assertThat(agent.out()).contains("chest.dcm: CT dose report").doesNotContain("text.dcm");
    }

    @Test
    void other_reports_are_named_by_their_kind() throws IOException {
        Path other = Files.write(folder.resolve("other.dcm"), TestData.caseFile("not-a-ct"));
        JsonNode read = agent.json("read", other.toString());
        assertThat(read.get(0).path("kind").asText()).isNotEmpty().isNotEqualTo("CT dose report");
        assertThat(read.get(0).has("events")).isFalse();
    }

    @Test
    void a_missing_file_is_exit_code_3_a_folder_and_two_formats_are_exit_code_2() {
        assertThat(agent.run("read", folder.resolve("none.dcm").toString())).isEqualTo(3);
        assertThat(agent.run("read", folder.toString())).isEqualTo(2);
        assertThat(agent.run("read", chest.toString(), "--json", "--csv")).isEqualTo(2);
    }

    @Test
    void no_name_of_the_patient_is_printed() throws IOException {
        Path phantom = Files.write(folder.resolve("phantom.dcm"), TestData.caseFile("phantom-by-name"));
        for (String format : new String[] {"--json", "--csv"}) {
            assertThat(agent.run("read", phantom.toString(), format)).isZero();
            assertThat(agent.out().getBytes(StandardCharsets.UTF_8)).isNotEmpty();
            assertThat(agent.out()).doesNotContain("WATER PHANTOM");
        }
    }
}
