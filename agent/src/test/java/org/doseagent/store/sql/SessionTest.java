package org.doseagent.store.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.doseagent.store.StoreException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SessionTest {

    private static final String INSERT =
            "INSERT INTO adoption (site, set_id, set_sha256, adopted_by, adopted_at) VALUES ('site', ?, 'hash', 'A', 'now')";

    @TempDir
    private Path folder;

    private Session session;

    @BeforeEach
    void open() {
        session = new Session(folder, Duration.ofMillis(300));
        session.prepareToWrite();
    }

    @AfterEach
    void close() {
        session.close();
    }

    @Test
    void after_a_foreign_lock_a_transaction_that_fails_midway_shows_no_row_and_leaves_none() throws SQLException {
        try (Connection foreign = foreign();
                Statement lock = foreign.createStatement()) {
            lock.execute("BEGIN IMMEDIATE");
            assertThatThrownBy(() -> session.inTransaction(() -> session.run(INSERT, "locked")))
                    .isInstanceOfSatisfying(
                            StoreException.class,
                            e -> assertThat(e.isRetryable()).isTrue())
                    .hasMessageContaining("SQLite error 5");
            lock.execute("ROLLBACK");
            List<Long> seenByOthers = new ArrayList<>();
            assertThatThrownBy(() -> session.inTransaction(() -> {
                        session.run(INSERT, "one");
                        seenByOthers.add(rows(foreign));
                        session.run(INSERT, "two");
                        seenByOthers.add(rows(foreign));
                        throw new IllegalStateException("midway");
                    }))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("midway");
            assertThat(seenByOthers).containsExactly(0L, 0L);
            assertThat(rows(foreign)).isZero();
            session.inTransaction(() -> session.run(INSERT, "three"));
            assertThat(rows(foreign)).isEqualTo(1);
        }
    }

    @Test
    void a_commit_that_fails_leaves_nothing_and_the_next_transaction_works() throws SQLException {
        assertThatThrownBy(() -> session.inTransaction(() -> {
                    session.run(INSERT, "one");
                    session.run("PRAGMA defer_foreign_keys = ON");
                    session.run(
                            "INSERT INTO release_leaf (site, cell_id, leaf, part) VALUES ('site', 99, x'00', x'00')");
                }))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("SQLite error 19");
        try (Connection foreign = foreign()) {
            assertThat(rows(foreign)).isZero();
            session.inTransaction(() -> session.run(INSERT, "two"));
            assertThat(rows(foreign)).isEqualTo(1);
        }
    }

    @Test
    void a_full_disk_is_reported_as_such_and_passes() throws SQLException {
        byte[] large = new byte[1 << 20];
        assertThatThrownBy(() -> session.inTransaction(() -> {
                    session.queryInTransaction("PRAGMA max_page_count = 60", row -> row.getInt(1));
                    session.run(INSERT, (Object) large);
                }))
                .isInstanceOfSatisfying(
                        StoreException.class, e -> assertThat(e.isRetryable()).isTrue())
                .hasMessageContaining("no room on the disk");
        session.inTransaction(() -> session.run(INSERT, "small"));
        try (Connection foreign = foreign()) {
            assertThat(rows(foreign)).isEqualTo(1);
        }
    }

    @Test
    void an_error_in_the_work_leaves_nothing_and_is_not_hidden() throws SQLException {
        assertThatThrownBy(() -> session.inTransaction(() -> {
                    session.run(INSERT, "one");
                    throw new StackOverflowError("deep");
                }))
                .isInstanceOf(StackOverflowError.class)
                .hasMessage("deep");
        try (Connection foreign = foreign()) {
            assertThat(rows(foreign)).isZero();
        }
    }

    @Test
    void statements_outside_of_a_transaction_and_transactions_within_one_are_refused() {
        assertThatThrownBy(() -> session.run(INSERT, "one")).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> session.inTransaction(() -> session.inTransaction(() -> session.run(INSERT, "one"))))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void the_backup_before_a_migration_holds_what_other_processes_committed_into_the_log() throws SQLException {
        Path old = folder.resolve("old.db");
        try (Connection live = Database.open(old, "doses", 7, Duration.ofSeconds(1));
                Statement statement = live.createStatement()) {
            statement.execute("PRAGMA wal_autocheckpoint = 0");
            statement.executeUpdate(INSERT.replace("?", "'committed'"));
            try (Connection reader = DriverManager.getConnection("jdbc:sqlite:" + old);
                    Statement pinned = reader.createStatement()) {
                pinned.execute("BEGIN");
                pinned.executeQuery("SELECT count(*) FROM adoption").close();
                statement.executeUpdate(INSERT.replace("?", "'behind a reader'"));
                Database.open(old, "doses", 8, Duration.ofSeconds(1)).close();
            }
        }
        Path backup = folder.resolve("old.db.schema-7.backup");
        assertThat(Files.exists(folder.resolve("old.db.schema-7.backup.unfinished")))
                .isFalse();
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + backup)) {
            assertThat(rows(connection)).isEqualTo(2);
        }
    }

    private Connection foreign() throws SQLException {
        return DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("doses.db"));
    }

    private static long rows(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT count(*) FROM adoption")) {
            return rows.getLong(1);
        }
    }
}
