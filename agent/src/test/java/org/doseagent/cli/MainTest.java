package org.doseagent.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/** The contract of the command line: streams, exit codes, JSON, help. */
final class MainTest {

    private static final Path CASES =
            Path.of(System.getProperty("project.root", "..")).resolve("test-data/cases");

    private static final Path CONFIG =
            Path.of(System.getProperty("project.root", "..")).resolve("config/agent.yaml");

    @TempDir
    private Path scratch;

    private CommandLineRun agent;

    @BeforeEach
    void start() {
        agent = new CommandLineRun(scratch.resolve("data"));
    }

    @Test
    void an_empty_list_without_a_store_is_explained() {
        assertThat(agent.run("exams", "list")).isZero();
        assertThat(agent.err()).contains("there is no store in " + scratch.resolve("data"));
    }

    @Test
    void a_report_into_a_folder_that_does_not_exist_names_the_folder() {
        assertThat(agent.run(
                        "report", "--out", scratch.resolve("none/page.html").toString()))
                .isEqualTo(3);
        assertThat(agent.err()).contains(scratch.resolve("none") + " does not exist");
    }

    @Test
    void import_counts_what_it_took_and_names_what_it_did_not() throws Exception {
        Path folder = Files.createDirectories(scratch.resolve("in"));
        Files.copy(CASES.resolve("cumulative/01.dcm"), folder.resolve("a"));
        Files.copy(CASES.resolve("cumulative/01.dcm"), folder.resolve("b"));
        Files.copy(CASES.resolve("not-a-ct/01.dcm"), folder.resolve("c"));
        Files.copy(CASES.resolve("truncated/01.dcm"), folder.resolve("d"));
        Files.writeString(folder.resolve("e.txt"), "no DICOM at all");
        JsonNode summary = agent.json("import", folder.toString());
        assertThat(summary.toString())
                .isEqualTo(
                        "{\"files\":5,\"stored\":3,\"duplicates\":1,\"notApplicable\":1,\"quarantined\":1,\"rejected\":1}");
        assertThat(agent.err()).contains("e.txt: rejected: ");
        assertThat(agent.json("inbox", "list", "--state", "quarantined")
                        .get(0)
                        .get("reason")
                        .asText())
                .startsWith("TRUNCATED");
    }

    @Test
    void exams_list_filters_and_prints_the_fields_of_the_contract() {
        agent.run(
                "import",
                CASES.resolve("philips-abdomen").toString(),
                CASES.resolve("ge-head-enhanced-sr").toString());
        JsonNode exam = agent.json("exams", "list", "--category", "CT-HEAD").get(0);
        for (String field : List.of(
                "studyInstanceUid",
                "accessionNumber",
                "patientKey",
                "sex",
                "ageYears",
                "weightKg",
                "heightM",
                "studyDateTime",
                "studyDescription",
                "institution",
                "dlpTotalMGyCm",
                "reportedDlpTotalMGyCm",
                "eventCount",
                "parts")) {
            assertThat(exam.has(field)).as(field).isTrue();
        }
        assertThat(exam.has("events")).isFalse();
        assertThat(agent.json("exams", "list", "--since", "2026-10-06")).isEmpty();
        assertThat(agent.json("exams", "list", "--until", "2026-10-05")).hasSize(2);
        assertThat(agent.json("exams", "list", "--limit", "1")).hasSize(1);
        assertThat(agent.run("exams", "list", "--csv")).isZero();
        assertThat(agent.out().lines().findFirst())
                .hasValueSatisfying(line -> assertThat(line).contains(","));
    }

