package org.doseagent.store.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.doseagent.aggregate.cells.CalendarPeriod;
import org.doseagent.aggregate.cells.Canonical;
import org.doseagent.aggregate.cells.CellKey;
import org.doseagent.aggregate.cells.Leaf;
import org.doseagent.aggregate.cells.PartitionScheme;
import org.doseagent.aggregate.control.MerkleTree;
import org.doseagent.aggregate.control.Release;
import org.doseagent.aggregate.control.ReleasedCell;
import org.doseagent.aggregate.control.ReleasedDocument;
import org.doseagent.aggregate.control.Signer;
import org.doseagent.aggregate.control.TestRelease;
import org.doseagent.store.StoreException;
import org.doseagent.store.TestStores;
import org.doseagent.store.sql.Database;
import org.doseagent.store.sql.OnPostgres;
import org.doseagent.store.sql.Session;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the ledger keeps, and what it refuses to change or delete. */
class ReleaseLedgerTest {

    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-15T00:00:00Z"), ZoneOffset.UTC);
    private static final CalendarPeriod SEPTEMBER = CalendarPeriod.of(YearMonth.of(2026, 9));
    private static final CalendarPeriod OCTOBER = CalendarPeriod.of(YearMonth.of(2026, 10));
    private static final CellKey KEY = CellKey.parse("CT-CHEST|adult|any|any|DLP|32");
    private static final Leaf LEAF = new Leaf("aa".repeat(32), "bb".repeat(32));

    private static final Signer SIGNER = TestRelease.SIGNER;

    @TempDir
    private Path folder;

    private ReleaseLedger ledger;

    @BeforeEach
    void open() {
        ledger = new ReleaseLedger(TestStores.session(folder, "site"), folder, "site", CLOCK);
    }

    @AfterEach
    void close() {
        ledger.close();
    }

    @Test
    void a_period_and_sequence_is_released_once() {
        assertThat(add(release(OCTOBER, 1, "one"))).isTrue();
        assertThat(add(release(OCTOBER, 1, "one"))).as("added by two processes").isFalse();
        assertThat(add(release(OCTOBER, 1, "other"))).isFalse();
        assertThat(add(release(OCTOBER, 2, "two"))).isTrue();
        assertThat(ledger.all()).extracting(StoredRelease::submissionId).containsExactly("two", "one");
        assertThat(ledger.find(OCTOBER).orElseThrow().sequence()).isEqualTo(2);
    }

    @Test
    void a_release_with_the_same_cell_twice_is_refused_whole() {
        assertThatThrownBy(() -> add(new Release(document(OCTOBER, 1, "one"), List.of(cell(1, 1), cell(1, 1)))))
                .isInstanceOf(StoreException.class);
        assertThat(ledger.all()).as("no part of the release").isEmpty();
    }

    @Test
    void a_cell_carried_over_has_the_leaves_of_its_first_release() {
        add(release(OCTOBER, 1, "one"));
        add(new Release(document(OCTOBER, 2, "two"), List.of(cell(2, 1))));
        assertThat(ledger.cells(OCTOBER)).hasSize(2).allSatisfy(cell -> {
            assertThat(cell.fromSequence()).isEqualTo(1);
            assertThat(cell.leaves()).containsExactly(LEAF);
        });
        assertThat(ledger.cells(SEPTEMBER)).isEmpty();
    }

    @Test
    void the_chain_covers_all_periods_and_detects_a_change() throws SQLException {
        add(release(SEPTEMBER, 1, "one"));
        add(release(OCTOBER, 1, "two"));
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
        assertThat(ledger.firstBrokenCell()).contains("cell CT-CHEST|adult|any|any|DLP|32 of 2026-10, sequence 1");
    }

    @Test
    @OnPostgres.Not(because = "PostgreSQL has no earlier schema")
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
            assertThat(migrated.find(CalendarPeriod.of(YearMonth.of(2026, 8)))
                            .orElseThrow()
                            .sequence())
                    .isEqualTo(1);
            assertThat(migrated.cells(CalendarPeriod.of(YearMonth.of(2026, 8)))).isEmpty();
            assertThat(migrated.firstBrokenCell()).isEmpty();
        }
    }

    @Test
    @OnPostgres.Not(because = "PostgreSQL has no earlier schema")
    void a_ledger_written_by_an_earlier_program_verifies_and_can_be_continued() throws Exception {
        Path old = folder.resolve("old");
        assertThat(old.toFile().mkdir()).isTrue();
        Database.open(old.resolve("doses.db"), "doses", 7).close();
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + old.resolve("doses.db"));
                Statement statement = connection.createStatement()) {
            statement.executeUpdate(resource("ledger-of-schema-7.sql"));
        }
        update(old);
        try (ReleaseLedger earlier = new ReleaseLedger(old, "site", CLOCK)) {
            assertThat(earlier.firstBrokenCell()).isEmpty();
            assertThat(earlier.all()).extracting(StoredRelease::sequence).containsExactly(2, 1, 1);
            assertThat(earlier.all().get(2).state()).isEqualTo(StoredRelease.State.SENT);
            for (StoredRelease release : earlier.all()) {
                assertThat(Signer.isSigned(Canonical.parse(release.json()))).isTrue();
            }
            assertThat(earlier.rules(OCTOBER))
                    .as("verified by the rules of that program")
                    .contains(1);
            assertThat(earlier.headProblem(TestRelease.KEY))
                    .as("not signed yet")
                    .isEmpty();
            List<ReleasedCell> cells = earlier.cells(OCTOBER);
            assertThat(cells).hasSize(8).allSatisfy(cell -> {
                Set<String> leaves = cell.leaves().stream().map(Leaf::value).collect(Collectors.toSet());
                assertThat(MerkleTree.root(leaves)).isEqualTo(cell.merkleRoot());
            });
            assertThat(cells).filteredOn(ReleasedCell::isCarriedOver).hasSize(2);
            earlier.add(
                    release(CalendarPeriod.of(YearMonth.of(2026, 11)), 1, "later"),
                    PartitionScheme.COARSEST,
                    SIGNER::signature);
            assertThat(earlier.firstBrokenCell()).as("the chain continues").isEmpty();
            assertThat(earlier.headProblem(TestRelease.KEY)).isEmpty();
            assertThat(earlier.rules(CalendarPeriod.of(YearMonth.of(2026, 11)))).contains(2);
            assertThat(earlier.partition(2026)).contains(PartitionScheme.COARSEST);
            assertThat(earlier.journal().entries()).hasSize(4);
        }
    }

    private boolean add(Release release) {
        return ledger.add(release, PartitionScheme.COARSEST, SIGNER::signature);
    }

    private static void update(Path dataDirectory) {
        try (Session session = new Session(dataDirectory)) {
            session.prepareToWrite();
        }
    }

    private static String resource(String name) throws IOException {
        try (InputStream in = Objects.requireNonNull(ReleaseLedgerTest.class.getResourceAsStream(name), name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static Release release(CalendarPeriod period, int sequence, String id) {
        return new Release(document(period, sequence, id), List.of(cell(sequence, sequence)));
    }

    private static ReleasedDocument document(CalendarPeriod period, int sequence, String id) {
        return new ReleasedDocument(period, sequence, id, new byte[] {1});
    }

    private static ReleasedCell cell(int sequence, int fromSequence) {
        return new ReleasedCell(
                sequence, fromSequence, KEY, "{\"n\":20}", "cc".repeat(32), BigDecimal.ZERO, Set.of(LEAF));
    }

    private void sql(String text) throws SQLException {
        TestStores.run(folder, text);
    }
}
