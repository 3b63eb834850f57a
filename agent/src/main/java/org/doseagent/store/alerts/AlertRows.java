package org.doseagent.store.alerts;

import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.doseagent.dose.Quantity;
import org.doseagent.dose.assessment.Alert;
import org.doseagent.dose.assessment.AlertKind;
import org.doseagent.dose.assessment.AlertStatus;
import org.doseagent.dose.assessment.AlertWords;
import org.doseagent.dose.assessment.DataProblem;
import org.doseagent.dose.identity.StudyInstanceUid;
import org.doseagent.store.StoreException;
import org.jspecify.annotations.Nullable;

/** Reads alerts out of rows that have the columns of the table {@code alert}, {@code device_name} and {@code accession}. */
final class AlertRows {

    private static final int MARK_FIELDS = 3;

    private AlertRows() {}

    static AlertEntry entry(ResultSet row) throws SQLException {
        return new AlertEntry(
                row.getLong("id"),
                status(row.getString("status")),
                Instant.parse(row.getString("opened_at")),
                new AlertEntry.Subject(
                        Optional.of(row.getString("study_uid"))
                                .filter(uid -> !uid.isBlank())
                                .map(StudyInstanceUid::new),
                        Optional.ofNullable(row.getString("accession")),
                        Optional.ofNullable(row.getString("device_name"))),
                alert(row),
                new AlertEntry.Decided(
                        Optional.ofNullable(row.getString("acknowledged_by")),
                        Optional.ofNullable(row.getString("acknowledged_at")).map(Instant::parse),
                        Optional.ofNullable(row.getString("reason")),
                        Optional.ofNullable(row.getString("note"))));
    }

    /** Reads the alert alone. */
    static Alert alert(ResultSet row) throws SQLException {
        return new Alert(
                kind(row.getString("kind")),
                row.getString("alert_key"),
                Optional.ofNullable(row.getString("category")),
                new Alert.Figures(
                        Optional.ofNullable(row.getString("quantity")).map(Quantity::valueOf),
                        decimal(row.getString("value")),
                        decimal(row.getString("drl")),
                        decimal(row.getString("ratio")),
                        Optional.ofNullable(row.getString("drl_set"))),
                problems(row.getString("problems")),
                words(row),
                row.getInt("severity"));
    }

    /** Returns the problems of an alert for their column; null where there are none. */
    static @Nullable String problems(Alert alert) {
        return alert.problems().isEmpty()
                ? null
                : alert.problems().stream().map(Enum::name).collect(Collectors.joining(","));
    }

    private static Set<DataProblem> problems(@Nullable String column) {
        if (column == null || column.isEmpty()) {
            return Set.of();
        }
        try {
            return Stream.of(column.split(",", -1)).map(DataProblem::valueOf).collect(Collectors.toSet());
        } catch (IllegalArgumentException e) {
            throw unknown("problem", column);
        }
    }

    /** Returns the marks of a text for their column, such as "SCANNER 12 23,TIME_OF_EXAM 40 61"; null for a text of an earlier release. */
    static @Nullable String marks(AlertWords words) {
        return words.marks()
                .map(all -> all.stream()
                        .map(mark -> mark.piece() + " " + mark.start() + " " + mark.end())
                        .collect(Collectors.joining(",")))
                .orElse(null);
    }

    private static AlertWords words(ResultSet row) throws SQLException {
        String text = row.getString("text");
        String column = row.getString("marks");
        if (column == null) {
            return AlertWords.ofEarlierRelease(text);
        }
        List<AlertWords.Mark> marks = new ArrayList<>();
        try {
            for (String mark : column.isEmpty() ? new String[0] : column.split(",", -1)) {
                String[] fields = mark.split(" ", MARK_FIELDS);
                marks.add(new AlertWords.Mark(
                        AlertWords.Piece.valueOf(fields[0]),
                        Integer.parseInt(fields[1]),
                        Integer.parseInt(fields[2])));
            }
            return new AlertWords(text, Optional.of(marks));
        } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException e) {
            throw unknown("mark", column);
        }
    }

    static AlertKind kind(String label) {
        return AlertKind.of(label).orElseThrow(() -> unknown("kind", label));
    }

    static AlertStatus status(String label) {
        return AlertStatus.of(label).orElseThrow(() -> unknown("status", label));
    }

    private static StoreException unknown(String what, String label) {
        return new StoreException(
                "an alert has the unknown " + what + " " + label, new IllegalStateException(label), false);
    }

    private static Optional<BigDecimal> decimal(@Nullable String text) {
        return Optional.ofNullable(text).map(BigDecimal::new);
    }
}
