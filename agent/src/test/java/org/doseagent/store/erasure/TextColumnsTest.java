package org.doseagent.store.erasure;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.doseagent.store.exams.DoseStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An erasure deletes texts that no row names any more, so it must know every column that names a text. */
final class TextColumnsTest {

    /** Columns of whole numbers that name no text. A new column belongs here or into {@code PatientTables.TEXT_COLUMNS}. */
    private static final Set<String> NO_TEXT = Set.of(
            "site",
            "exam",
            "id",
            "number",
            "revision",
            "scanner",
            "device",
            "is_qa",
            "reported_event_count",
            "event_count",
            "utc_offset_s",
            "age_days",
            "inbox_id",
            "position",
            "total_event_count",
            "counts",
            "is_uid",
            "role",
            "acquisition_type",
            "target_region",
            "procedure_context",
            "phantom_cm",
            "is_phantom_inferred",
            "ssde_method",
            "study_month",
            "has_dose_check",
            "event",
            "kind",
            "is_dlp_configured",
            "is_ctdi_vol_configured",
            "is_adult",
            "part",
            "quantity",
            "verdict",
            "is_repeated",
            "repeat_reason");

    @TempDir
    private Path folder;

    @Test
    void every_column_that_names_a_text_is_known_to_the_erasure() throws SQLException {
        try (DoseStore store = new DoseStore(folder, "site-1", Clock.systemUTC())) {
            store.prepareToWrite();
        }
        List<String> unknown = new ArrayList<>();
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("doses.db"));
                Statement statement = connection.createStatement()) {
            for (String table : tablesOfAnExam(connection)) {
                try (ResultSet columns = statement.executeQuery("PRAGMA table_info(" + table + ")")) {
                    while (columns.next()) {
                        String name = columns.getString("name");
                        boolean isKnown = NO_TEXT.contains(name)
                                || PatientTables.TEXT_COLUMNS
                                        .getOrDefault(table, List.of())
                                        .contains(name);
                        if (columns.getString("type").equals("INTEGER") && !isKnown) {
                            unknown.add(table + "." + name);
                        }
                    }
                }
            }
        }
        assertThat(unknown).isEmpty();
    }

    private static List<String> tablesOfAnExam(Connection connection) throws SQLException {
        List<String> tables = new ArrayList<>(List.of("exam"));
        try (Statement statement = connection.createStatement();
                ResultSet rows =
                        statement.executeQuery("SELECT m.name FROM sqlite_master m JOIN pragma_table_info(m.name) c"
                                + " WHERE m.type = 'table' AND c.name = 'exam' ORDER BY m.name")) {
            while (rows.next()) {
                tables.add(rows.getString(1));
            }
        }
        assertThat(tables).containsAll(PatientTables.TEXT_COLUMNS.keySet());
        return tables;
    }

    @Test
    void every_table_that_names_a_study_is_known_to_the_erasure() throws SQLException {
        try (DoseStore store = new DoseStore(folder, "site-1", Clock.systemUTC())) {
            store.prepareToWrite();
        }
        List<String> unknown = new ArrayList<>();
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("doses.db"));
                Statement statement = connection.createStatement();
                ResultSet rows =
                        statement.executeQuery("SELECT m.name FROM sqlite_master m JOIN pragma_table_info(m.name) c"
                                + " WHERE m.type = 'table' AND c.name = 'study_uid'")) {
            while (rows.next()) {
                String table = rows.getString(1);
                if (PatientTables.OF_STUDY.values().stream().noneMatch(from -> from.startsWith(table + " "))) {
                    unknown.add(table);
                }
            }
        }
        assertThat(unknown).isEmpty();
    }
}
