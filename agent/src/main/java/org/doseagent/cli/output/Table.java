package org.doseagent.cli.output;

import java.io.PrintWriter;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** Rows with aligned columns, for people. The widest columns are cut to the width of the terminal. */
public final class Table {

    /** The width when that of the terminal is unknown; {@code scripts/dose-agent} passes it on. */
    private static final int USUAL_WIDTH = 100;

    private static final String WIDTH_PROPERTY = "dose-agent.columns";

    private static final int GAP = 2;

    private static final int MIN_OF_LAST = 12;

    /** The width of a date or a short name. Columns that are narrower are cut last. */
    private static final int ENOUGH = 10;

    /** A column is never cut below this: a wide table on a narrow terminal continues on the next line instead. */
    private static final int MIN_OF_ANY = 4;

    private final List<List<String>> rows = new ArrayList<>();
    private final Set<Integer> right;

    public Table(String... headings) {
        this(List.of(headings), List.of());
    }

    /** Takes the headings, and the numbers of the columns that are aligned at their right edge. */
    Table(List<String> headings, List<Integer> right) {
        this.right = Set.copyOf(right);
        rows.add(headings);
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
        int columns = rows.get(0).size();
        int[] widths = new int[columns];
        for (List<String> row : rows) {
            for (int i = 0; i < columns; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        fit(widths, width());
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < columns; i++) {
                String cell = cut(row.get(i), widths[i]);
                String padding = " ".repeat(widths[i] - cell.length());
                line.append(right.contains(i) ? padding + cell : cell + padding).append(" ".repeat(GAP));
            }
            out.println(line.toString().stripTrailing());
        }
    }

    /** Returns how many characters a line may have. */
    static int width() {
        String told = System.getProperty(WIDTH_PROPERTY, "");
        String columns = told.isEmpty() ? Objects.requireNonNullElse(System.getenv("COLUMNS"), "") : told;
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

    /** Narrows columns until the line fits: the last one, a label or a text, first; then the widest of the others, see {@link #next}. */
    private static void fit(int[] widths, int width) {
        int total = Arrays.stream(widths).sum() + GAP * (widths.length - 1);
        int last = widths.length - 1;
        for (; total > width; total--) {
            int chosen = widths[last] > MIN_OF_LAST ? last : next(widths);
            if (widths[chosen] <= MIN_OF_ANY) {
                return;
            }
            widths[chosen]--;
        }
    }

    /** Returns the widest column. The first column identifies a row, so it is chosen only if the others are already narrow. */
    private static int next(int[] widths) {
        int widest = 0;
        for (int i = 1; i < widths.length; i++) {
            boolean isWider = widths[i] > widths[widest] || (widest == 0 && widths[i] > ENOUGH);
            widest = isWider ? i : widest;
        }
        return widest;
    }

    private static String cut(String cell, int width) {
        return cell.length() > width ? cell.substring(0, width - 1) + "…" : cell;
    }
}
