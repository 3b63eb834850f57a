package org.doseagent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** A period is written in the same way in every command that takes one. */
final class PeriodTest {

    /** The commands that take a period. The path of a file that a command writes is {@code @}. */
    private static final String[] COMMANDS = {
        "exams list",
        "alerts list",
        "stats",
        "drl compare",
        "drl what-if",
        "qa list",
        "completeness",
        "export --summary @.csv",
        "report --out @.html"
    };

    @TempDir
    private Path scratch;

    @Test
    void both_names_of_both_ends_are_options_of_every_command_with_a_period() {
        Map<String, List<String>> names = new TreeMap<>();
        collect(CommandLineRun.commandLine(), names);
        assertThat(names.remove("reprocess")).containsExactlyInAnyOrder("--since", "--from");
        for (String ofAnotherPlace : List.of("pacs find", "pacs backfill", "drl local freeze")) {
            assertThat(names.remove(ofAnotherPlace)).contains("--since", "--from", "--until", "--to");
        }
        assertThat(names.keySet())
                .containsExactlyInAnyOrder(List.of(COMMANDS).stream()
                        .map(line -> line.replaceAll(" --.*", ""))
                        .toArray(String[]::new));
        assertThat(names)
                .allSatisfy((command, of) ->
                        assertThat(of).containsExactlyInAnyOrder("--since", "--from", "--until", "--to"));
    }

    private static void collect(CommandLine line, Map<String, List<String>> names) {
        for (CommandLine command : line.getSubcommands().values()) {
            List<String> own = new ArrayList<>();
            for (OptionSpec option : command.getCommandSpec().options()) {
                if (option.type() == DateText.class && !option.longestName().equals("--as-of")) {
                    own.addAll(List.of(option.names()));
                }
            }
            if (!own.isEmpty()) {
                names.put(command.getCommandSpec().qualifiedName().replaceFirst("dose-agent ", ""), own);
            }
            collect(command, names);
        }
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(
            strings = {
                "--since 2026-10 --until 2026-11",
                "--from 2026-10-01 --to 2026-10-31",
                "--from=2026-10 --until today",
                "--since 2026-01"
            })
    void every_command_takes_the_same_dates(String dates) {
        CommandLineRun agent = new CommandLineRun(scratch.resolve("data"));
        for (String command : COMMANDS) {
            String line = command.replace("@", scratch.resolve("out").toString()) + " " + dates;
            assertThat(agent.run(line.split(" "))).as(line + ": " + agent.err()).isZero();
        }
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "--since 1.10.2026 | 'is not a date. Write 2026-10-31, 2026-10, 7d, today or yesterday'",
                "--since 2026-11 --until 2026-10 | 'the period begins on 2026-11-01 and ends before that, on 2026-10-31'"
            })
    void every_command_refuses_the_same_mistakes(String dates, String message) {
        CommandLineRun agent = new CommandLineRun(scratch.resolve("data"));
        for (String command : COMMANDS) {
            String line = command.replace("@", scratch.resolve("out").toString()) + " " + dates;
            assertThat(agent.run(line.split(" "))).as(line).isEqualTo(Main.USAGE);
            assertThat(agent.err()).as(line).contains(message);
        }
    }

    /** The two zones are 26 hours apart, so that it is never the same day in both: a day in UTC would be wrong in one of them. */
    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"Pacific/Kiritimati", "Etc/GMT+12"})
    void a_day_begins_and_ends_in_the_zone_of_the_site(String zone) {
        CommandLineRun agent = new CommandLineRun(scratch.resolve("data")).setting("site.zone=" + zone);
        agent.run(
                "import",
                Path.of(System.getProperty("project.root", ".."), "test-data/cases/canon-dose-check")
                        .toString());
        assertThat(agent.json("alerts", "list", "--since", "today", "--until", "today"))
                .isNotEmpty();
        assertThat(agent.json("alerts", "list", "--until", "yesterday")).isEmpty();
        assertThat(agent.run("reprocess", "--since", "7d")).isZero();
        assertThat(agent.err()).contains("1 report was processed again");
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"--since 7d", "--since 2026-10-02", "--until 2026-10-30"})
    void statistics_are_of_whole_months(String dates) {
        CommandLineRun agent = new CommandLineRun(scratch.resolve("data"));
        assertThat(agent.run(("stats " + dates).split(" "))).isEqualTo(Main.USAGE);
        assertThat(agent.err()).contains("stats counts whole months");
    }
}
