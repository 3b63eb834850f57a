package org.doseagent.store.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Objects;
import java.util.zip.GZIPInputStream;
import org.doseagent.aggregate.cells.PeriodScheme;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PeriodSchemesTest {

    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-25T00:00:00Z"), ZoneOffset.UTC);
    private static final PeriodScheme SCHEME = new PeriodScheme(Map.of("CT-CHEST|adult", 3), 12);

    @TempDir
    private Path folder;

    @Test
    void the_store_of_the_last_release_takes_the_periods_of_a_year_once() throws Exception {
        try (InputStream packed = Objects.requireNonNull(
                        getClass().getResourceAsStream("/org/doseagent/store/archive/doses-of-schema-12.db.gz"));
                InputStream in = new GZIPInputStream(packed)) {
            Files.copy(in, folder.resolve("doses.db"));
        }
        try (ReleaseLedger ledger = new ReleaseLedger(folder, "site", CLOCK)) {
            ledger.choosePeriods(2026, SCHEME);
            ledger.choosePeriods(2026, PeriodScheme.MONTHLY);
            assertThat(ledger.periods(2026)).contains(SCHEME);
            assertThat(ledger.periods(2027)).isEmpty();
        }
        assertThat(folder.resolve("doses.db.schema-12.backup")).exists();
        for (String statement : new String[] {"UPDATE period_scheme SET scheme = '*=1'", "DELETE FROM period_scheme"}) {
            assertThatThrownBy(() -> sql(statement)).isInstanceOf(SQLException.class);
        }
    }

    private void sql(String statement) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("doses.db"));
                Statement each = connection.createStatement()) {
            each.executeUpdate(statement);
        }
    }
}
