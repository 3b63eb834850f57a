package org.doseagent.store.ledger;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.doseagent.aggregate.control.Releaser;
import org.doseagent.aggregate.control.Signer;
import org.doseagent.dose.identity.Sha256;
import org.doseagent.store.HashChain;
import org.doseagent.store.sql.Rows;
import org.doseagent.store.sql.Session;

/**
 * The signed head of the ledger: one signature over the number of releases and of cells, the last hash of the chain of cells, and the bytes
 * of all documents. Without the key nobody can remove the newest release or change one and its chain. Only the newest signature is stored.
 */
final class LedgerHead {

    private static final String RELEASES =
            "SELECT period, sequence, submission_id, json, rules FROM release WHERE site = ? ORDER BY period, sequence";
    private static final String CELLS = "SELECT hash FROM release_cell WHERE site = ? ORDER BY id";

    private final Session session;
    private final String site;

    LedgerHead(Session session, String site) {
        this.session = session;
        this.site = site;
    }

    private record Document(String digest, int rules) {}

    private record Stored(int releases, int cells, String signature) {}

    /** What the ledger contains. */
    private record State(List<Document> documents, List<String> cells) {

        String text(String site) {
            List<String> digests = documents.stream().map(Document::digest).toList();
            return String.join(
                    "\n",
                    "dose-agent ledger head",
                    site,
                    Integer.toString(documents.size()),
                    Integer.toString(cells.size()),
                    cells.isEmpty() ? HashChain.FIRST : cells.get(cells.size() - 1),
                    Sha256.hexOfTexts(digests.toArray(String[]::new)));
        }

        boolean isSignedByThisProgram() {
            return documents.stream().anyMatch(each -> each.rules() >= Releaser.RULES);
        }
    }

    private static final Rows.Reader<Document> DOCUMENT = row -> new Document(
            Sha256.hexOfTexts(row.getString(1), row.getString(2), row.getString(3), Sha256.hex(row.getBytes(4))),
            row.getInt(5));

    /** Signs what the ledger contains; call it in the transaction that adds a release. */
    void sign(UnaryOperator<String> signature) throws SQLException {
        State now = new State(
                session.queryInTransaction(RELEASES, DOCUMENT, site),
                session.queryInTransaction(CELLS, row -> row.getString(1), site));
        session.run(
                "INSERT INTO ledger_head (site, releases, cells, signature) VALUES (?, ?, ?, ?) ON CONFLICT (site)"
                        + " DO UPDATE SET releases = excluded.releases, cells = excluded.cells, signature = excluded.signature",
                site,
                now.documents().size(),
                now.cells().size(),
                signature.apply(now.text(site)));
    }

    /** Returns what is wrong; empty when the head was signed by the key, or when an earlier program made all releases. */
    Optional<String> problem(Signer.PublicKeyText key) {
        State now =
                new State(session.query(RELEASES, DOCUMENT, site), session.query(CELLS, row -> row.getString(1), site));
        List<Stored> stored = new ArrayList<>(session.query(
                "SELECT releases, cells, signature FROM ledger_head WHERE site = ?",
                row -> new Stored(row.getInt(1), row.getInt(2), row.getString(3)),
                site));
        if (stored.isEmpty()) {
            return now.isSignedByThisProgram() ? Optional.of("the ledger has no signed head") : Optional.empty();
        }
        Stored head = stored.get(0);
        if (key.verifies(new Signer.SignedText(now.text(site), head.signature()))) {
            return Optional.empty();
        }
        return Optional.of(
                head.releases() != now.documents().size()
                                || head.cells() != now.cells().size()
                        ? "the ledger had " + count(head.releases(), head.cells())
                                + " when it was last signed, and has "
                                + count(now.documents().size(), now.cells().size())
                        : "the head of the ledger is not signed by this key: a release was changed, or another key signed");
    }

    private static String count(int releases, int cells) {
        return releases + " releases with " + cells + " cells";
    }
}
