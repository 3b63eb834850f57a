package org.doseagent.store.exams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.doseagent.dose.ReceivedReport;
import org.doseagent.dose.assessment.AssessedExam;
import org.doseagent.dose.identity.StudyInstanceUid;
import org.doseagent.store.StoreException;
import org.doseagent.store.sql.Database;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code schema-8.sql} is a store that release 8 of the schema wrote from reports of {@code test-data}; its reports are synthetic. */
final class EarlierDocumentsTest {

    private static final String SITE = "demo-hospital";

    @TempDir
    private Path folder;

    private Path file;

    @BeforeEach
    void writeSchema8() throws SQLException, IOException {
        file = folder.resolve("doses.db");
        load(file);
    }

    private static void load(Path file) throws SQLException, IOException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = connection.createStatement();
                InputStream in =
                        Objects.requireNonNull(EarlierDocumentsTest.class.getResourceAsStream("schema-8.sql"))) {
            // Statements of several lines are triggers and tables; each ends with ";" at the end of a line.
            for (String sql : new String(in.readAllBytes(), StandardCharsets.UTF_8).split(";\n", -1)) {
                if (!sql.isBlank()) {
                    statement.execute(sql);
                }
            }
        }
    }

    @Test
    void every_exam_and_report_is_in_columns_after_the_migration_and_equal_to_its_document() throws SQLException {
        List<AssessedExam> exams = new ArrayList<>();
        List<ReceivedReport> reports = new ArrayList<>();
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = connection.createStatement()) {
            try (ResultSet rows = statement.executeQuery("SELECT json FROM exam")) {
                while (rows.next()) {
                    exams.add(StoredJson.parse(rows.getString(1), AssessedExam.class));
                }
            }
            try (ResultSet rows = statement.executeQuery("SELECT json FROM report")) {
                while (rows.next()) {
                    reports.add(StoredJson.parse(rows.getString(1), ReceivedReport.class));
                }
            }
        }
        try (DoseStore store = new DoseStore(folder, SITE, Clock.systemUTC())) {
            store.prepareToWrite();
            assertThat(store.exams(ExamQuery.all())).hasSize(16).containsExactlyInAnyOrderElementsOf(exams);
            List<StudyInstanceUid> studies =
                    exams.stream().map(exam -> exam.exam().studyInstanceUid()).toList();
            assertThat(store.studies(studies).values())
                    .flatExtracting(StoredStudy::reports)
                    .hasSize(22)
                    .containsExactlyInAnyOrderElementsOf(reports);
        }
        assertThat(tables(file)).noneMatch(table -> table.startsWith("earlier_"));
        assertThat(tables(folder.resolve("doses.db.schema-8.backup"))).contains("exam", "report");
    }

    @Test
    void a_migration_that_fails_leaves_the_store_as_it_was() throws SQLException {
        execute("UPDATE exam SET json = '{' WHERE study_uid = (SELECT max(study_uid) FROM exam)");
        try (DoseStore store = new DoseStore(folder, SITE, Clock.systemUTC())) {
            assertThatThrownBy(store::prepareToWrite)
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining("cannot be read");
        }
        assertThat(number("PRAGMA user_version")).isEqualTo(8);
        assertThat(number("SELECT count(*) FROM exam WHERE json IS NOT NULL")).isEqualTo(16);
    }

    @Test
    void a_reading_command_refuses_the_earlier_schema_and_changes_nothing() throws IOException {
        byte[] before = Files.readAllBytes(file);
        try (DoseStore store = new DoseStore(folder, SITE, Clock.systemUTC())) {
            assertThatThrownBy(store::devices)
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining("doses.db has schema 8, and this program reads schema ");
        }
        assertThat(Files.readAllBytes(file)).isEqualTo(before);
    }

    @Test
    void a_store_of_the_first_schema_is_backed_up_and_filled_with_what_statistics_need() throws SQLException {
        Path old = folder.resolve("old");
        assertThat(old.toFile().mkdir()).isTrue();
        Database.open(old.resolve("doses.db"), "doses", 1).close();
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + old.resolve("doses.db"));
                Statement statement = connection.createStatement()) {
            statement.executeUpdate("ATTACH '" + file + "' AS now");
            statement.executeUpdate(
                    "INSERT INTO main.exam SELECT site, study_uid, accession_number, study_date_time, device_key, device_label, is_qa, json FROM now.exam");
            statement.executeUpdate("INSERT INTO main.report SELECT site, inbox_id, study_uid, json FROM now.report");
            statement.executeUpdate(
                    "INSERT INTO main.part SELECT site, study_uid, position, category, phantom_cm, ctdi_vol_mgy, dlp_mgycm FROM now.part");
            statement.executeUpdate(
                    "INSERT INTO main.event SELECT site, study_uid, event_key, position, role, protocol, ctdi_vol_mgy, phantom_cm, dlp_mgycm, device_key FROM now.event");
        }
        try (DoseStore older = new DoseStore(old, SITE, Clock.systemUTC());
                DoseStore now = new DoseStore(folder, SITE, Clock.systemUTC())) {
            older.prepareToWrite();
            now.prepareToWrite();
            assertThat(older.exams(ExamQuery.all()))
                    .extracting(AssessedExam::exam)
                    .isEqualTo(now.exams(ExamQuery.all()).stream()
                            .map(AssessedExam::exam)
                            .toList());
        }
        assertThat(old.resolve("doses.db.schema-1.backup")).exists();
        try (PartDoses fresh = new PartDoses(folder, SITE);
                PartDoses migrated = new PartDoses(old, SITE)) {
            assertThat(migrated.values("", MonthRange.ALL)).isNotEmpty().isEqualTo(fresh.values("", MonthRange.ALL));
            assertThat(migrated.eventValues(MonthRange.ALL)).isNotEmpty().isEqualTo(fresh.eventValues(MonthRange.ALL));
        }
    }

    private static List<String> tables(Path database) throws SQLException {
        List<String> tables = new ArrayList<>();
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT name FROM sqlite_master WHERE type = 'table'")) {
            while (rows.next()) {
                tables.add(rows.getString(1));
            }
        }
        return tables;
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private long number(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            return rows.getLong(1);
        }
    }
}
