package org.doseagent.store.exams.columns;

import java.util.Arrays;
import java.util.Objects;
import java.util.stream.Collectors;
import org.doseagent.store.Chunks;

/**
 * The columns of a table that a study fills, in the order in which {@link RowValues} writes and {@link RowReader} reads them. The first two
 * columns of each table are the site and the number of the exam.
 */
public record Columns(String table, String names, String insert) {

    /**
     * Returns the columns of a table.
     *
     * @param names without {@code site} and {@code exam}
     */
    public static Columns of(String table, String names) {
        String all = "site, exam, " + names.strip().replaceAll("\\s+", " ");
        int count = all.split(",", -1).length;
        return new Columns(
                table, all, "INSERT INTO " + table + " (" + all + ") VALUES (?" + ", ?".repeat(count - 1) + ")");
    }

    /** Returns the clause that has a new row take the place of the one with the same {@code key}. */
    public String onConflict(String key) {
        String changes = Arrays.stream(names.split(", ", -1))
                .filter(name -> !name.equals("site"))
                .map(name -> name + " = excluded." + name)
                .collect(Collectors.joining(", "));
        return " ON CONFLICT (" + key + ") DO UPDATE SET " + changes;
    }

    /** Returns the query for the rows of up to {@link Chunks#SIZE} exams of a site, by exam and then {@code order}. */
    public String select(String order) {
        return "SELECT exam, " + Objects.requireNonNull(names.substring("site, exam, ".length())) + " FROM " + table
                + " WHERE site = ? AND exam IN (" + Chunks.PLACEHOLDERS + ") ORDER BY exam, " + order;
    }
}
