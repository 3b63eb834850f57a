package org.doseagent.store.ledger;

import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.doseagent.aggregate.cells.CalendarPeriod;
import org.doseagent.aggregate.cells.CellKey;
import org.doseagent.aggregate.cells.Leaf;
import org.doseagent.aggregate.control.Release;
import org.doseagent.aggregate.control.ReleasedCell;
import org.doseagent.store.HashChain;
import org.doseagent.store.sql.Session;

/** The released cells, append-only; one {@link HashChain} links the cells of all periods of the site. */
final class CellLedger {

    private static final String COLUMNS =
            "SELECT period, sequence, from_sequence, cell_key, json, merkle_root, epsilon, previous_hash, hash FROM release_cell WHERE site = ?";
    private static final HexFormat HEX = HexFormat.of();

    private final Session session;
    private final String site;

    CellLedger(Session session, String site) {
        this.session = session;
        this.site = site;
    }

    /** A row as it is stored: {@code hashedFields} has the columns from period to epsilon, as texts. */
    private record Row(List<String> hashedFields, String previousHash, String hash) implements HashChain.Link {

        private static final int FIELDS = 7;

        static Row read(ResultSet row) throws SQLException {
            List<String> fields = new ArrayList<>();
            for (int column = 1; column <= FIELDS; column++) {
                fields.add(row.getString(column));
            }
            return new Row(List.copyOf(fields), row.getString(FIELDS + 1), row.getString(FIELDS + 2));
        }

        static Row of(CalendarPeriod period, ReleasedCell cell, String previousHash) {
            List<String> fields = List.of(
                    period.toString(),
                    Integer.toString(cell.sequence()),
                    Integer.toString(cell.fromSequence()),
                    cell.key().text(),
                    cell.json(),
                    cell.merkleRoot(),
                    cell.epsilon().toPlainString());
            return new Row(fields, previousHash, HashChain.hashOf(previousHash, fields));
        }

        String period() {
            return hashedFields.get(0);
        }

        int fromSequence() {
            return Integer.parseInt(hashedFields.get(2));
        }

        CellKey key() {
            return CellKey.parse(hashedFields.get(3));
        }

        ReleasedCell cell(Set<Leaf> leaves) {
            return new ReleasedCell(
                    Integer.parseInt(hashedFields.get(1)),
                    fromSequence(),
                    key(),
                    hashedFields.get(4),
                    hashedFields.get(5),
                    new BigDecimal(hashedFields.get(6)),
                    leaves);
        }

        String description() {
            return "cell " + hashedFields.get(3) + " of " + period() + ", sequence " + hashedFields.get(1);
        }
    }

    /** Identifies the release of a cell that its leaves are stored with. */
    private record Place(int sequence, CellKey key) {}

    /** Appends the cells of a release; call it in the transaction that adds the release. */
    void append(Release release) throws SQLException {
        String previousHash =
                session.queryInTransaction(COLUMNS + " ORDER BY id DESC LIMIT 1", Row::read, site).stream()
                        .findFirst()
                        .map(Row::hash)
                        .orElse(HashChain.FIRST);
        for (ReleasedCell cell : release.cells()) {
            Row row = Row.of(release.document().period(), cell, previousHash);
            append(row, cell);
            previousHash = row.hash();
        }
    }

    private void append(Row row, ReleasedCell cell) throws SQLException {
        session.run(
                """
                INSERT INTO release_cell (site, period, sequence, from_sequence, cell_key, json, merkle_root, epsilon, previous_hash, hash)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
                site,
                row.period(),
                cell.sequence(),
                cell.fromSequence(),
                cell.key().text(),
                cell.json(),
                cell.merkleRoot(),
                cell.epsilon().toPlainString(),
                row.previousHash(),
                row.hash());
        if (!cell.isCarriedOver()) {
            appendLeaves(row, cell);
        }
    }

    private void appendLeaves(Row row, ReleasedCell cell) throws SQLException {
        long id = session.queryInTransaction(
                        "SELECT id FROM release_cell WHERE site = ? AND period = ? AND sequence = ? AND cell_key = ?",
                        found -> found.getLong(1),
                        site,
                        row.period(),
                        cell.sequence(),
                        cell.key().text())
                .get(0);
        for (Leaf leaf : new TreeSet<>(cell.leaves())) {
            session.run(
                    "INSERT INTO release_leaf (site, cell_id, leaf, part) VALUES (?, ?, ?, ?)",
                    site,
                    id,
                    HEX.parseHex(leaf.value()),
                    HEX.parseHex(leaf.part()));
        }
    }

    /** Returns the cells of all releases of a period, in the order in which they were released. */
    List<ReleasedCell> cells(CalendarPeriod period) {
        Map<Place, Set<Leaf>> leaves = leaves(period);
        return session.query(COLUMNS + " AND period = ? ORDER BY id", Row::read, site, period.toString()).stream()
                .map(row -> row.cell(leaves.getOrDefault(new Place(row.fromSequence(), row.key()), Set.of())))
                .toList();
    }

    private Map<Place, Set<Leaf>> leaves(CalendarPeriod period) {
        Map<Place, Set<Leaf>> leaves = new HashMap<>();
        session.query(
                """
                SELECT c.sequence, c.cell_key, l.part, l.leaf FROM release_cell c JOIN release_leaf l ON l.site = c.site AND l.cell_id = c.id
                 WHERE c.site = ? AND c.period = ?
                """,
                row -> leaves.computeIfAbsent(
                                new Place(row.getInt(1), CellKey.parse(row.getString(2))), absent -> new HashSet<>())
                        .add(new Leaf(HEX.formatHex(row.getBytes(3)), HEX.formatHex(row.getBytes(4)))),
                site,
                period.toString());
        return leaves;
    }

    /** Describes the first cell that breaks the chain; empty when the chain is whole. */
    Optional<String> firstBroken() {
        return HashChain.firstBreak(session.query(COLUMNS + " ORDER BY id", Row::read, site))
                .map(found -> found.row().description());
    }
}
