package org.doseagent.cli;

import java.io.PrintWriter;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/** Rows with aligned columns, for people; the same rows as CSV for programs. */
final class Table {

    private static final int MAX_CELL = 40;

    private final List<List<String>> rows = new ArrayList<>();

    Table(String... headers) {
        rows.add(List.of(headers));
    }

    void add(String... cells) {
        rows.add(List.of(cells));
    }

    void print(PrintWriter out) {
        int columns = rows.get(0).size();
        int[] widths = new int[columns];
        for (List<String> row : rows) {
            for (int i = 0; i < columns; i++) {
                widths[i] = Math.max(widths[i], cut(row.get(i)).length());
            }
        }
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < columns; i++) {
                String cell = cut(row.get(i));
                line.append(cell).append(" ".repeat(widths[i] - cell.length() + 2));
            }
            out.println(line.toString().stripTrailing());
        }
    }

    /** Returns an instant to the second, as ISO 8601. */
    static String time(Instant instant) {
        return instant.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    /** Returns what a scanner said, to the second. */
    static String time(LocalDateTime dateTime) {
        return dateTime.format(DateTimeFormatter.ISO_LOCAL_DATE_TIME);
    }

    private static String cut(String cell) {
        String clean = cell.replaceAll("\\p{Cntrl}", " ");
        return clean.length() > MAX_CELL ? clean.substring(0, MAX_CELL - 1) + "…" : clean;
    }

    /** Prints RFC 4180; a cell that a spreadsheet would take for a formula gets an apostrophe. */
    void printCsv(PrintWriter out) {
        for (List<String> row : rows) {
            out.print(String.join(",", row.stream().map(Table::csv).toList()));
            out.print("\r\n");
        }
    }

    private static String csv(String cell) {
        String safe = cell.matches("[=+\\-@\\t].*") && !cell.matches("-?\\d+(\\.\\d+)?") ? "'" + cell : cell;
        return safe.matches("(?s).*[\",\\r\\n].*") ? "\"" + safe.replace("\"", "\"\"") + "\"" : safe;
    }
}
