package org.doseagent.store.sql;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Objects;
import org.doseagent.store.StoreException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes and updates the tables of a PostgreSQL database: {@code postgres-V012.sql} makes them, and each later file is the twin of the
 * SQLite migration with the same number. Agents that start together take turns by a lock.
 */
final class PostgresSchema {

    private static final Logger LOG = LoggerFactory.getLogger(PostgresSchema.class);

    /** The schema of the first file. */
    static final int BASELINE = 12;

    private static final String LOCK = "SELECT pg_advisory_xact_lock(hashtextextended('dose-agent schema', 0))";

    private PostgresSchema() {}

    /**
     * Updates the tables in one transaction; does nothing where they are up to date.
     *
     * @throws StoreException if the schema is newer than {@code version}
     */
    static void migrate(Connection connection, int version) throws SQLException {
        if (version(connection) == version) {
            return;
        }
        connection.setAutoCommit(false); // begins
        try (Statement statement = connection.createStatement()) {
            statement.execute(LOCK);
            int current = version(connection); // another agent may have been first
            if (current > version) {
                throw newer(current, version);
            }
            for (int step = current == 0 ? BASELINE : current + 1; step <= version; step++) {
                statement.execute(script(step));
                statement.execute("INSERT INTO schema_version (version) VALUES (" + step + ")");
                LOG.info("event=schema-updated version={}", step);
            }
        }
        connection.setAutoCommit(true); // commits
    }

    /** Returns the version of the schema; 0 where there are no tables. */
    static int version(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            try (ResultSet table = statement.executeQuery("SELECT to_regclass('schema_version') IS NOT NULL")) {
                if (!table.next() || !table.getBoolean(1)) {
                    return 0;
                }
            }
            try (ResultSet row = statement.executeQuery("SELECT coalesce(max(version), 0) FROM schema_version")) {
                return row.next() ? row.getInt(1) : 0;
            }
        }
    }

    /** Refuses a schema that is older or newer than the one that this program reads. */
    static void require(int current, int version) {
        if (current > version) {
            throw newer(current, version);
        }
        if (current < version) {
            throw new StoreException(
                    "the database has schema " + current + ", and this program reads schema " + version
                            + ". Restart an agent: it updates the schema",
                    new IllegalStateException("older schema"),
                    false);
        }
    }

    private static StoreException newer(int current, int version) {
        return new StoreException(
                "the database has schema " + current + ", this program knows " + version + "; use the newer program",
                new IllegalStateException("newer schema"),
                false);
    }

    private static String script(int step) {
        String resource = "postgres-V0" + step + ".sql";
        try (InputStream in = Objects.requireNonNull(PostgresSchema.class.getResourceAsStream(resource), resource)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
