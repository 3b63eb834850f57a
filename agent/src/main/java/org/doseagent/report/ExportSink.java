package org.doseagent.report;

import java.util.List;

/**
 * Receives the tables of an export, one after the other, row by row. A cell is a text, a number, a date or a date with time; an absent value is an
 * empty text. Not thread-safe.
 *
 * <p>Every method throws {@link java.io.UncheckedIOException} when the file cannot be written.
 */
public interface ExportSink {

    /** Begins a table. */
    void table(String name, List<String> headers);

    /** Adds a row to the table begun last. */
    void row(List<?> cells);
}
