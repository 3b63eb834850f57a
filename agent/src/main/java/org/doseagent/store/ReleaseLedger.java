package org.doseagent.store;

import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What was released, byte for byte, and where its delivery stands: ledger and outbox in one table. A period leaves once. Thread-safe. */
public final class ReleaseLedger implements AutoCloseable {

    private static final String ALL =
            "SELECT period, submission_id, closed_at, json, state, attempts, next_attempt_at, note FROM release WHERE site = ?";

    private final String site;
    private final Clock clock;
    private final Session session;

    /** Opens the ledger in {@code doses.db} of the data directory. */
    public ReleaseLedger(Path dataDirectory, String site, Clock clock) {
        this.site = site;
        this.clock = clock;
        this.session = new Session(dataDirectory);
    }

    /** Puts a release into ledger and outbox in one step; false when its period was released before. */
    public boolean add(String period, String submissionId, byte[] bytes) {
        int[] changed = new int[1];
        session.inTransaction(() -> {
            String now = clock.instant().toString();
            changed[0] = session.run("""
                    INSERT INTO release (site, period, submission_id, closed_at, json, state, attempts, next_attempt_at)
                    VALUES (?, ?, ?, ?, ?, 'pending', 0, ?) ON CONFLICT (site, period) DO NOTHING
                    """, site, period, submissionId, now, bytes, now);
            if (changed[0] == 1) {
                session.audit(site).append(clock.instant(), "dose-agent", "aggregate-released", period);
            }
        });
        return changed[0] == 1;
    }

    /** Returns all releases, newest period first. */
    public List<StoredRelease> all() {
        return session.query(ALL + " ORDER BY period DESC", ReleaseLedger::release, site);
    }

    public Optional<StoredRelease> find(String period) {
        return session.query(ALL + " AND period = ?", ReleaseLedger::release, site, period).stream()
                .findFirst();
    }

    /** Returns the releases whose next attempt is due, oldest period first. */
    public List<StoredRelease> due() {
        String now = clock.instant().toString();
        return session.query(
                ALL + " AND state = 'pending' AND next_attempt_at <= ? ORDER BY period",
                ReleaseLedger::release,
                site,
                now);
    }

    /** Records an attempt to deliver the release of a period. */
    public void recordAttempt(String period, StoredRelease.State state, Instant nextAttemptAt, String note) {
        session.inTransaction(() -> session.run(
                "UPDATE release SET state = ?, attempts = attempts + 1, next_attempt_at = ?, note = ? WHERE site = ? AND period = ?",
                state.label(),
                nextAttemptAt.toString(),
                note,
                site,
                period));
    }

    /** Makes every release that was not delivered due now. Returns how many. */
    public int retry() {
        int[] changed = new int[1];
        session.inTransaction(() -> changed[0] = session.run(
                "UPDATE release SET state = 'pending', next_attempt_at = ? WHERE site = ? AND state <> 'sent'",
                clock.instant().toString(),
                site));
        return changed[0];
    }

    private static StoredRelease release(ResultSet row) throws SQLException {
        return new StoredRelease(
                row.getString(1),
                row.getString(2),
                Instant.parse(row.getString(3)),
                row.getBytes(4),
                StoredRelease.State.of(row.getString(5)),
                row.getInt(6),
                Instant.parse(row.getString(7)),
                Optional.ofNullable(row.getString(8)));
    }

    @Override
    public void close() {
        session.close();
    }
}
