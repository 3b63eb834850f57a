package org.doseagent.store.alerts;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.doseagent.store.HashChain;
import org.doseagent.store.sql.Rows;

/**
 * The append-only record of who did what; each row carries the hash of the one before it. Triggers refuse to change or delete a row, and
 * keep the count and the last hash in a table of their own, so that rows cut off the end are missed.
 */
public final class Audit {

    /**
     * The form of the hash of new entries: it covers the alert too. Entries of earlier programs have form 1, which does not; none may follow
     * an entry of form 2.
     */
    private static final int HASH_FORM = 2;

    private record Content(String at, String who, String act, String detail, Optional<Long> alertId, int form) {

        static Content of(AuditAct act) {
            return new Content(
                    act.at().toString(), act.who(), act.kind().label(), act.detail(), act.alertId(), HASH_FORM);
        }

        List<String> hashedFields() {
            return form < HASH_FORM
                    ? List.of(at, who, act, detail)
                    : List.of(
                            at,
                            who,
                            act,
                            detail,
                            "form " + form,
                            alertId.map(String::valueOf).orElse(""));
        }
    }

    private record Row(long id, Content content, String previousHash, String hash) implements HashChain.Link {

        @Override
        public List<String> hashedFields() {
            return content.hashedFields();
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
                "INSERT INTO audit (site, at, who, act, detail, previous_hash, hash, alert_id, hash_form) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)")) {
            Content content = Content.of(act);
            Rows.bind(
                    insert,
                    site,
                    content.at(),
                    content.who(),
                    content.act(),
                    content.detail(),
                    previous,
                    HashChain.hashOf(previous, content.hashedFields()),
                    content.alertId().orElse(null),
                    content.form());
            insert.executeUpdate();
        }
    }

    public List<AuditEntry> entries() {
        return rows(" ORDER BY id").stream()
                .map(row -> new AuditEntry(
                        row.id(),
                        Instant.parse(row.content().at()),
                        row.content().who(),
                        row.content().act(),
                        row.content().detail(),
                        row.hash(),
                        row.content().alertId()))
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
        Optional<String> older = olderAfterNewer(rows);
        if (older.isPresent()) {
            return older;
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

    private static Optional<String> olderAfterNewer(List<Row> rows) {
        int form = 0;
        for (Row row : rows) {
            if (row.content().form() < form) {
                return Optional.of(
                        "entry " + row.id() + " has the hash of an earlier program and follows newer entries");
            }
            form = row.content().form();
        }
        return Optional.empty();
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
                "SELECT id, at, who, act, detail, previous_hash, hash, alert_id, hash_form FROM audit WHERE site = ?"
                        + order,
                row -> new Row(
                        row.getLong(1),
                        new Content(
                                row.getString(2),
                                row.getString(3),
                                row.getString(4),
                                row.getString(5),
                                Optional.ofNullable(row.getString(8)).map(Long::valueOf),
                                row.getInt(9)),
                        row.getString(6),
                        row.getString(7)),
                site);
    }
}
