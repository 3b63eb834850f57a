package org.doseagent.cli.output;

import static org.assertj.core.api.Assertions.assertThat;
import static org.doseagent.aggregate.benchmark.TestBenchmark.signed;
import static org.doseagent.aggregate.benchmark.TestBenchmark.with;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.doseagent.aggregate.benchmark.TestBenchmark;
import org.doseagent.aggregate.control.TestRelease;
import org.doseagent.aggregate.render.CsvTest;
import org.doseagent.cli.CommandLineRun;
import org.doseagent.config.ConfigLoader;
import org.doseagent.daemon.Agent;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/** What a terminal shows, what a spreadsheet gets and what a script gets agree, cell by cell, for every command that lists. */
final class ListsAgreeTest {

    private static final Path TEST_DATA =
            Path.of(System.getProperty("project.root", "..")).resolve("test-data");

    private static final ObjectMapper EXACT = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    /** What a command needs besides its name, and variants of it. A command without an entry is run by its name alone. */
    private static final Map<String, List<String>> ARGUMENTS = Map.of(
            "alerts list", List.of("--status all --each", "--status open --kind dose-check --each"),
            "completeness", List.of("--from 2026-10-01 --to 2026-10-31 --each"),
            "drl compare", List.of("--as-of 2026-11-01"),
            "drl what-if", List.of("--set fi-2013"),
            "exams list", List.of("", "--limit 7", "--category CT-HEAD --since 2026-10"),
            "inbox list", List.of("", "--state quarantined"),
            "patients list", List.of("--by A --set patients.enabled=true"),
            "qa list", List.of("--all --since 2026-01-01"),
            "stats", List.of("", "--by device,month", "--by protocol"));

    /** The rows of these are one field of a JSON document. */
    private static final Map<String, String> ROWS_FIELD =
            Map.of("completeness", "lines", "drl what-if", "changes", "mapping coverage", "rows");

    /** Bytes of a release, and the events of files: their JSON is no list of the rows of their CSV, and has a test of its own. */
    private static final List<String> OTHER_FORMAT = List.of("aggregate show", "read");

    /** These need a PACS or labels; the tests of their own commands have that. */
    private static final List<String> WITH_TESTS_OF_THEIR_OWN = List.of("pacs echo", "pacs find", "mapping learn");

    /** Nothing is in these lists on a site that is no repository. */
    private static final List<String> OF_A_REPOSITORY =
            List.of("repository facilities", "repository incidents", "repository results");

    /** This needs the exams of months; {@code testdata} tests it with some. */
    private static final List<String> OF_MONTHS = List.of("mapping learn");

    /** The table of these has a heading for each group of rows, so that the rows have another order than those of the JSON. */
    private static final List<String> IN_SECTIONS = List.of("drl compare");

    private static final String WIDTH = "dose-agent.columns";

    @TempDir
    private static Path filled;

    @BeforeAll
    static void fill() throws Exception {
        System.setProperty(WIDTH, "9999");
        CommandLineRun agent = new CommandLineRun(filled).naming("DEMO-CT-1", "DEMO-CT-2");
        agent.run("import", TEST_DATA.resolve("demo-month").toString());
        agent.run(
                "import",
                TEST_DATA.resolve("cases/canon-dose-check").toString(),
                TEST_DATA.resolve("cases/mixed-phantoms").toString(),
                TEST_DATA.resolve("cases/phantom-by-name").toString(),
                TEST_DATA.resolve("cases/unmapped").toString(),
                TEST_DATA.resolve("cases/no-dates").toString(),
                TEST_DATA.resolve("cases/truncated").toString());
        agent.run(
                "alerts", "ack", "1", "--by", "=HYPERLINK(1)", "--reason", "justified", "--note", "a \"b\"\r\nc, d; e");
        agent.run("aggregate", "close", "--period", "2026-10");
        agent.run("drl", "local", "freeze", "--since", "2026-10", "--until", "2026-10", "--by", "M. Physicist");
        Path percentiles = Files.write(
                filled.resolve("percentiles.json"),
                signed(with(TestBenchmark.empty(), "CT-CHEST", "any", 100, 150), TestRelease.SIGNER));
        agent.run(
                "benchmark",
                "import",
                percentiles.toString(),
                "--set",
                "benchmark.publicKeys=" + TestRelease.SIGNER.publicKey());
        notifyNobody();
    }

