package org.doseagent.store.alerts;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.time.Clock;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.doseagent.dose.assessment.AlertKind;
import org.doseagent.dose.assessment.DataProblem;
import org.doseagent.store.sql.Database;
import org.doseagent.store.sql.Session;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Alerts of schema 12, which named the problems of the data in their text alone, with the words of every release so far. */
final class EarlierAlertsTest {

    private static final String RULE =
            ". Rule: an alert opens for findings of the kinds CONFLICT, UNIT and VALUE, and for whatever excludes an event or the exam from comparison";

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "the exam is not mapped to a category | NOT_MAPPED",
                "no diagnostic event; age unknown | NO_DIAGNOSTIC_EVENT,AGE_UNKNOWN",
                "2 diagnostic events without a dose, 1 diagnostic events with an unknown phantom | WITHOUT_DOSE,UNKNOWN_PHANTOM",
                "1 diagnostic events without an Irradiation Event UID | WITHOUT_UID",
                "CONFLICT: the total differs; UNIT: not a unit; VALUE: not a number | CONFLICT,UNIT,VALUE",
                "3 findings about contradictory, implausible or unusable values | DOUBTFUL",
                "something that no release has written | ''"
            })
    void the_migration_translates_the_words_of_earlier_releases(String reason, String problems) throws Exception {
        write("data-quality", "open", "Data quality: " + reason + RULE);

        AlertEntry alert = read();

        assertThat(alert.alert().problems()).isEqualTo(problems(problems));
        assertThat(alert.alert().words().marks()).isEmpty();
    }

    @Test
    void only_alerts_about_data_have_problems() throws Exception {
        write("exam-above-drl", "open", "age unknown");
        assertThat(read().kind()).isEqualTo(AlertKind.EXAM_ABOVE_DRL);
        assertThat(read().alert().problems()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"open, false", "acknowledged, true", "closed, true"})
    void an_open_alert_loses_the_decision_of_its_earlier_life(String status, boolean isKept) throws Exception {
        write("change", status, "text");
        assertThat(read().decided().by().isPresent()).isEqualTo(isKept);
        assertThat(read().decided().at().isPresent()).isEqualTo(isKept);
        assertThat(read().decided().reason().isPresent()).isEqualTo(isKept);
        assertThat(read().decided().note().isPresent()).isEqualTo(isKept);
    }

    private static Set<DataProblem> problems(String names) {
        return names.isEmpty()
                ? Set.of()
                : Stream.of(names.split(",", -1)).map(DataProblem::valueOf).collect(Collectors.toSet());
    }

    private void write(String kind, String status, String text) throws Exception {
        try (Connection connection = Database.open(folder.resolve("doses.db"), "doses", 12);
                PreparedStatement insert = connection.prepareStatement("""
                        INSERT INTO alert (site, study_uid, alert_key, kind, status, opened_at, text, acknowledged_by, acknowledged_at, reason, note)
                        VALUES ('site', '1.2', 'key', ?, ?, '2026-11-01T00:00:00Z', ?, 'A', '2026-11-02T00:00:00Z', 'justified', 'seen')
                        """)) {
            insert.setString(1, kind);
            insert.setString(2, status);
            insert.setString(3, text);
            insert.executeUpdate();
        }
    }

    private AlertEntry read() {
        try (Session session = new Session(folder)) {
            session.inTransaction(() -> {});
            return new AlertStore(session, "site", Clock.systemUTC()).find(1).orElseThrow();
        }
    }
}
