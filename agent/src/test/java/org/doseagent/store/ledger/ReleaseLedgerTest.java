package org.doseagent.store.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.doseagent.store.Database;
import org.doseagent.store.Session;
import org.doseagent.store.StoreException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the ledger remembers, and what nobody can make it forget. */
final class ReleaseLedgerTest {

    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-15T00:00:00Z"), ZoneOffset.UTC);
    private static final StoredLeaf LEAF = new StoredLeaf("aa".repeat(32), "bb".repeat(32));

    @TempDir
    private Path folder;

    private ReleaseLedger ledger;

    @BeforeEach
    void open() {
        ledger = new ReleaseLedger(folder, "site", CLOCK);
    }

    @AfterEach
    void close() {
        ledger.close();
    }

    @Test
    void a_period_and_sequence_leaves_once() {
        assertThat(ledger.add(release("2026-10", 1, "one"))).isTrue();
        assertThat(ledger.add(release("2026-10", 1, "one")))
                .as("two processes make the same")
                .isFalse();
        assertThat(ledger.add(release("2026-10", 1, "other"))).isFalse();
        assertThat(ledger.add(release("2026-10", 2, "two"))).isTrue();
        assertThat(ledger.all()).extracting(StoredRelease::submissionId).containsExactly("two", "one");
        assertThat(ledger.find("2026-10").orElseThrow().sequence()).isEqualTo(2);
    }

    @Test
    void a_cell_of_a_period_leaves_once_in_a_sequence() {
        ReleaseDraft.Cell cell = cell("CELL", 1, List.of(LEAF));
        assertThatThrownBy(() -> ledger.add(new ReleaseDraft("2026-10", 1, "one", new byte[] {1}, List.of(cell, cell))))
                .isInstanceOf(StoreException.class);
        assertThat(ledger.all()).as("nothing of it").isEmpty();
    }

    @Test
    void a_cell_carried_over_has_the_leaves_of_the_sequence_that_it_is_from() {
        ledger.add(release("2026-10", 1, "one"));
        ledger.add(new ReleaseDraft("2026-10", 2, "two", new byte[] {2}, List.of(cell("CELL", 1, List.of()))));
        assertThat(ledger.cells("2026-10")).hasSize(2).allSatisfy(cell -> {
            assertThat(cell.fromSequence()).isEqualTo(1);
            assertThat(cell.leaves()).containsExactly(LEAF);
        });
        assertThat(ledger.cells("2026-09")).isEmpty();
    }

    @Test
    void the_chain_goes_over_all_periods_and_shows_a_change() throws SQLException {
        ledger.add(release("2026-09", 1, "one"));
        ledger.add(release("2026-10", 1, "two"));
        assertThat(ledger.firstBrokenCell()).isEmpty();
        for (String statement : List.of(
                "UPDATE release_cell SET json = '{}'",
                "DELETE FROM release_cell",
                "UPDATE release_leaf SET leaf = x'00'",
                "DELETE FROM release_leaf",
                "UPDATE release SET json = x'00'")) {
            assertThatThrownBy(() -> sql(statement)).as(statement).isInstanceOf(SQLException.class);
        }
        sql("DROP TRIGGER release_cell_stays");
        sql("UPDATE release_cell SET epsilon = '1' WHERE period = '2026-10'");
        assertThat(ledger.firstBrokenCell()).contains("cell CELL of 2026-10, sequence 1");
    }

    @Test
    void a_release_of_the_third_schema_is_sequence_one() throws SQLException {
        Path old = folder.resolve("old");
        assertThat(old.toFile().mkdir()).isTrue();
        Database.open(old.resolve("doses.db"), "doses", 3).close();
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + old.resolve("doses.db"));
                Statement statement = connection.createStatement()) {
            statement.executeUpdate(
                    "INSERT INTO release VALUES ('site', '2026-08', 'id', '2026-09-15T00:00:00Z', x'7B7D', 'sent', 1, '2026-09-15T00:00:00Z', NULL)");
        }
        update(old);
        try (ReleaseLedger migrated = new ReleaseLedger(old, "site", CLOCK)) {
            assertThat(migrated.find("2026-08").orElseThrow().sequence()).isEqualTo(1);
            assertThat(migrated.cells("2026-08")).isEmpty();
            assertThat(migrated.firstBrokenCell()).isEmpty();
        }
    }

    private static void update(Path dataDirectory) {
        try (Session session = new Session(dataDirectory)) {
            session.prepareToWrite();
        }
    }

    private static ReleaseDraft release(String period, int sequence, String id) {
        return new ReleaseDraft(period, sequence, id, new byte[] {1}, List.of(cell("CELL", sequence, List.of(LEAF))));
    }

    private static ReleaseDraft.Cell cell(String key, int fromSequence, List<StoredLeaf> leaves) {
        return new ReleaseDraft.Cell(key, fromSequence, "{\"n\":20}", "cc".repeat(32), BigDecimal.ZERO, leaves);
    }

    private void sql(String text) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("doses.db"));
                Statement statement = connection.createStatement()) {
            statement.executeUpdate(text);
        }
    }
}
