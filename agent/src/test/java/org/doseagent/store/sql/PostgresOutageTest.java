package org.doseagent.store.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.doseagent.store.DataDirectory;
import org.doseagent.store.StoreException;
import org.doseagent.store.UnstorableException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What a session does when its database goes away, comes back, or refuses. */
@Timeout(120)
@ExtendWith(OnPostgres.Extension.class)
final class PostgresOutageTest {

    private static final String INSERT = "INSERT INTO site (name) VALUES (?)";
    private static final String NAMES = "SELECT name FROM site WHERE name <> 'template' ORDER BY name";

    @TempDir
    private Path folder;

    @Test
    void a_session_fails_while_the_database_is_down_and_goes_on_by_itself() throws Exception {
        try (PostgresCluster own = PostgresCluster.own()) {
            String database = own.emptyDatabase();
            try (Session session = PostgresSchemaTest.session(own, database, folder)) {
                session.inTransaction(() -> session.run(INSERT, "before"));
                assertThat(names(session)).contains("before");
                own.stop();
                assertThatThrownBy(() -> session.inTransaction(() -> session.run(INSERT, "during")))
                        .isInstanceOfSatisfying(
                                StoreException.class,
                                e -> assertThat(e.isRetryable()).isTrue())
                        .hasMessageContaining("the database cannot be reached");
                assertThatThrownBy(() -> names(session)).isInstanceOf(StoreException.class);
                own.start();
                long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
                while (!isWritten(session) && System.nanoTime() < end) {
                    Thread.onSpinWait();
                }
                assertThat(names(session)).contains("before", "after").doesNotContain("during");
            }
        }
    }

    private static java.util.List<String> names(Session session) {
        return session.query(NAMES, row -> row.getString(1));
    }

    private static boolean isWritten(Session session) {
        try {
            session.inTransaction(() -> session.run(INSERT + " ON CONFLICT DO NOTHING", "after"));
            return true;
        } catch (StoreException e) {
            assertThat(e.isRetryable()).isTrue();
            return false;
        }
    }

    @Test
    void a_connection_that_the_server_ended_while_it_was_idle_is_not_noticed() {
        PostgresCluster cluster = PostgresCluster.shared();
        String database = cluster.database();
        try (Session session = PostgresSchemaTest.session(cluster, database, folder)) {
            session.inTransaction(() -> session.run(INSERT, "one"));
            assertThat(names(session)).contains("one");
            cluster.execute(
                    "postgres",
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '" + database + "'");
            session.inTransaction(() -> session.run(INSERT, "two"));
            assertThat(names(session)).contains("one", "two");
        }
    }

    /** A message of the server names the values of the row. */
    @Test
    void a_failure_names_no_value() {
        PostgresCluster cluster = PostgresCluster.shared();
        try (Session session = PostgresSchemaTest.session(cluster, cluster.database(), folder)) {
            assertThatThrownBy(() -> session.inTransaction(() -> {
                        session.run(INSERT, "secret-value");
                        session.run(INSERT, "secret-value");
                    }))
                    .isInstanceOfSatisfying(StoreException.class, e -> {
                        assertThat(e).hasMessageContaining("SQLState 23505");
                        assertThat(e.getCause()).hasMessage("SQLState 23505");
                        assertThat(e.isRetryable()).isFalse();
                    });
        }
    }

    @Test
    void a_text_with_a_zero_is_stored_and_one_that_no_index_holds_is_about_the_object() {
        PostgresCluster cluster = PostgresCluster.shared();
        try (Session session = PostgresSchemaTest.session(cluster, cluster.database(), folder)) {
            session.inTransaction(() -> session.run(INSERT, "a\0b"));
            assertThat(names(session)).contains("a\uFFFDb");
            StringBuilder incompressible = new StringBuilder();
            new java.util.Random(1).ints(20_000, '!', '~').forEach(c -> incompressible.append((char) c));
            assertThatThrownBy(() -> session.inTransaction(() -> session.run(INSERT, incompressible.toString())))
                    .isInstanceOf(UnstorableException.class);
        }
    }

    @Test
    void a_server_is_called_with_tls_and_only_one_whose_certificate_is_trusted() throws Exception {
        try (PostgresCluster own = PostgresCluster.own()) {
            Path certificate = own.speakTls();
            String url = "jdbc:postgresql://localhost:" + own.port() + "/postgres?sslmode=verify-full&sslrootcert=";
            try (Session session = session(url + certificate)) {
                session.prepareToWrite();
                assertThat(session.query(
                                "SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()", row -> row.getBoolean(1)))
                        .containsExactly(true);
            }
            Path other = folder.resolve("other.crt");
            try (PostgresCluster another = PostgresCluster.own()) {
                java.nio.file.Files.copy(another.speakTls(), other);
            }
            try (Session session = session(url + other)) {
                assertThatThrownBy(session::prepareToWrite)
                        .isInstanceOf(StoreException.class)
                        .hasMessageContaining("the certificate of the database is not trusted");
            }
        }
    }

    private Session session(String url) {
        return new Session(new PostgresDialect(
                new PostgresSettings(
                        url,
                        java.util.Optional.of("dose"),
                        java.util.Optional.empty(),
                        new PostgresSettings.Timeouts(Duration.ofSeconds(5), Duration.ofSeconds(30))),
                "site",
                new DataDirectory(folder).agentName()));
    }

    @Test
    void after_a_failure_attempts_within_a_growing_delay_fail_at_once() {
        AtomicLong now = new AtomicLong();
        ReconnectDelay delay = new ReconnectDelay(now::get);
        int[] attempts = new int[1];
        for (long millis = 0; millis < 60_000; millis += 10) {
            now.set(Duration.ofMillis(millis).toNanos());
            assertThatThrownBy(() -> delay.connect(() -> {
                        attempts[0]++;
                        throw new StoreException("down", new IllegalStateException("down"), true);
                    }))
                    .hasMessage("down");
        }
        assertThat(attempts[0]).as("0.1, 0.2, ... 6.4, then every 10 s").isEqualTo(12);
        now.addAndGet(Duration.ofSeconds(11).toNanos());
        assertThat(delay.connect(() -> "up")).isEqualTo("up");
        assertThat(delay.connect(() -> "up")).isEqualTo("up");
    }
}
