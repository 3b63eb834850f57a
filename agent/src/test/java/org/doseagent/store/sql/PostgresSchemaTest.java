package org.doseagent.store.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.doseagent.store.StoreException;
import org.doseagent.store.StoreSettings;
import org.doseagent.store.inbox.Inbox;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The tables of PostgreSQL: twins of those of SQLite, made once, and never changed by a program that is too old. */
@ExtendWith(OnPostgres.Extension.class)
final class PostgresSchemaTest {

    /** Columns that only a shared database needs. */
    private static final Map<String, Set<String>> ONLY_SHARED = Map.of(
            "received_count", Set.of("agent"),
            "inbox_position", Set.of("agent"),
            "inbox_attempt", Set.of("agent"),
            "agent", Set.of("site", "number", "name"),
            "schema_version", Set.of("version", "migrated_at"));

    @TempDir
    private Path folder;

    @Test
    void each_migration_of_sqlite_has_its_twin() {
        for (int step = PostgresSchema.BASELINE; step <= Session.SCHEMA; step++) {
            assertThat(PostgresSchema.class.getResource("postgres-V0" + step + ".sql"))
                    .as("doses-V0" + step + ".sql needs a twin for PostgreSQL, postgres-V0" + step
                            + ".sql: the same tables and columns, TEXT COLLATE \"C\" for TEXT, BYTEA for BLOB, BIGINT for numbers"
                            + " that grow, site as the first column of each key (docs/decisions/0035-postgresql.md)")
                    .isNotNull();
        }
        assertThat(PostgresSchema.class.getResource("doses-V0" + (Session.SCHEMA + 1) + ".sql"))
                .as("Session.SCHEMA is the number of the last migration")
                .isNull();
    }

    @Test
    void both_databases_have_the_same_tables_and_columns() throws SQLException {
        Map<String, Set<String>> postgres = new TreeMap<>();
        String database = PostgresCluster.shared().database();
        try (Connection connection = PostgresCluster.shared().connect(database);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(
                        "SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = 'public'")) {
            while (rows.next()) {
                postgres.computeIfAbsent(rows.getString(1), table -> new TreeSet<>())
                        .add(rows.getString(2));
            }
        }
        ONLY_SHARED.forEach((table, columns) -> {
            assertThat(postgres.get(table)).containsAll(columns);
            postgres.get(table).removeAll(columns);
        });
        postgres.values().removeIf(Set::isEmpty);
        assertThat(postgres).isEqualTo(sqlite());
    }

    private static Map<String, Set<String>> sqlite() throws SQLException {
        Map<String, Set<String>> tables = new TreeMap<>();
        try (Connection connection = Database.openEmpty();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(
                        "SELECT m.name, c.name FROM sqlite_master m JOIN pragma_table_info(m.name) c"
                                + " WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%'")) {
            while (rows.next()) {
                tables.computeIfAbsent(rows.getString(1), table -> new TreeSet<>())
                        .add(rows.getString(2));
            }
        }
        return tables;
    }

    /** A distributed database places a row by its site. */
    @Test
    void the_first_column_of_each_key_and_index_is_the_site() throws SQLException {
        List<String> others = new ArrayList<>();
        String database = PostgresCluster.shared().database();
        try (Connection connection = PostgresCluster.shared().connect(database);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("""
                        SELECT i.indexrelid::regclass::text, a.attname FROM pg_index i JOIN pg_class t ON t.oid = i.indrelid
                          JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = i.indkey[0]
                         WHERE t.relnamespace = 'public'::regnamespace AND t.relname NOT IN ('site', 'schema_version')
                        """)) {
            while (rows.next()) {
                if (!rows.getString(2).equals("site")) {
                    others.add(rows.getString(1));
                }
            }
        }
        assertThat(others).isEmpty();
    }

    @Test
    void agents_that_start_together_make_the_tables_once_and_get_numbers_of_their_own() throws Exception {
        PostgresCluster cluster = PostgresCluster.shared();
        String database = cluster.emptyDatabase();
        ExecutorService threads = Executors.newFixedThreadPool(6);
        try {
            List<CompletableFuture<Long>> agents = IntStream.range(0, 6)
                    .mapToObj(i -> CompletableFuture.supplyAsync(
                            () -> {
                                try (Session session = session(cluster, database, folder.resolve("agent" + i))) {
                                    session.prepareToWrite();
                                    return session.inboxNumbers().agent();
                                }
                            },
                            threads))
                    .toList();
            assertThat(agents.stream().map(CompletableFuture::join).toList())
                    .containsExactlyInAnyOrder(0L, 1L, 2L, 3L, 4L, 5L);
        } finally {
            threads.shutdown();
        }
        try (Session again = session(cluster, database, folder.resolve("agent3"))) {
            assertThat(again.inboxNumbers())
                    .as("an agent that only reads knows its number")
                    .isNotEqualTo(InboxNumbers.ALL);
            assertThat(again.query("SELECT version FROM schema_version ORDER BY version", row -> row.getInt(1)))
                    .containsExactlyElementsOf(IntStream.rangeClosed(PostgresSchema.BASELINE, Session.SCHEMA)
                            .boxed()
                            .toList());
        }
    }

    @Test
    void a_database_without_tables_reads_as_an_empty_store_until_somebody_writes() {
        PostgresCluster cluster = PostgresCluster.shared();
        try (Session session = session(cluster, cluster.emptyDatabase(), folder)) {
            assertThat(session.query("SELECT id FROM exam", row -> row.getLong(1)))
                    .isEmpty();
            session.inTransaction(() -> session.run("INSERT INTO site (name) VALUES ('new')"));
            assertThat(session.query("SELECT name FROM site", row -> row.getString(1)))
                    .containsExactly("new");
        }
    }

    @Test
    void a_newer_schema_is_refused_by_writers_and_readers() {
        PostgresCluster cluster = PostgresCluster.shared();
        String database = cluster.database();
        cluster.execute(database, "INSERT INTO schema_version (version) VALUES (" + (Session.SCHEMA + 1) + ")");
        try (Session session = session(cluster, database, folder)) {
            assertThatThrownBy(session::prepareToWrite)
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining("use the newer program");
            assertThatThrownBy(() -> session.query("SELECT 1 FROM exam", row -> row.getInt(1)))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining("use the newer program");
        }
    }

    static Session session(PostgresCluster cluster, String database, Path folder) {
        return Session.of(new StoreSettings(
                "site",
                folder,
                new Inbox.Limits(10_000, 0, 1 << 20),
                new StoreSettings.Retention(Duration.ofDays(90), Optional.empty(), Optional.empty()),
                Optional.empty(),
                Optional.of(cluster.settings(database))));
    }
}
