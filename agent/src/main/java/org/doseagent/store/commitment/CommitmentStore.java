package org.doseagent.store.commitment;

import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.doseagent.dose.identity.AeTitle;
import org.doseagent.dose.identity.SopInstanceUid;
import org.doseagent.store.commitment.PendingCommitment.Reference;
import org.doseagent.store.commitment.PendingCommitment.Status;
import org.doseagent.store.commitment.PendingCommitment.Transaction;
import org.doseagent.store.sql.Query;
import org.doseagent.store.sql.Session;

/** The pending requests, which outlive a restart. Each call is one transaction. Thread-safe. */
public final class CommitmentStore {

    /** A request under the same key that came later is another one. */
    private static final String ONE = " WHERE site = ? AND ae_title = ? AND transaction_uid = ? AND received_at = ?";

    private final Session session;
    private final String site;

    public CommitmentStore(Session session, String site) {
        this.session = session;
        this.site = site;
    }

    /**
     * Keeps a request, in place of an earlier one with its key. Returns false, and keeps nothing, where {@code maxPending} others wait.
     */
    public boolean put(PendingCommitment pending, int maxPending) {
        Transaction key = pending.key();
        return session.inTransaction(() -> {
            deleteObjects(key);
            session.run(
                    "DELETE FROM commitment WHERE site = ? AND ae_title = ? AND transaction_uid = ?",
                    site,
                    key.peer().value(),
                    key.transactionUid());
            long others = session.queryInTransaction(
                            "SELECT count(*) FROM commitment WHERE site = ?", row -> row.getLong(1), site)
                    .get(0);
            if (others >= maxPending) {
                return false;
            }
            session.run(
                    """
                    INSERT INTO commitment (site, ae_title, transaction_uid, received_at, inbox_id, is_decided, attempts, next_at)
                    VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                    """,
                    site,
                    key.peer().value(),
                    key.transactionUid(),
                    pending.status().receivedAt().toString(),
                    pending.status().inboxId(),
                    pending.status().isDecided() ? 1 : 0,
                    pending.status().attempts(),
                    pending.status().receivedAt().toString());
            for (int position = 0; position < pending.objects().size(); position++) {
                Reference object = pending.objects().get(position);
                session.run(
                        """
                        INSERT INTO commitment_object (site, ae_title, transaction_uid, position, sop_class_uid, sop_instance_uid, failure)
                        VALUES (?, ?, ?, ?, ?, ?, ?)
                        """,
                        site,
                        key.peer().value(),
                        key.transactionUid(),
                        position,
                        object.sopClassUid(),
                        object.sopInstanceUid().value(),
                        object.failure().orElse(null));
            }
            return true;
        });
    }

    /** Returns the keys of the requests that are due, the longest waiting first. */
    public List<Transaction> due(Instant now, int limit) {
        return session.query(
                "SELECT ae_title, transaction_uid FROM commitment WHERE site = ? AND next_at <= ? ORDER BY next_at, transaction_uid LIMIT ?",
                row -> new Transaction(new AeTitle(row.getString(1)), row.getString(2)),
                site,
                now.toString(),
                limit);
    }

    /** Returns a request; empty where it was answered meanwhile. */
    public Optional<PendingCommitment> find(Transaction key) {
        return session.read(store -> {
            List<Status> status = store.query(
                    """
                    SELECT received_at, inbox_id, is_decided, attempts FROM commitment
                     WHERE site = ? AND ae_title = ? AND transaction_uid = ?
                    """,
                    row -> new Status(
                            Instant.parse(row.getString(1)), row.getLong(2), row.getInt(3) == 1, row.getInt(4)),
                    site,
                    key.peer().value(),
                    key.transactionUid());
            return status.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new PendingCommitment(key, status.get(0), objects(store, key)));
        });
    }

    private List<Reference> objects(Query store, Transaction key) throws SQLException {
        return store.query(
                """
                SELECT sop_class_uid, sop_instance_uid, failure FROM commitment_object
                 WHERE site = ? AND ae_title = ? AND transaction_uid = ? ORDER BY position
                """,
                row -> {
                    int failure = row.getInt(3);
                    return new Reference(
                            row.getString(1),
                            new SopInstanceUid(row.getString(2)),
                            failure == 0 ? Optional.empty() : Optional.of(failure));
                },
                site,
                key.peer().value(),
                key.transactionUid());
    }

    /** Stores the outcome of each object, unless the peer has asked again meanwhile. It does not change afterwards. */
    public void decided(PendingCommitment pending, List<Reference> objects) {
        Transaction key = pending.key();
        session.inTransaction(() -> {
            if (session.run(
                            "UPDATE commitment SET is_decided = 1" + ONE,
                            site,
                            key.peer().value(),
                            key.transactionUid(),
                            pending.status().receivedAt().toString())
                    == 0) {
                return;
            }
            for (int position = 0; position < objects.size(); position++) {
                session.run(
                        """
                        UPDATE commitment_object SET failure = ?
                         WHERE site = ? AND ae_title = ? AND transaction_uid = ? AND position = ?
                        """,
                        objects.get(position).failure().orElse(null),
                        site,
                        key.peer().value(),
                        key.transactionUid(),
                        position);
            }
        });
    }

    /** Stores how often the answer was sent in vain, and when the request is due again; nothing where the peer has asked again. */
    public void postponed(PendingCommitment pending, int attempts, Instant next) {
        Transaction key = pending.key();
        session.inTransaction(() -> session.run(
                "UPDATE commitment SET attempts = ?, next_at = ?" + ONE,
                attempts,
                next.toString(),
                site,
                key.peer().value(),
                key.transactionUid(),
                pending.status().receivedAt().toString()));
    }

    /** Deletes a request that was answered or given up; one that came under the same key meanwhile stays. */
    public void done(PendingCommitment pending) {
        Transaction key = pending.key();
        session.inTransaction(() -> {
            if (session.run(
                            "DELETE FROM commitment" + ONE,
                            site,
                            key.peer().value(),
                            key.transactionUid(),
                            pending.status().receivedAt().toString())
                    > 0) {
                deleteObjects(key);
            }
        });
    }

    private void deleteObjects(Transaction key) throws SQLException {
        session.run(
                "DELETE FROM commitment_object WHERE site = ? AND ae_title = ? AND transaction_uid = ?",
                site,
                key.peer().value(),
                key.transactionUid());
    }
}
