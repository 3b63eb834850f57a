package org.doseagent.cli.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.doseagent.cli.CommandLineRun;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The list of received objects, and their processing again. */
final class InboxCommandTest {

    private static final Path CASES =
            Path.of(System.getProperty("project.root", ".."), "test-data/cases");

    @TempDir
    private Path scratch;

    private CommandLineRun agent;

    @BeforeEach
    void receive() {
        agent = new CommandLineRun(scratch.resolve("data"));
        agent.run("import", CASES.resolve("philips-abdomen/01.dcm").toString());
        agent.run("import", CASES.resolve("truncated/01.dcm").toString());
    }

    @Test
    void a_processed_report_is_processed_again_and_its_exam_counts_once() {
        assertThat(agent.run("inbox", "retry", "1")).isZero();
        assertThat(agent.err())
                .isEqualToIgnoringNewLines(
                        "object 1 was processed and was processed again; it is now processed. Its exam is counted once, as before");
        assertThat(agent.json("exams", "list")).hasSize(1);
    }

    @Test
    void a_quarantined_report_is_processed_again_and_the_message_has_its_new_state() {
        assertThat(agent.run("inbox", "retry", "2")).isZero();
        assertThat(agent.err())
                .isEqualToIgnoringNewLines("object 2 was quarantined and was processed again; it is now quarantined");
        assertThat(agent.run("inbox", "retry", "--all")).isZero();
        assertThat(agent.err()).contains("1 quarantined object processed again");
    }

    @Test
    void an_unknown_state_is_refused_and_the_nearest_one_is_named() {
        assertThat(agent.run("inbox", "list", "--state", "quarantine")).isEqualTo(2);
        assertThat(agent.err())
                .contains("must be one of received, processed, not-applicable, quarantined; did you mean quarantined?");
        assertThat(agent.json("inbox", "list", "--state", "quarantined")).hasSize(1);
    }

    @Test
    void the_reports_of_a_period_are_processed_again() {
        assertThat(agent.run("reprocess", "--since", "today")).isZero();
        assertThat(agent.err()).contains("2 reports were processed again");
    }
}
