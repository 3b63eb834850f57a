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
            "verdict");

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
            for (String table : PatientTables.TEXT_COLUMNS.keySet()) {
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
}
