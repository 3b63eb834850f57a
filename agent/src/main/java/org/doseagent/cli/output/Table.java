package org.doseagent.cli.output;

import java.io.PrintWriter;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;

/**
 * Rows with aligned columns, for people. On a narrow terminal the columns of free text are cut, marked by an ellipsis. Every other column is
 * printed completely, because half a number is another number; a line that is still too long continues on the next line of the terminal.
 */
public final class Table {

    /** What a column contains. */
    public enum Kind {
        /** An identifier, a date, a word of a fixed list. */
        VALUE,
        /** A number; aligned at its right edge. */
        NUMBER,
        /** A label or a sentence; the only kind that is cut. */
        FREE_TEXT
    }

    /** The width if that of the terminal is not known. {@code scripts/dose-agent} passes the width of the terminal in a property. */
    private static final int USUAL_WIDTH = 100;

    private static final String WIDTH_PROPERTY = "dose-agent.columns";

    private static final int GAP = 2;

    /** A free text is never cut below this, because less of it is of no use. */
    private static final int MIN_OF_TEXT = 8;

    private final List<List<String>> rows = new ArrayList<>();
    private final List<Kind> kinds;

    public Table(String... headings) {
        this(List.of(headings), Collections.nCopies(headings.length, Kind.VALUE));
    }

    /** Takes the headings, and the kind of each column. */
    Table(List<String> headings, List<Kind> kinds) {
        this.kinds = new ArrayList<>(kinds);
        rows.add(headings);
    }

    /** Makes the columns with these headings columns of a kind; returns this. */
    public Table with(Kind kind, String... headings) {
        for (String heading : headings) {
            kinds.set(rows.get(0).indexOf(heading), kind);
        }
        return this;
    }

    public void add(String... cells) {
        add(List.of(cells));
    }

    public void add(List<String> cells) {
        rows.add(cells.stream().map(Plain::line).toList());
    }

    /** Returns how many rows there are, without the headings. */
    public int size() {
        return rows.size() - 1;
    }

    /** Returns the headings and the rows, for CSV. */
    public List<List<String>> rows() {
        return List.copyOf(rows);
    }

    public void print(PrintWriter out) {
        lines(width()).forEach(out::println);
    }

    /** Returns the lines, that of the headings first. */
    List<String> lines(int width) {
        int columns = rows.get(0).size();
        int[] widths = new int[columns];
        for (List<String> row : rows) {
            for (int i = 0; i < columns; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        fit(widths, width);
        List<String> lines = new ArrayList<>();
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < columns; i++) {
                String cell = cut(row.get(i), widths[i]);
                String padding = " ".repeat(widths[i] - cell.length());
                line.append(kinds.get(i) == Kind.NUMBER ? padding + cell : cell + padding)
                        .append(" ".repeat(GAP));
            }
            lines.add(line.toString().stripTrailing());
        }
        return lines;
    }

    /** Returns how many characters a line may have. */
    static int width() {
        String property = System.getProperty(WIDTH_PROPERTY, "");
        String columns = property.isEmpty() ? Objects.requireNonNullElse(System.getenv("COLUMNS"), "") : property;
        return columns.matches("[1-9]\\d{1,4}") ? Integer.parseInt(columns) : USUAL_WIDTH;
    }

    /** Returns an instant to the second, as ISO 8601. */
    public static String time(Instant instant) {
        return instant.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    /** Returns the local time of a scanner to the minute. */
    public static String time(LocalDateTime dateTime) {
        return dateTime.truncatedTo(ChronoUnit.MINUTES).toString();
    }

    /** Narrows the columns of free text, always the widest of them, until the line fits or no text can be cut. */
    private void fit(int[] widths, int width) {
        int total = Arrays.stream(widths).sum() + GAP * (widths.length - 1);
        for (; total > width; total--) {
            int widest = -1;
            for (int i = 0; i < widths.length; i++) {
                boolean isCuttable = kinds.get(i) == Kind.FREE_TEXT && widths[i] > MIN_OF_TEXT;
                widest = isCuttable && (widest < 0 || widths[i] >= widths[widest]) ? i : widest;
            }
            if (widest < 0) {
                return;
            }
            widths[widest]--;
        }
    }

    private static String cut(String cell, int width) {
        return cell.length() > width ? cell.substring(0, width - 1) + "…" : cell;
    }
}