    @Test
    void a_size_specific_dose_has_its_method() {
        agent.run("import", CASES.resolve("size-specific-dose").toString());
        String study =
                agent.json("exams", "list").get(0).get("studyInstanceUid").asText();
        JsonNode events = agent.json("exams", "show", study).get("events");
        assertThat(events).anySatisfy(event -> {
            assertThat(event.get("ssdeMGy").isNumber()).isTrue();
            assertThat(event.get("ssdeMethod").get("scheme").asText()).isEqualTo("DCM");
        });
        assertThat(events)
                .anySatisfy(
                        event -> assertThat(event.get("ssdeMethod").isNull()).isTrue());
    }

    @Test
    void tables_for_people_fit_a_hundred_columns() {
        agent.run("import", CASES.toString());
        for (String[] command : new String[][] {
            {"exams", "list"}, {"alerts", "list"}, {"devices", "list"}, {"inbox", "list"}, {"drl", "list"}
        }) {
            assertThat(agent.run(command)).isZero();
            assertThat(agent.out().lines())
                    .isNotEmpty()
                    .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(100));
        }
    }

    @Test
    void an_alert_is_listed_shown_acknowledged_and_gone_from_the_open_ones() {
        agent.run("import", CASES.resolve("canon-dose-check").toString());
        JsonNode alert = agent.json("alerts", "list").get(0);
        assertThat(alert.get("kind").asText()).isEqualTo("dose-check");
        assertThat(alert.get("status").asText()).isEqualTo("open");
        assertThat(agent.run("alerts", "ack", "1", "--by", "M. Physicist", "--reason", "justified", "--note", "seen"))
                .isZero();
        JsonNode after = agent.json("alerts", "list", "--status", "all").get(0);
        assertThat(after.get("acknowledgedBy").asText()).isEqualTo("M. Physicist");
        assertThat(after.get("note").asText()).isEqualTo("seen");
        assertThat(agent.json("alerts", "list")).isEmpty();
        assertThat(agent.run("alerts", "ack", "1", "--by", "B", "--reason", "justified"))
                .isEqualTo(2);
        assertThat(agent.err()).contains("alert 1 is acknowledged already", "--again");
        assertThat(agent.run("alerts", "ack", "1", "--again", "--by", "B", "--reason", "justified"))
                .isZero();
        assertThat(agent.run("alerts", "reopen", "1", "--by", "B", "--reason", "justified"))
                .isZero();
        assertThat(agent.json("alerts", "list").get(0).get("acknowledgedBy").isNull())
                .isTrue();
    }

    @Test
    void the_month_of_the_demo_is_compared_with_levels_and_counted() {
        agent.run("import", CASES.resolveSibling("demo-month").toString());
        JsonNode results = agent.json("drl", "compare", "--as-of", "2026-11-01");
        assertThat(results).isNotEmpty().anySatisfy(result -> {
            assertThat(result.get("verdict").asText()).isEqualTo("WITHIN");
            assertThat(result.get("n").asInt()).isGreaterThanOrEqualTo(20);
            assertThat(result.get("low").decimalValue())
                    .isLessThan(result.get("value").decimalValue());
        });
        assertThat(agent.json("drl", "compare", "--from", "2026-10-01", "--to", "2026-10-31", "--set", "fi-2013"))
                .isNotEmpty()
                .allSatisfy(result -> assertThat(result.get("drlSet").asText()).isEqualTo("fi-2013"));
        JsonNode whatIf = agent.json("drl", "what-if", "--set", "fi-2013");
        assertThat(whatIf.get("aboveNow").asInt()).isPositive();
        assertThat(whatIf.get("aboveThen").asInt()).isPositive();
        JsonNode stats = agent.json("stats", "--by", "category,month");
        assertThat(stats).anySatisfy(line -> {
            assertThat(line.get("category").asText()).isEqualTo("CT-HEAD");
            assertThat(line.get("month").asText()).isEqualTo("2026-10");
            assertThat(line.get("dlpMGyCm").get("n").asInt()).isEqualTo(60);
        });
        assertThat(agent.json("stats", "--by", "protocol,device")).isNotEmpty();
        assertThat(agent.run("drl", "compare", "--as-of", "2026-11-01", "--all"))
                .isZero();
        assertThat(agent.out().lines()).allMatch(line -> line.length() <= 100);
    }

    @Test
    void an_unverified_set_is_adopted_and_the_audit_records_by_whom() {
        assertThat(agent.run("drl", "adopt", "eu-euclid-rp195", "--by", "M. Physicist"))
                .isZero();
        assertThat(agent.json("drl", "list")).anySatisfy(set -> {
            assertThat(set.get("id").asText()).isEqualTo("eu-euclid-rp195");
            assertThat(set.get("adopted").asBoolean()).isTrue();
            assertThat(set.get("verified").asBoolean()).isFalse();
        });
        JsonNode entry = agent.json("audit", "list").get(0);
        assertThat(entry.get("who").asText()).isEqualTo("M. Physicist");
        assertThat(agent.run("audit", "verify")).isZero();
        assertThat(agent.out()).startsWith("ok 1 entry, ");
    }

    @Test
    void the_month_of_the_demo_gives_cells_and_nothing_of_a_patient() throws Exception {
        agent.naming("DEMO-CT-1", "DEMO-CT-2");
        agent.run("import", CASES.resolveSibling("demo-month").toString());
        assertThat(agent.run("aggregate", "preview", "--period", "2026-10", "--format", "json"))
                .isZero();
        String preview = agent.out().strip();
        assertThat(preview).contains("\"CT-HEAD\"", "\"CT-CHEST\"").doesNotContain("LUMBAR", "DEMO", "2.25.", "D0001");
        int exit = agent.run("aggregate", "close", "--period", "2026-10");
        assertThat(exit).as(agent.err()).isZero();
        try (Stream<Path> outbox = Files.list(scratch.resolve("data/outbox"))) {
            assertThat(outbox)
                    .singleElement()
                    .satisfies(file -> assertThat(Files.readString(file)).isEqualTo(preview));
        }
        assertThat(agent.json("outbox", "list").get(0).get("state").asText()).isEqualTo("sent");
        assertThat(agent.run("aggregate", "close", "--period", "2026-10")).isZero();
        assertThat(agent.out()).contains("too little has changed since for a correction");
        assertThat(agent.json("aggregate", "list")).hasSize(1);
    }

    @Test
    void drl_explain_prints_definitions_events_rule_and_source() {
        agent.run("import", CASES.resolve("siemens-dual-source-chest").toString());
        String accession =
                agent.json("exams", "list").get(0).get("accessionNumber").asText();
        assertThat(agent.run("drl", "explain", accession)).isZero();
        assertThat(agent.out()).contains("DIAGNOSTIC 3", "LOCALIZER 1", "TIMING 2", "rule      chest", "Definitions");
    }

    @Test
    void a_dump_shows_the_elements_and_not_the_patient() {
        agent.run("import", CASES.resolve("siemens-dual-source-chest").toString());
        assertThat(agent.run("inbox", "show", "1", "--dump")).isZero();
        assertThat(agent.out())
                .contains(
                        "(0008,0060) CS Modality = SR", "(0010,0010) PN PatientName = (masked)", "NumericValue = 4.21")
                .doesNotContain("SYNTHETIC", "SYN-0001");
    }

    @Test
    void reprocessing_doubles_nothing() {
        agent.run("import", CASES.resolve("cumulative").toString());
        JsonNode before = agent.json("exams", "list");
        assertThat(agent.run("reprocess")).isZero();
        assertThat(agent.json("exams", "list")).isEqualTo(before);
    }

    @ParameterizedTest
    @CsvSource({
        "exams show 9.9.9, 3",
        "alerts show 99, 3",
        "alerts ack 99 --by x --reason justified, 3",
        "alerts ack 99 --by x --reason y, 2",
        "inbox show 99, 3",
        "drl explain nothing, 3",
        "nonsense, 2",
        "exams list --since yesterday, 0",
        "exams list --from 2026-10 --to 7d, 0",
        "exams list --since 0d, 2",
        "exams list --since 2026-13, 2",
        "exams list --category CT-NOTHING, 2",
        "exams list --json --csv, 2",
        "alerts list --kind nothing, 2",
        "inbox list --state lost, 2",
        "aggregate preview --period october, 2",
        "send pom.xml --to nowhere, 2",
        "import /does/not/exist, 3",
        "config check, 0",
        "config show, 0",
        "version, 0",
        "mapping coverage, 0",
        "mapping test CTPA, 0",
        "mapping suggest, 0",
        "drl adopt nothing --by x, 3",
        "drl compare --set nothing, 2",
        "exams list --set nothing, 2",
        "stats --by colour, 2",
        "'stats --by category,protocol', 2",
        "audit verify, 0",
        "alerts close 99 --by x --reason protocol, 3",
        "outbox retry, 0",
        "inbox retry --all, 0"
    })
    void exit_codes(String command, int exit) {
        assertThat(agent.run(command.split(" "))).as(agent.err()).isEqualTo(exit);
        assertThat(exit == 0 || !agent.err().isBlank())
                .as("bad news is said on stderr")
                .isTrue();
        assertThat(exit == 0 || agent.out().isBlank()).as("and not on stdout").isTrue();
    }

    @Test
    void common_options_may_stand_before_the_command() {
        Path data = scratch.resolve("before");
        assertThat(agent.bare(
                        "-c",
                        CONFIG.toString(),
                        "--data-dir",
                        data.toString(),
                        "--set=site.id=before",
                        "config",
                        "show"))
                .isZero();
        assertThat(agent.out()).contains("before").contains(data.toString());
    }

    @Test
    void completion_is_a_script_that_bash_takes() throws Exception {
        assertThat(agent.bare("completion")).isZero();
        Path script = Files.writeString(scratch.resolve("completion"), agent.out());
        assertThat(new ProcessBuilder("bash", "-n", script.toString()).start().waitFor())
                .isZero();
    }

    static List<CommandLine> commands() {
        List<CommandLine> all = new ArrayList<>();
        collect(Main.commandLine(), all);
        return all;
    }

    private static void collect(CommandLine command, List<CommandLine> all) {
        if (!command.getCommandName().equals("generate-completion")) {
            all.add(command);
            command.getSubcommands().values().forEach(each -> collect(each, all));
        }
    }

    @Test
    void the_overview_of_the_help_is_that_of_all_commands() {
        assertThat(agent.bare("--help")).isZero();
        assertThat(agent.out()).isEqualTo(Main.commandLine().getUsageMessage());
    }

    @ParameterizedTest
    @MethodSource("commands")
    void every_command_has_help_with_an_example(CommandLine command) {
        assertThat(command.getUsageMessage()).contains("Example: dose-agent").contains("--help");
    }

    /** picocli formats help texts: with a lone percent sign it prints a warning, and the text without its line breaks. */
    @ParameterizedTest
    @MethodSource("commands")
    void every_help_text_is_a_format_without_arguments(CommandLine command) {
        CommandLine.Model.CommandSpec spec = command.getCommandSpec();
        Stream<String> ofOptions = spec.options().stream().flatMap(option -> Stream.of(option.description()));
        assertThat(Stream.of(
                                Stream.of(spec.usageMessage().description()),
                                Stream.of(spec.usageMessage().footer()),
                                ofOptions)
                        .flatMap(texts -> texts))
                .allSatisfy(text -> assertThatCode(() -> String.format(text)).doesNotThrowAnyException());
    }

    /** The list of commands prints the first paragraph only. */
    @Test
    void the_overview_has_whole_sentences() {
        assertThat(CommandLineRun.commandLine().getSubcommands().values())
                .allSatisfy(command -> assertThat(
                                command.getCommandSpec().usageMessage().description()[0])
                        .endsWith("."));
    }
}
