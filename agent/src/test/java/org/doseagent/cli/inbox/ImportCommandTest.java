package org.doseagent.cli.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.doseagent.cli.CommandLineRun;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code import} prints about files that it cannot use, and its exit code. */
final class ImportCommandTest {

    private static final Path ROOT = Path.of(System.getProperty("project.root", ".."));
    private static final Path CASES = ROOT.resolve("test-data/cases");

    @TempDir
    private Path scratch;

    private CommandLineRun agent;

    @BeforeEach
    void start() throws IOException {
        agent = new CommandLineRun(scratch.resolve("data"));
        Files.createDirectories(scratch.resolve("in"));
    }

    @Test
    void files_that_are_all_rejected_are_bad_news() throws IOException {
        Path text = Files.writeString(scratch.resolve("in/letter.txt"), "Dear colleague,");
        assertThat(agent.run("import", text.toString(), "--json")).isEqualTo(1);
        assertThat(agent.out()).contains("\"rejected\" : 1", "\"stored\" : 0");
        assertThat(agent.err()).isEqualToIgnoringNewLines(text + ": rejected: neither a DICOM preamble nor a first element");
    }

    @Test
    void one_usable_file_among_others_is_a_success() throws IOException {
        Files.writeString(scratch.resolve("in/letter.txt"), "Dear colleague,");
        Files.copy(CASES.resolve("philips-abdomen/01.dcm"), scratch.resolve("in/01.dcm"));
        assertThat(agent.run("import", scratch.resolve("in").toString())).isZero();
        assertThat(agent.out()).contains("stored 1", "rejected 1");
        assertThat(agent.run("import", scratch.resolve("in").toString())).isZero();
        assertThat(agent.out()).contains("stored 0", "duplicates 1");
    }

    @Test
    void an_empty_folder_is_no_bad_news() {
        assertThat(agent.run("import", scratch.resolve("in").toString())).isZero();
        assertThat(agent.out()).contains("files 0");
    }

    @Test
    void a_report_that_cannot_be_read_is_named_with_its_reason_and_its_number() {
        Path report = CASES.resolve("truncated/01.dcm");
        assertThat(agent.run("import", report.toString())).isZero();
        assertThat(agent.out()).contains("quarantined 1");
        assertThat(agent.err()).startsWith(report + ": quarantined: ").contains("; see inbox show 1").hasLineCount(1);
    }

    /** In a process of its own, because the log is set up once in each. */
    @Test
    void the_log_does_not_repeat_the_message() throws Exception {
        Process process = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "org.doseagent.cli.Main",
                        "import",
                        CASES.resolve("truncated/01.dcm").toString(),
                        "--config",
                        ROOT.resolve("config/agent.yaml").toString(),
                        "--data-dir",
                        scratch.resolve("data").toString(),
                        "--set",
                        "store.minFreeDisk=0B"))
                .redirectErrorStream(true)
                .start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(printed).isZero();
        assertThat(printed.lines().filter(line -> line.contains("quarantined")))
                .satisfiesExactlyInAnyOrder(
                        line -> assertThat(line).contains("01.dcm: quarantined: "),
                        line -> assertThat(line).isEqualTo("quarantined 1"));
    }
}
