package org.doseagent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.doseagent.store.StoreException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/** Exit codes: 0 done; 1 bad news; 2 usage or configuration; 3 does not exist; 4 the system failed. */
final class ExitCodesTest {

    private static final Path DATA = Path.of(System.getProperty("project.root", ".."), "test-data");

    /** These end without reading the configuration, or never end. */
    private static final Set<String> WITHOUT_CONFIGURATION = Set.of("version", "completion", "help", "send");

    /** These report a configuration that cannot be used as their result. */
    private static final Set<String> CHECKS = Set.of("config check", "doctor");

    @TempDir
    private static Path scratch;

    private static CommandLineRun filled;
    private static CommandLineRun damaged;

    @BeforeAll
    static void fill() throws IOException {
        filled = new CommandLineRun(scratch.resolve("filled")).naming("DEMO-CT-1", "DEMO-CT-2");
        filled.run("import", DATA.resolve("demo-month").toString());
        filled.run("import", DATA.resolve("cases/truncated").toString());
        filled.run("aggregate", "close", "--period", "2026-10");
        damaged = new CommandLineRun(scratch.resolve("damaged"));
        Files.createDirectories(scratch.resolve("damaged"));
        Files.write(scratch.resolve("damaged/doses.db"), new byte[100_000]);
        Files.writeString(scratch.resolve("damaged/doses.db"), "this is no database".repeat(1000));
        Files.writeString(scratch.resolve("text.txt"), "no DICOM");
        Files.writeString(scratch.resolve("levels.yaml"), "id: x\n");
    }

    static List<String> leaves() {
        return leaves(CommandLineRun.commandLine()).sorted().toList();
    }

    private static Stream<String> leaves(CommandLine line) {
        return line.getSubcommands().isEmpty()
                ? Stream.of(line.getCommandSpec().qualifiedName().replaceFirst("dose-agent ", ""))
                : line.getSubcommands().values().stream().distinct().flatMap(ExitCodesTest::leaves);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("leaves")
    void an_unknown_option_of_every_command_is_wrong_usage(String command) {
        assertThat(filled.run((command + " --nonsense").split(" "))).isEqualTo(2);
        assertThat(filled.out()).isEmpty();
    }

    /** The arguments of commands that need some; 1 is at the place of a number, a name, a file. */
    private static String arguments(String command) {
        CommandLine line = CommandLineRun.commandLine();
        for (String word : command.split(" ")) {
            line = line.getSubcommands().get(word);
        }
        StringBuilder all = new StringBuilder(command);
        line.getCommandSpec().args().stream()
                .filter(each -> each.required())
                .forEach(each -> all.append(' ')
                        .append(each.isOption() ? ((CommandLine.Model.OptionSpec) each).longestName() + " 1" : "1"));
        return all.toString();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("leaves")
    void a_wrong_configuration_is_wrong_usage_for_every_command(String command) {
        if (WITHOUT_CONFIGURATION.contains(command)) {
            return;
        }
        String line = command.equals("inbox retry")
                ? "inbox retry --all"
                : command.equals("completeness")
                        ? "completeness --since 7d"
                        : command.equals("import")
                                ? "import " + DATA.resolve("cases/truncated")
                                : command.equals("benchmark import")
                                        ? "benchmark import " + scratch.resolve("text.txt")
                                        : command.equals("export")
                                                ? "export --csv " + scratch.resolve("x")
                                                : arguments(command);
        assertThat(filled.run((line + " --set dicom.port=x").split(" ")))
                .as(filled.err())
                .isEqualTo(CHECKS.contains(command) ? 1 : 2);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                // done
                "exams list | 0",
                "exams list --since 2030-01 | 0",
                "exams show D0001 | 0",
                "alerts list | 0",
                "alerts show 1 | 0",
                "alerts ack 1 --by A --reason justified | 0",
                "notifications list | 0",
                "notifications retry | 0",
                "drl list | 0",
                "drl check @config/drl/uk-ndrl-2022.yaml | 0",
                "drl compare | 0",
                "drl what-if --set fi-2013 | 0",
                "drl adopt us-acr-2017 --by A | 0",
                "mapping coverage | 0",
                "mapping suggest | 0",
                "mapping test Thorax | 0",
                "qa list | 0",
                "devices list | 0",
                "stats | 0",
                "audit list | 0",
                "audit verify | 0",
                "completeness --since 2026-10 | 0",
                "report --out @tmp/r.html | 0",
                "export --csv @tmp/csv | 0",
                "aggregate preview --period 2026-10 | 0",
                "aggregate close --period 2026-10 | 0",
                "aggregate list | 0",
                "aggregate show 2026-10 | 0",
                "aggregate verify | 0",
                "aggregate attack | 0",
                "aggregate key | 0",
                "benchmark list | 0",
                "outbox list | 0",
                "outbox retry | 0",
                "outbox retry --json | 0",
                "inbox list | 0",
                "inbox show 1 | 0",
                "inbox show 1 --dump | 0",
                "inbox retry 1 | 0",
                "inbox retry --all | 0",
                "reprocess | 0",
                "config check | 0",
                "config show | 0",
                "version | 0",
                "help exams | 0",
                "read @data/cases/philips-abdomen/01.dcm | 0",
                "import @data/cases/philips-abdomen | 0",
                // bad news
                "config check --set dicom.port=x | 1",
                "doctor --set dicom.port=x | 1",
                "drl check @tmp/levels.yaml | 1",
                "read @tmp/text.txt | 1",
                "import @tmp/text.txt | 1",
                "audit verify --expect 0000000000000000000000000000000000000000000000000000000000000000 | 1",
                "db verify @tmp/text.txt | 1",
                "benchmark import @tmp/text.txt | 1",
                // usage
                "audit verify --expect 9f2b | 2",
                "export --csv @tmp/text.txt | 2",
                "aggregate verify foo | 2",
                "drl compare --set @tmp/levels.yaml | 2",
                "alerts list --status opened | 2",
                "alerts list --kind changes | 2",
                "alerts list --sort id | 2",
                "alerts list --json --csv | 2",
                "alerts ack 1 --by A --reason nonsense | 2",
                "inbox list --state new | 2",
                "inbox list --csv --json | 2",
                "inbox retry | 2",
                "notifications list --state new | 2",
                "notifications test | 2",
                "stats --category CT-HEED | 2",
                "stats --by colour | 2",
                "stats --since 7d | 2",
                "exams list --category CT-HEED | 2",
                "exams list --json --csv | 2",
                "read --json --csv @data/cases/philips-abdomen/01.dcm | 2",
                "aggregate show 2026-10 --json --csv | 2",
                "aggregate show 2026-10 --format xml | 2",
                "aggregate show 2026-10 --format csv --json | 2",
                "aggregate show 2026-10 --period 2026-10 | 2",
                "aggregate show | 2",
                "aggregate list --format madx | 2",
                "aggregate list --format csv --json | 2",
                "aggregate preview --format xml | 2",
                "aggregate preview --period October | 2",
                "aggregate close --period 2999-01 | 2",
                "report --out @tmp/r.html --lang xx | 2",
                "completeness | 2",
                "completeness --since 7d --json --csv | 2",
                "drl compare --set nonsense | 2",
                "drl compare --set european | 2",
                "drl compare --as-of 7d | 2",
                "reprocess --all --since 7d | 2",
                "export | 2",
                "send @data/cases/philips-abdomen/01.dcm --to nowhere | 2",
                // does not exist
                "exams list --site other | 3",
                "db backup @tmp/none/x.zip | 3",
                "exams show none | 3",
                "drl explain none | 3",
                "qa confirm none --by A | 3",
                "qa free none --by A | 3",
                "alerts show 9999 | 3",
                "alerts ack 9999 --by A --reason justified | 3",
                "alerts close 9999 --by A --reason justified | 3",
                "alerts reopen 9999 --by A --reason justified | 3",
                "drl adopt none --by A | 3",
                "drl check @tmp/none.yaml | 3",
                "inbox show 9999 | 3",
                "inbox retry 9999 | 3",
                "aggregate show 2020-01 | 3",
                "aggregate attack --period 2020-01 | 3",
                "benchmark import @tmp/none | 3",
                "import @tmp/none | 3",
                "read @tmp/none | 3",
                "send @tmp/none --to A@127.0.0.1:1 | 3",
                // the system failed
                "send @data/cases/philips-abdomen/01.dcm --to A@127.0.0.1:1 | 4"
            })
    void each_command_ends_with_the_code_of_its_result(String line, int code) {
        assertThat(filled.run(command(line))).as(line + ": " + filled.err()).isEqualTo(code);
        if (code > 1) {
            assertThat(filled.out()).isEmpty();
            assertThat(filled.err()).isNotBlank();
        }
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "exams list --site other | dose-agent: no site other in this store; it has demo-hospital",
                "exams list --device nosuch | dose-agent: no exam matches",
                "drl compare --set @tmp/levels.yaml | dose-agent: levels.yaml"
            })
    void a_list_names_what_it_does_not_find(String line, String message) {
        filled.run(command(line));
        assertThat(filled.err()).contains(message).doesNotContain("internal error");
    }

