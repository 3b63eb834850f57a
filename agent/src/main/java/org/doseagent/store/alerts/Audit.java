package org.doseagent.store.alerts;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.doseagent.store.HashChain;
import org.doseagent.store.Rows;

/**
 * The append-only record of who did what; each row carries the hash of the one before it. Triggers refuse to change or delete a row, and
 * keep the count and the last hash in a table of their own, so that rows cut off the end are missed.
 */
public final class Audit {

    private record Row(
            long id,
            String at,
            String who,
            String act,
            String detail,
            String previousHash,
            String hash,
            Optional<Long> alertId)
            implements HashChain.Link {

        /** The alert is not covered: older entries have none. */
        @Override
        public List<String> hashedFields() {
            return List.of(at, who, act, detail);
        }
    }

    /** What the last insert left beside the rows. */
    private record Head(long entries, String hash) {}

    private final Connection connection;
    private final String site;

    public Audit(Connection connection, String site) {
        this.connection = connection;
        this.site = site;
    }

    public void append(AuditAct act) throws SQLException {
        List<Row> rows = rows(" ORDER BY id DESC LIMIT 1");
        String previous = rows.isEmpty() ? HashChain.FIRST : rows.get(0).hash();
        try (PreparedStatement insert = connection.prepareStatement(
                "INSERT INTO audit (site, at, who, act, detail, previous_hash, hash, alert_id) VALUES (?, ?, ?, ?, ?, ?, ?, ?)")) {
            Rows.bind(
                    insert,
                    site,
                    act.at().toString(),
                    act.who(),
                    act.act(),
                    act.detail(),
                    previous,
                    HashChain.hashOf(previous, List.of(act.at().toString(), act.who(), act.act(), act.detail())),
                    act.alertId().orElse(null));
            insert.executeUpdate();
        }
    }

    public List<AuditEntry> entries() {
        return rows(" ORDER BY id").stream()
                .map(row -> new AuditEntry(
                        row.id(),
                        Instant.parse(row.at()),
                        row.who(),
                        row.act(),
                        row.detail(),
                        row.hash(),
                        row.alertId()))
                .toList();
    }

    /** Returns what is wrong, in a sentence; empty when the chain is whole and as long as it was. Others may append meanwhile. */
    public Optional<String> problem() {
        Head before = head();
        List<Row> rows = rows(" ORDER BY id");
        Optional<HashChain.Break<Row>> broken = HashChain.firstBreak(rows);
        if (broken.isPresent()) {
            return broken.map(Audit::describe);
        }
        boolean isWhole = before.entries() <= rows.size()
                && rows.size() <= head().entries()
                && (before.entries() == 0
                        || rows.get((int) before.entries() - 1).hash().equals(before.hash()));
        return isWhole
                ? Optional.empty()
                : Optional.of("the audit had " + before.entries() + " entries and has " + rows.size()
                        + "; the last ones are not those that were written");
    }

    private static String describe(HashChain.Break<Row> broken) {
        return switch (broken.fault()) {
            case NOT_LINKED ->
                "entry " + broken.row().id() + " does not follow the one before it; one was deleted or inserted";
            case CHANGED -> "entry " + broken.row().id() + " was changed; its hash does not fit";
        };
    }

    private Head head() {
        return Rows.query(
                        connection,
                        "SELECT entries, hash FROM audit_head WHERE site = ?",
                        row -> new Head(row.getLong(1), row.getString(2)),
                        site)
                .stream()
                .findFirst()
                .orElse(new Head(0, HashChain.FIRST));
    }

    private List<Row> rows(String order) {
        return Rows.query(
                connection,
                "SELECT id, at, who, act, detail, previous_hash, hash, alert_id FROM audit WHERE site = ?" + order,
                row -> new Row(
                        row.getLong(1),
                        row.getString(2),
                        row.getString(3),
                        row.getString(4),
                        row.getString(5),
                        row.getString(6),
                        row.getString(7),
                        Optional.ofNullable(row.getString(8)).map(Long::valueOf)),
                site);
    }
}