    /** Queues the notifications of the alerts, as the daemon does; nobody listens at the port of the webhook. */
    private static void notifyNobody() throws Exception {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        Map<String, String> settings = Map.of(
                "dataDir",
                filled.toString(),
                "notify.webhook.enabled",
                "true",
                "notify.webhook.url",
                "http://localhost:" + port + "/");
        try (Agent agent =
                Agent.open(ConfigLoader.load(TEST_DATA.resolveSibling("config/agent.yaml"), settings, Map.of()))) {
            agent.prepareToWrite();
            agent.notifier().run((channel, outcome) -> {});
        }
    }

    @AfterAll
    static void restore() {
        System.clearProperty(WIDTH);
    }

    /** A command line of a list, and the command that describes its rows. */
    private record Listed(String name, String line, Listing command) {
        @Override
        public String toString() {
            return line;
        }
    }

    /** The table of scanners has the values of the field {@code scanners} of the JSON. */
    @Test
    void the_summary_of_completeness_has_the_values_of_the_json() throws IOException {
        CommandLineRun agent = new CommandLineRun(filled);
        JsonNode scanners = agent.json("completeness", "--since", "2026-10", "--until", "2026-10")
                .get("scanners");
        assertThat(agent.run("completeness", "--since", "2026-10", "--until", "2026-10"))
                .isZero();
        List<String> lines =
                agent.out().lines().skip(1).map(ListsAgreeTest::squeezed).toList();
        assertThat(lines).hasSameSizeAs(scanners).isNotEmpty();
        for (int i = 0; i < lines.size(); i++) {
            JsonNode row = scanners.get(i);
            assertThat(lines.get(i))
                    .isEqualTo(String.join(
                            " ",
                            row.get("device").asText(),
                            row.get("exams").asText(),
                            "" + row.get("examsByDay").size(),
                            "" + row.get("truncated").size(),
                            row.get("missing").asText(),
                            row.get("possible").asText(),
                            row.get("daysNotJudged").asText()));
        }
    }

    static List<Listed> lists() {
        List<Listed> found = new ArrayList<>();
        collect(CommandLineRun.commandLine(), "", found);
        return found;
    }

    private static void collect(CommandLine command, String name, List<Listed> found) {
        boolean isList = Stream.of("--json", "--csv")
                .allMatch(option -> command.getCommandSpec().findOption(option) != null);
        if (isList && !OTHER_FORMAT.contains(name) && !WITH_TESTS_OF_THEIR_OWN.contains(name)) {
            assertThat(command.<Object>getCommand()).as(name).isInstanceOf(Listing.class);
            ARGUMENTS
                    .getOrDefault(name, List.of(""))
                    .forEach(arguments ->
                            found.add(new Listed(name, (name + " " + arguments).strip(), command.getCommand())));
        }
        command.getSubcommands().forEach((each, sub) -> collect(sub, (name + " " + each).strip(), found));
    }

    @Test
    void every_list_is_found() {
        assertThat(lists().stream().map(Listed::name).distinct())
                .contains("exams list", "alerts list", "inbox list", "stats", "drl compare", "mapping coverage")
                .hasSizeGreaterThanOrEqualTo(15)
                .containsAll(ARGUMENTS.keySet())
                .contains(
                        "aggregate list",
                        "audit list",
                        "benchmark list",
                        "completeness",
                        "devices list",
                        "drl list",
                        "notifications list",
                        "outbox list",
                        "qa list");
    }

