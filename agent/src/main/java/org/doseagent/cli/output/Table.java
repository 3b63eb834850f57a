package org.doseagent.cli.output;

import java.io.PrintWriter;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Rows with aligned columns, for people; the same rows as CSV for programs. */
public final class Table {

    /** A terminal of this width shows every table; the widest columns are cut. CSV and JSON never are. */
    private static final int MAX_WIDTH = 100;

    private static final int GAP = 2;

    private static final int LEAST_OF_LAST = 12;

    private final List<List<String>> rows = new ArrayList<>();

    public Table(String... headers) {
        rows.add(List.of(headers));
    }

    public void add(String... cells) {
        add(List.of(cells));
    }

    public void add(List<String> cells) {
        rows.add(List.copyOf(cells));
    }

    /** Returns how many rows there are, without the headers. */
    public int size() {
        return rows.size() - 1;
    }

    public void print(PrintWriter out) {
        int columns = rows.get(0).size();
        int[] widths = new int[columns];
        for (List<String> row : rows) {
            for (int i = 0; i < columns; i++) {
                widths[i] = Math.max(widths[i], clean(row.get(i)).length());
            }
        }
        fit(widths);
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < columns; i++) {
                String cell = cut(row.get(i), widths[i]);
                line.append(cell).append(" ".repeat(widths[i] - cell.length() + GAP));
            }
            out.println(line.toString().stripTrailing());
        }
    }

    /** Returns an instant to the second, as ISO 8601. */
    public static String time(Instant instant) {
        return instant.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    /** Returns what a scanner said, to the minute. */
    public static String time(LocalDateTime dateTime) {
        return dateTime.truncatedTo(ChronoUnit.MINUTES).toString();
    }

    /** The last column, a label or a text, gives way first; then the widest of the others but the first, by which a row is found. */
    private static void fit(int[] widths) {
        int total = Arrays.stream(widths).sum() + GAP * (widths.length - 1);
        int last = widths.length - 1;
        for (; total > MAX_WIDTH; total--) {
            int widest = last;
            for (int i = 1; i < widths.length && widths[last] <= LEAST_OF_LAST; i++) {
                widest = widths[i] > widths[widest] ? i : widest;
            }
            widths[widest]--;
        }
    }

    private static String cut(String cell, int width) {
        String clean = clean(cell);
        return clean.length() > width ? clean.substring(0, width - 1) + "…" : clean;
    }

    private static String clean(String cell) {
        return cell.replaceAll("\\p{Cntrl}", " ");
    }

    /** Prints RFC 4180, see {@link Csv}. */
    public void printCsv(PrintWriter out) {
        rows.forEach(row -> Csv.print(out, row));
    }
}
