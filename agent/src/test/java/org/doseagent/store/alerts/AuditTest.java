package org.doseagent.store.alerts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.doseagent.dose.identity.ContentHash;
import org.doseagent.store.TestStores;
import org.doseagent.store.exams.DoseStore;
import org.doseagent.store.sql.Database;
import org.doseagent.store.sql.OnPostgres;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The audit refuses changes, and shows a change that was made after the triggers had been removed. */
class AuditTest {

    private static final Instant NOW = Instant.parse("2026-11-24T08:00:00Z");

    private static final String INSERT =
            "INSERT INTO audit (id, site, at, who, act, detail, previous_hash, hash) SELECT %s, site, at, 'X', act, detail, previous_hash, hash FROM audit WHERE id = 2";

    @TempDir
    private Path folder;

    private DoseStore store;

    @BeforeEach
    void three_adoptions_are_in_the_audit() {
        store = new DoseStore(TestStores.session(folder, "site"), "site", Clock.fixed(NOW, ZoneOffset.UTC));
        store.adopt("a", new ContentHash("1"), "A");
        store.adopt("b", new ContentHash("2"), "B");
        store.adopt("c", new ContentHash("3"), "C");
        assertThat(store.auditProblem()).isEmpty();
    }

    @AfterEach
    void close() {
        store.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "UPDATE audit SET who = 'X' WHERE id = 1",
                "DELETE FROM audit WHERE id = 3",
                "DELETE FROM audit",
                "DELETE FROM audit_head",
                "UPDATE audit_head SET entries = 2",
                "UPDATE audit_head SET hash = ''"
            })
    void refuses_to_change_or_delete(String sql) {
        assertThatThrownBy(() -> run(sql)).hasMessageContaining("the audit is append-only");
        assertThat(store.audit()).hasSize(3);
        assertThat(store.auditProblem()).isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "first changed | UPDATE audit SET who = 'X' WHERE id = 1 | entry 1 was changed",
                "last changed | UPDATE audit SET detail = 'x' WHERE id = 3 | entry 3 was changed",
                "time changed | UPDATE audit SET at = '2026-11-23T08:00:00Z' WHERE id = 2 | entry 2 was changed",
                "first deleted | DELETE FROM audit WHERE id = 1 | entry 2 does not follow",
                "middle deleted | DELETE FROM audit WHERE id = 2 | entry 3 does not follow",
                "last cut off | DELETE FROM audit WHERE id = 3 | had 3 entries and has 2",
                "all deleted | DELETE FROM audit | had 3 entries and has 0",
                "alert changed | UPDATE audit SET alert_id = 7 WHERE id = 3 | entry 3 was changed",
                "older form | UPDATE audit SET hash_form = 1 WHERE id = 3 | entry 3 was changed",
                "hidden from this site | UPDATE audit SET site = 'other' WHERE id = 3 | had 3 entries and has 2"
            })
    void notices_what_was_done_without_the_triggers(String name, String sql, String problem) throws SQLException {
        run("DROP TRIGGER audit_no_update", "DROP TRIGGER audit_no_delete", sql);
        assertThat(store.auditProblem())
                .hasValueSatisfying(text -> assertThat(text).contains(problem));
    }

    @Test
    void notices_an_entry_put_between_and_one_put_at_the_end() throws SQLException {
        run(INSERT.formatted("0"));
        assertThat(store.auditProblem()).isPresent();
        run("DROP TRIGGER audit_no_delete", "DELETE FROM audit WHERE id = 0", INSERT.formatted("4"));
        assertThat(store.auditProblem())
                .hasValueSatisfying(text -> assertThat(text).contains("entry 4 does not follow"));
    }

    @Test
    void goes_on_after_it_was_opened_again() {
        store.close();
        store = new DoseStore(TestStores.session(folder, "site"), "site", Clock.fixed(NOW, ZoneOffset.UTC));
        store.adopt("d", new ContentHash("4"), "D");
        assertThat(store.audit()).hasSize(4);
        assertThat(store.auditProblem()).isEmpty();
    }

    @Test
    @OnPostgres.Not(because = "PostgreSQL has no earlier schema")
    void an_audit_that_the_last_release_wrote_is_whole_and_goes_on_with_the_alert_in_the_hash() throws Exception {
        Path old = folder.resolve("last-release");
        assertThat(old.toFile().mkdir()).isTrue();
        String entries = new String(
                Objects.requireNonNull(AuditTest.class.getResourceAsStream("audit-of-schema-8.sql"))
                        .readAllBytes(),
                StandardCharsets.UTF_8);
        try (Connection connection = Database.open(old.resolve("doses.db"), "doses", 8);
                Statement statement = connection.createStatement()) {
            statement.executeUpdate(entries);
        }
        try (DoseStore migrated = new DoseStore(old, "demo-hospital", Clock.fixed(NOW, ZoneOffset.UTC))) {
            migrated.prepareToWrite();
            assertThat(migrated.audit())
                    .extracting(AuditEntry::alertId)
                    .containsExactly(Optional.empty(), Optional.of(1L), Optional.of(2L));
            assertThat(migrated.auditProblem()).isEmpty();
            migrated.adopt("d", new ContentHash("4"), "D");
            assertThat(migrated.auditProblem()).isEmpty();
        }
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + old.resolve("doses.db"));
                Statement statement = connection.createStatement()) {
            statement.executeUpdate(
                    "INSERT INTO audit (site, at, who, act, detail, previous_hash, hash) SELECT site, at, who, act, detail, hash, '"
                            + "0".repeat(64) + "' FROM audit WHERE id = 4");
        }
        try (DoseStore migrated = new DoseStore(old, "demo-hospital", Clock.fixed(NOW, ZoneOffset.UTC))) {
            assertThat(migrated.auditProblem()).isPresent();
        }
    }

    @Test
    void another_site_in_the_same_file_has_its_own() {
        try (DoseStore other =
                new DoseStore(TestStores.session(folder, "other"), "other", Clock.fixed(NOW, ZoneOffset.UTC))) {
            other.adopt("a", new ContentHash("1"), "A");
            assertThat(other.audit()).hasSize(1);
            assertThat(other.auditProblem()).isEmpty();
            assertThat(store.auditProblem()).isEmpty();
        }
    }

    @Test
    @OnPostgres.Not(because = "PostgreSQL has no earlier schema")
    void an_audit_from_before_the_triggers_is_guarded_from_its_migration_on() throws SQLException {
        Path old = folder.resolve("old");
        assertThat(old.toFile().mkdir()).isTrue();
        try (Connection connection = Database.open(old.resolve("doses.db"), "doses", 4)) {
            String first =
                    appendAsBefore(connection, "0".repeat(64), List.of("A", "alert-closed", "alert 17 protocol"));
            appendAsBefore(connection, first, List.of("B", "act", "two"));
        }
        try (DoseStore migrated = new DoseStore(old, "site", Clock.fixed(NOW, ZoneOffset.UTC))) {
            migrated.prepareToWrite();
            assertThat(migrated.auditProblem()).isEmpty();
            migrated.adopt("c", new ContentHash("3"), "C");
            assertThat(migrated.audit()).hasSize(3);
            assertThat(migrated.alerts().history(17))
                    .extracting(AuditEntry::detail)
                    .containsExactly("alert 17 protocol");
            assertThat(migrated.auditProblem()).isEmpty();
            assertThat(migrated.notifications().unnotified(9)).isEmpty();
        }
    }

    /** Writes who, act and detail as the release with the fourth schema did, and returns the hash. */
    private static String appendAsBefore(Connection connection, String previous, List<String> act) throws SQLException {
        List<String> fields = new ArrayList<>(List.of(previous, NOW.toString()));
        fields.addAll(act);
        StringBuilder hashed = new StringBuilder();
        fields.forEach(field -> hashed.append(field.length()).append(':').append(field));
        String hash = sha256(hashed.toString());
        try (PreparedStatement insert = connection.prepareStatement(
                "INSERT INTO audit (site, at, who, act, detail, previous_hash, hash) VALUES ('site', ?, ?, ?, ?, ?, ?)")) {
            List<String> values = List.of(NOW.toString(), act.get(0), act.get(1), act.get(2), previous, hash);
            for (int i = 0; i < values.size(); i++) {
                insert.setString(i + 1, values.get(i));
            }
            insert.executeUpdate();
        }
        return hash;
    }

    private static String sha256(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private void run(String... statements) throws SQLException {
        TestStores.run(folder, statements);
    }
}