    @Test
    void a_list_of_nothing_has_its_header() {
        CommandLineRun agent = new CommandLineRun(filled.resolve("empty"));
        assertThat(agent.run("exams", "list", "--csv")).isZero();
        assertThat(agent.out()).startsWith("studyInstanceUid,accessionNumber,").hasLineCount(1);
        assertThat(agent.json("exams", "list")).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("lists")
    void csv_has_every_field_and_value_of_the_json(Listed list) throws IOException {
        JsonNode json = json(list);
        List<String[]> rows = CsvTest.parsed(printed(list, " --csv"));
        assertThat(json.isEmpty())
                .as("a list of nothing proves nothing")
                .isEqualTo(OF_A_REPOSITORY.contains(list.name()) || OF_MONTHS.contains(list.name()));
        assertThat(rows).hasSize(json.size() + 1);
        assertThat(rows.get(0)).doesNotHaveDuplicates().isNotEmpty();
        for (int i = 0; i < json.size(); i++) {
            Map<String, String> expected = flat(json.get(i));
            Arrays.stream(rows.get(0)).forEach(field -> expected.putIfAbsent(field, ""));
            assertThat(CsvTest.row(rows.get(0), rows.get(i + 1))).isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @MethodSource("lists")
    void the_table_has_the_values_of_the_json(Listed list) throws IOException {
        Rows<?> rows = described(list);
        List<String> expected = new ArrayList<>();
        expected.add(line(rows.columns().stream().map(Rows.Column::heading).toList()));
        json(list).forEach(row -> expected.add(line(rows.table(row))));
        List<String> lines = printed(list, " --limit 100000")
                .lines()
                .map(ListsAgreeTest::squeezed)
                .toList();
        assertThat(rows.columns()).isNotEmpty();
        assertThat(expected).allMatch(line -> !line.isEmpty());
        if (IN_SECTIONS.contains(list.name())) {
            assertThat(lines.stream().filter(expected::contains).distinct())
                    .containsExactlyInAnyOrderElementsOf(Set.copyOf(expected));
            assertThat(lines.stream()
                            .filter(line -> expected.contains(line) && !line.equals(expected.get(0)))
                            .count())
                    .isEqualTo(expected.size() - 1L);
        } else {
            assertThat(lines).containsSequence(expected);
        }
    }

    /** The columns of a list may depend on its options, so that they are asked of a command that has them. */
    private static Rows<?> described(Listed list) {
        CommandLine.ParseResult parsed =
                CommandLineRun.commandLine().parseArgs(list.line().split(" "));
        while (parsed.hasSubcommand()) {
            parsed = parsed.subcommand();
        }
        return ((Listing) parsed.commandSpec().userObject()).rows();
    }

    private static JsonNode json(Listed list) throws IOException {
        JsonNode json = EXACT.readTree(printed(list, " --json"));
        return ROWS_FIELD.containsKey(list.name()) ? json.get(ROWS_FIELD.get(list.name())) : json;
    }

    private static String printed(Listed list, String options) {
        CommandLineRun agent = new CommandLineRun(filled).naming("DEMO-CT-1", "DEMO-CT-2");
        String limit = list.line().contains("--limit") ? options.replaceFirst(" --limit \\d+", "") : options;
        assertThat(agent.run((list.line() + limit).split(" "))).as(agent.err()).isZero();
        return agent.out();
    }

    private static String line(List<String> cells) {
        return squeezed(String.join(" ", cells));
    }

    private static String squeezed(String line) {
        return Plain.line(line).replaceAll(" +", " ").strip();
    }

    private static Map<String, String> flat(JsonNode json) {
        Map<String, List<String>> cells = new TreeMap<>();
        collect("", json, cells);
        Map<String, String> row = new TreeMap<>();
        cells.forEach((field, values) -> row.put(field, String.join("; ", values)));
        return row;
    }

    private static void collect(String path, JsonNode node, Map<String, List<String>> cells) {
        if (node.isObject()) {
            node.properties()
                    .forEach(field -> collect(
                            path.isEmpty() ? field.getKey() : path + "." + field.getKey(), field.getValue(), cells));
        } else if (node.isArray()) {
            node.forEach(each -> collect(path, each, cells));
        } else {
            cells.computeIfAbsent(path, absent -> new ArrayList<>())
                    .add(
                            node.isNull()
                                    ? ""
                                    : node.isBigDecimal() ? node.decimalValue().toPlainString() : node.asText());
        }
    }
}
