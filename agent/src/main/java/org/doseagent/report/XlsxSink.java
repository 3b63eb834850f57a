package org.doseagent.report;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.dhatim.fastexcel.Workbook;
import org.dhatim.fastexcel.Worksheet;
import org.jspecify.annotations.Nullable;

/**
 * Writes an Excel workbook row by row; at most a few hundred rows are in memory. A table that is too long for one sheet continues on further sheets.
 * Every text is written as text, whatever it begins with: no cell is a formula. Close it to finish the workbook.
 */
public final class XlsxSink implements ExportSink, AutoCloseable {

    /** Rows between two flushes. */
    private static final int FLUSH = 500;

    /** The maximum number of characters of a cell. */
    private static final int MAX_TEXT = 32_767;

    /** The only form of version that the format allows. */
    private static final Pattern NUMBER = Pattern.compile("\\d{1,2}\\.\\d{1,2}");

    private final Workbook workbook;
    private final int rowsOfSheet;
    private String name = "";
    private List<String> headers = List.of();
    private @Nullable Worksheet sheet;
    private int sheetsOfTable;
    private int nextRow;

    /**
     * Begins a workbook.
     *
     * @param version of this program, such as 0.1
     */
    public XlsxSink(OutputStream out, String version) {
        this(out, version, Worksheet.MAX_ROWS);
    }

    XlsxSink(OutputStream out, String version, int rowsOfSheet) {
        Matcher number = NUMBER.matcher(version);
        this.workbook = new Workbook(out, "dose-agent", number.lookingAt() ? number.group() : "0.0");
        this.rowsOfSheet = rowsOfSheet;
    }

    @Override
    public void table(String tableName, List<String> tableHeaders) {
        name = tableName;
        headers = List.copyOf(tableHeaders);
        sheetsOfTable = 0;
        beginSheet();
    }

    private void beginSheet() {
        finishSheet();
        sheetsOfTable++;
        Worksheet begun = workbook.newWorksheet(sheetsOfTable == 1 ? name : name + " " + sheetsOfTable);
        sheet = begun;
        begun.freezePane(0, 1);
        for (int i = 0; i < headers.size(); i++) {
            begun.width(i, Math.max(12, Math.min(40, headers.get(i).length() + 2)));
            begun.inlineString(0, i, headers.get(i));
            begun.style(0, i).bold().set();
        }
        nextRow = 1;
    }

    @Override
    public void row(List<?> cells) {
        if (nextRow == rowsOfSheet) {
            beginSheet();
        }
        Worksheet current = java.util.Objects.requireNonNull(sheet, "no table was begun");
        for (int i = 0; i < cells.size(); i++) {
            put(current, i, cells.get(i));
        }
        nextRow++;
        if (nextRow % FLUSH == 0) {
            try {
                current.flush();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private void put(Worksheet current, int column, Object cell) {
        if (cell instanceof Number number) {
            current.value(nextRow, column, number);
        } else if (cell instanceof LocalDateTime time) {
            current.value(nextRow, column, time);
            current.style(nextRow, column).format("yyyy-mm-dd hh:mm").set();
        } else if (cell instanceof LocalDate day) {
            current.value(nextRow, column, day);
            current.style(nextRow, column).format("yyyy-mm-dd").set();
        } else if (!cell.toString().isEmpty()) {
            String text = cell.toString();
            current.inlineString(nextRow, column, text.substring(0, Math.min(MAX_TEXT, text.length())));
        }
    }

    private void finishSheet() {
        if (sheet != null) {
            try {
                sheet.finish();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** Writes the remaining rows; the stream stays open. */
    @Override
    public void close() throws IOException {
        finishSheet();
        workbook.finish();
    }
}