    @Test
    void without_a_release_there_is_nothing_to_attack() {
        CommandLineRun empty = new CommandLineRun(scratch.resolve("empty"));
        assertThat(empty.run("aggregate", "attack")).isZero();
        assertThat(empty.err())
                .isEqualTo("dose-agent: nothing was released, so there is nothing to attack" + System.lineSeparator());
        assertThat(empty.out()).isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"doctor", "db verify"})
    void every_check_of_a_damaged_store_has_the_advice_of_the_commands(String line) {
        assertThat(damaged.run(command(line))).isEqualTo(1);
        assertThat(damaged.out().replaceAll("\\s+", " "))
                .contains("-> " + StoreException.REPAIR)
                .containsOnlyOnce("reprocess --all");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "exams list",
        "exams show 1",
        "alerts list",
        "alerts show 1",
        "alerts ack 1 --by A --reason justified",
        "notifications list",
        "drl compare",
        "drl explain 1",
        "mapping coverage",
        "qa list",
        "devices list",
        "stats",
        "audit list",
        "audit verify",
        "completeness --since 7d",
        "inbox list",
        "inbox show 1",
        "aggregate list",
        "aggregate preview",
        "outbox list",
        "import @data/cases/philips-abdomen",
        "reprocess"
    })
    void a_damaged_store_is_a_failure_and_the_message_names_the_repair(String line) {
        assertThat(damaged.run(command(line))).as(damaged.err()).isEqualTo(4);
        assertThat(damaged.err()).contains("dose-agent reprocess --all");
        assertThat(damaged.out()).isEmpty();
    }

    private static String[] command(String line) {
        return line.replace("@config", DATA.resolveSibling("config").toString())
                .replace("@data", DATA.toString())
                .replace("@tmp", scratch.toString())
                .split(" ");
    }
}
