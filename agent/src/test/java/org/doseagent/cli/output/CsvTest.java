package org.doseagent.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.doseagent.cli.CommandLineRun;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** CSV as another reader takes it, without anything that a spreadsheet calculates. */
public final class CsvTest {

    @TempDir
    private Path scratch;

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
        try (Csv csv = new Csv(text)) {
            csv.row(List.of("first", cell, "last"));
        }
        String[] row = parsed(text.toString()).get(0);
        assertThat(row).hasSize(3).startsWith("first").endsWith("last");
        return row[1];
    }
}
