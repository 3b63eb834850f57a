package org.doseagent.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.doseagent.cli.CommandLineRun;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** CSV as somebody else's reader takes it: the same as the JSON, and nothing that a spreadsheet calculates. */
public final class CsvTest {

    private static final Path TEST_DATA =
            Path.of(System.getProperty("project.root", "..")).resolve("test-data");

    private static final ObjectMapper EXACT = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    @TempDir
    private static Path filled;

    @TempDir
    private Path scratch;

    @BeforeAll
    static void fill() {
        CommandLineRun agent = new CommandLineRun(filled);
        agent.run("import", TEST_DATA.resolve("demo-month").toString());
        agent.run(
                "import",
                TEST_DATA.resolve("cases/canon-dose-check").toString(),
                TEST_DATA.resolve("cases/truncated").toString());
        agent.run(
                "alerts", "ack", "1", "--by", "=HYPERLINK(1)", "--reason", "justified", "--note", "a \"b\"\r\nc, d; e");
        agent.run("aggregate", "close", "--period", "2026-10");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "exams list",
                "alerts list --status all",
                "devices list",
                "inbox list",
                "audit list",
                "outbox list",
                "aggregate list",
                "stats",
                "stats --by device,month",
                "stats --by protocol"
            })
    void csv_has_every_field_and_value_of_the_json(String command) throws IOException {
        CommandLineRun agent = new CommandLineRun(filled);
        agent.run((command + " --json").split(" "));
        JsonNode json = EXACT.readTree(agent.out());
        assertThat(agent.run((command + " --csv").split(" "))).isZero();
        List<String[]> rows = parsed(agent.out());
        assertThat(json).isNotEmpty();
        assertThat(rows).hasSize(json.size() + 1);
        assertThat(rows.get(0)).doesNotHaveDuplicates();
        for (int i = 0; i < json.size(); i++) {
            assertThat(row(rows.get(0), rows.get(i + 1))).isEqualTo(flat(json.get(i)));
        }
    }

    public static List<String[]> parsed(String csv) throws IOException {
        List<String[]> rows = new ArrayList<>();
        new CsvMapper()
                .readerFor(String[].class)
                .with(CsvParser.Feature.WRAP_AS_ARRAY)
                .<String[]>readValues(csv)
                .forEachRemaining(rows::add);
        return rows;
    }

    public static Map<String, String> row(String[] headers, String[] cells) {
        assertThat(cells).hasSameSizeAs(headers);
        Map<String, String> row = new TreeMap<>();
        for (int i = 0; i < headers.length; i++) {
            row.put(headers[i], cells[i].startsWith("'") ? cells[i].substring(1) : cells[i]);
        }
        return row;
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

    @Test
    void a_list_of_nothing_has_its_header() {
        CommandLineRun agent = new CommandLineRun(scratch.resolve("empty"));
        assertThat(agent.run("exams", "list", "--csv")).isZero();
        assertThat(agent.out()).startsWith("studyInstanceUid,accessionNumber,").hasLineCount(1);
        assertThat(agent.json("exams", "list")).isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(
            strings = {
                "=1+1",
                "=cmd|' /C calc'!A0\nx",
                "\r=1+1",
                "\n=1+1",
                "\t=1+1",
                "+1+1",
                "-1+1",
                "@SUM(1)",
                "\uFF1D1+1",
                "\uFF0B1",
                "\uFF0D1+1",
                "\uFF20SUM(1)",
                "-",
                "-\n1"
            })
    void a_text_that_a_spreadsheet_would_calculate_gets_an_apostrophe(String text) throws IOException {
        assertThat(printed(text)).isEqualTo("'" + text);
    }

    @ParameterizedTest
    @CsvSource({"-1, -1", "-0.5, -0.5", "12.50, 12.50", "a=1, a=1", "Müller, Müller", "'', ''"})
    void numbers_and_plain_texts_stay(String text, String expected) throws IOException {
        assertThat(printed(text)).isEqualTo(expected);
    }

    private static String printed(String cell) throws IOException {
        StringWriter text = new StringWriter();
        PrintWriter out = new PrintWriter(text);
        Csv.print(out, List.of("first", cell, "last"));
        out.flush();
        String[] row = parsed(text.toString()).get(0);
        assertThat(row).hasSize(3).startsWith("first").endsWith("last");
        return row[1];
    }
}
