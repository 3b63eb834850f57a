package org.doseagent.aggregate.render;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import java.io.IOException;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** CSV as another reader takes it, without anything that a spreadsheet calculates. */
public final class CsvTest {

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

    /** Another program reads what is written: quotes, separators and line ends inside a cell stay what they are. */
    @ParameterizedTest
    @ValueSource(strings = {"a,b", "a\"b", "a\r\nb", "a\nb", "\"", "a;b", "10-19", " a "})
    void a_reader_of_rfc_4180_gets_the_text_back(String text) throws IOException {
        assertThat(printed(text)).isEqualTo(text);
    }
}
