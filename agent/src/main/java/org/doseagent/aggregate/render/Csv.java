package org.doseagent.aggregate.render;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.dataformat.csv.CsvGenerator;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Writes rows as RFC 4180, for programs and spreadsheets: every CSV of the agent is written here. No spreadsheet calculates a text of a
 * report, because {@link #harmless} is applied to every cell.
 */
public final class Csv implements AutoCloseable {

    /** The first characters of a formula, and the full-width forms that some spreadsheets accept. */
    private static final String FORMULA = "=+-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20";

    private static final Pattern NUMBER = Pattern.compile("-?\\d+(\\.\\d+)?");

    /** Quotes more texts than needed, because the strict check of the library misses a lone line feed. */
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

    /** Returns a text that no spreadsheet calculates: an apostrophe precedes the start of a formula. Numbers are unchanged. */
    public static String harmless(String cell) {
        boolean calculates = !cell.isEmpty() && FORMULA.indexOf(cell.charAt(0)) >= 0;
        return calculates && !NUMBER.matcher(cell).matches() ? "'" + cell : cell;
    }

    /** Flushes the buffer to {@code out}. */
    @Override
    public void close() {
        try {
            generator.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
