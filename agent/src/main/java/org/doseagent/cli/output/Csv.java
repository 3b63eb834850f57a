package org.doseagent.cli.output;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.dataformat.csv.CsvGenerator;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.util.List;
import java.util.regex.Pattern;

/** Rows as RFC 4180: what a program reads, and what a spreadsheet opens without taking a text of a report for a formula. */
public final class Csv implements AutoCloseable {

    /** What makes a spreadsheet calculate, and the full-width forms that some of them take for it. */
    private static final String FORMULA = "=+-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20";

    private static final Pattern NUMBER = Pattern.compile("-?\\d+(\\.\\d+)?");

    /** It also quotes longer texts that need no quotes: with the strict check it forgets a line feed alone. */
    private static final CsvMapper MAPPER = CsvMapper.csvBuilder()
            .disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET)
            .build();

    private static final CsvSchema LINES = CsvSchema.emptySchema().withLineSeparator("\r\n");

    private final CsvGenerator generator;

    /** Writes to {@code out}, which stays open. */
    public Csv(Writer out) {
        try {
            generator = MAPPER.getFactory().createGenerator(out);
            generator.setSchema(LINES);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Writes one row. */
    public void row(List<String> cells) {
        try {
            generator.writeStartArray();
            for (String cell : cells) {
                generator.writeString(harmless(cell));
            }
            generator.writeEndArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns a text that no spreadsheet calculates: an apostrophe precedes what would begin a formula. Numbers stay. */
    public static String harmless(String cell) {
        boolean calculates = !cell.isEmpty() && FORMULA.indexOf(cell.charAt(0)) >= 0;
        return calculates && !NUMBER.matcher(cell).matches() ? "'" + cell : cell;
    }

    /** Hands what is buffered to {@code out}. */
    @Override
    public void close() {
        try {
            generator.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
