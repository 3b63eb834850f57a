package org.doseagent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The language of the machine changes no output: Egyptian Arabic has digits of its own, and Turkish has an I without a dot. */
final class LocaleTest {

    private static final Path DATA = Path.of(System.getProperty("project.root", ".."), "test-data");

    private static final List<String> COMMANDS = List.of(
            "exams list",
            "exams list --json",
            "exams list --csv",
            "exams show 1 --json",
            "alerts list --each",
            "alerts list",
            "alerts show 1",
            "drl list",
            "drl compare --since 2026-10 --until 2026-10",
            "drl compare --since 2026-10 --until 2026-10 --json",
            "mapping coverage",
            "stats --by category,month",
            "devices list --csv",
            "completeness --since 2026-10 --until 2026-10",
            "aggregate preview --period 2026-10 --format csv",
            "aggregate preview --period 2026-10 --format json",
            "aggregate preview --period 2026-10 --format madx",
            "inbox show 1",
            "inbox show 1 --dump",
            "config show");

    @TempDir
    private Path scratch;

    private final Locale usual = Locale.getDefault();

    @AfterEach
    void restore() {
        Locale.setDefault(usual);
    }

    @Test
    void every_command_prints_the_same_in_every_language() {
        Locale.setDefault(Locale.forLanguageTag("ar-EG"));
        CommandLineRun agent = new CommandLineRun(scratch).naming("DEMO-CT-1", "DEMO-CT-2");
        assertThat(agent.run("import", DATA.resolve("demo-month").toString()))
                .as(agent.err())
                .isZero();
        assertThat(agent.out()).contains("stored 200");
        List<String> arabic = printed(agent);
        Locale.setDefault(Locale.forLanguageTag("tr-TR"));
        List<String> turkish = printed(agent);
        Locale.setDefault(Locale.ROOT);
        List<String> root = printed(agent);
        assertThat(arabic).isEqualTo(root);
        assertThat(turkish).isEqualTo(root);
        assertThat(String.join("", root)).doesNotContainPattern("[\\u0660-\\u0669\\u06f0-\\u06f9]");
    }

    private static List<String> printed(CommandLineRun agent) {
        List<String> all = new ArrayList<>();
        for (String command : COMMANDS) {
            agent.run(command.split(" "));
            all.add(command + "\n" + agent.out() + agent.err());
        }
        return all;
    }
}
