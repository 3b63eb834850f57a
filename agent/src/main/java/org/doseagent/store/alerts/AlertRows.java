package org.doseagent.store.alerts;

import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import org.doseagent.dose.Quantity;
import org.doseagent.dose.assessment.Alert;
import org.doseagent.dose.assessment.AlertKind;
import org.doseagent.dose.assessment.AlertStatus;
import org.doseagent.dose.identity.StudyInstanceUid;
import org.doseagent.store.StoreException;
import org.jspecify.annotations.Nullable;

/** Reads alerts out of rows that have the columns of the table {@code alert}, {@code device_name} and {@code accession}. */
final class AlertRows {

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
                row.getString("text"),
                row.getInt("severity"));
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
