package org.doseagent.store.ledger;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.doseagent.store.Session;

/** The cells that were released, append-only; each row carries the hash of the one before it, across all periods of the site. */
final class CellLedger {

    private static final String FIRST = "0".repeat(64);
    private static final String COLUMNS =
            "SELECT id, period, sequence, from_sequence, cell_key, json, merkle_root, epsilon, previous_hash, hash FROM release_cell WHERE site = ?";
    private static final HexFormat HEX = HexFormat.of();

    private final Session session;
    private final String site;

    CellLedger(Session session, String site) {
        this.session = session;
        this.site = site;
    }

    private record Row(
            long id,
            String period,
            int sequence,
            int fromSequence,
            String key,
            String json,
            String merkleRoot,
            String epsilon,
            String previousHash,
            String hash) {

        static Row read(ResultSet row) throws SQLException {
            return new Row(
                    row.getLong(1),
                    row.getString(2),
                    row.getInt(3),
                    row.getInt(4),
                    row.getString(5),
                    row.getString(6),
                    row.getString(7),
                    row.getString(8),
                    row.getString(9),
                    row.getString(10));
        }

        String expectedHash() {
            return hashOf(
                    previousHash,
                    period,
                    Integer.toString(sequence),
                    Integer.toString(fromSequence),
                    key,
                    json,
                    merkleRoot,
                    epsilon);
        }
    }

    /** Appends the cells of a release; call it in the transaction that adds the release. */
    void append(ReleaseDraft release) throws SQLException {
        String previous = session.queryInTransaction(COLUMNS + " ORDER BY id DESC LIMIT 1", Row::read, site).stream()
                .findFirst()
                .map(Row::hash)
                .orElse(FIRST);
        for (ReleaseDraft.Cell cell : release.cells()) {
            previous = append(release, cell, previous);
        }
    }

    private String append(ReleaseDraft release, ReleaseDraft.Cell cell, String previous) throws SQLException {
        String epsilon = cell.epsilon().toPlainString();
        String hash = hashOf(
                previous,
                release.period(),
                Integer.toString(release.sequence()),
                Integer.toString(cell.fromSequence()),
                cell.key(),
                cell.json(),
                cell.merkleRoot(),
                epsilon);
        session.run(
                """
                INSERT INTO release_cell (site, period, sequence, from_sequence, cell_key, json, merkle_root, epsilon, previous_hash, hash)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
                site,
                release.period(),
                release.sequence(),
                cell.fromSequence(),
                cell.key(),
                cell.json(),
                cell.merkleRoot(),
                epsilon,
                previous,
                hash);
        long id = session.queryInTransaction("SELECT last_insert_rowid()", row -> row.getLong(1))
                .get(0);
        for (StoredLeaf leaf : cell.leaves()) {
            session.run(
                    "INSERT INTO release_leaf (site, cell_id, leaf, part) VALUES (?, ?, ?, ?)",
                    site,
                    id,
                    HEX.parseHex(leaf.value()),
                    HEX.parseHex(leaf.part()));
        }
        return hash;
    }

    /** Returns the cells of all releases of a period, in the order in which they were released. */
    List<StoredCell> cells(String period) {
        Map<String, List<StoredLeaf>> leaves = new HashMap<>();
        session.query(
                """
                SELECT c.sequence, c.cell_key, l.part, l.leaf FROM release_cell c JOIN release_leaf l ON l.site = c.site AND l.cell_id = c.id
                 WHERE c.site = ? AND c.period = ?
                """,
                row -> leaves.computeIfAbsent(place(row.getInt(1), row.getString(2)), absent -> new ArrayList<>())
                        .add(new StoredLeaf(HEX.formatHex(row.getBytes(3)), HEX.formatHex(row.getBytes(4)))),
                site,
                period);
        return session.query(COLUMNS + " AND period = ? ORDER BY id", Row::read, site, period).stream()
                .map(row -> new StoredCell(
                        row.sequence(),
                        row.fromSequence(),
                        row.key(),
                        row.json(),
                        row.merkleRoot(),
                        new BigDecimal(row.epsilon()),
                        leaves.getOrDefault(place(row.fromSequence(), row.key()), List.of())))
                .toList();
    }

    private static String place(int sequence, String key) {
        return sequence + "|" + key;
    }

    /** Returns the first cell that does not fit the ones before it; empty when the chain is whole. */
    Optional<String> firstBroken() {
        String previous = FIRST;
        for (Row row : session.query(COLUMNS + " ORDER BY id", Row::read, site)) {
            if (!row.previousHash().equals(previous) || !row.expectedHash().equals(row.hash())) {
                return Optional.of("cell " + row.key() + " of " + row.period() + ", sequence " + row.sequence());
            }
            previous = row.hash();
        }
        return Optional.empty();
    }

    private static String hashOf(String... parts) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (String part : parts) {
                byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
                digest.update((bytes.length + ":").getBytes(StandardCharsets.US_ASCII));
                digest.update(bytes);
            }
            return HEX.formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
