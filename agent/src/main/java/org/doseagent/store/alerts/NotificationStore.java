package org.doseagent.store.alerts;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.doseagent.dose.assessment.AlertKind;
import org.doseagent.dose.assessment.AlertStatus;
import org.doseagent.store.alerts.Notification.State;
import org.doseagent.store.alerts.Notification.Ticket;
import org.doseagent.store.sql.Session;

/**
 * The notifications of alerts: one for each channel and each time that an alert opens. A row is written in the transaction that clears the
 * mark of its alert, so that nobody is notified twice, whatever is processed or started again. Thread-safe.
 */
public final class NotificationStore {

    /** The notifications that leave in one message of a channel. */
    public record Batch(String channel, String id) {}

    /** An alert that opened and of which nobody has been notified. */
    public record Unnotified(long alertId, int opening, AlertKind kind, boolean isOpen) {}

    private static final String ALL = """
            SELECT n.opening, n.channel, n.telling, n.batch, n.is_overflow, n.state, n.attempts, n.queued_at, n.due_at, n.ended_at,
                   n.note AS result, a.id, a.kind, a.status, a.opened_at, a.alert_key, a.severity, a.category,
                   coalesce(a.device, d.label) AS device_name, a.quantity, a.value, a.drl, a.ratio, a.drl_set, a.text, a.problems, a.marks,
                   a.study_uid, NULL AS acknowledged_by, NULL AS acknowledged_at, NULL AS reason, NULL AS note,
                   CASE WHEN ? THEN e.accession_number END AS accession
              FROM notification n JOIN alert a ON a.site = n.site AND a.id = n.alert_id
                   LEFT JOIN site s ON s.name = a.site LEFT JOIN exam e ON e.site = s.id AND e.study_uid = a.study_uid
                   LEFT JOIN device d ON d.site = e.site AND d.id = e.device
             WHERE n.site = ?
            """;

    private final Session session;
    private final String site;

    public NotificationStore(Session session, String site) {
        this.session = session;
        this.site = site;
    }

    /** Returns the oldest alerts of which nobody has been notified. */
    public List<Unnotified> unnotified(int limit) {
        return session.query(
                "SELECT id, opening, kind, status FROM alert WHERE site = ? AND is_untold = 1 ORDER BY id LIMIT ?",
                row -> new Unnotified(
                        row.getLong(1),
                        row.getInt(2),
                        AlertRows.kind(row.getString(3)),
                        AlertRows.status(row.getString(4)) == AlertStatus.OPEN),
                site,
                limit);
    }

    /** Queues the tickets of alerts and clears the marks of these, in one transaction; a ticket that exists stays as it is. */
    public void queue(Map<Unnotified, List<Ticket>> tickets, Instant now) {
        session.inTransaction(() -> {
            for (var entry : tickets.entrySet()) {
                Unnotified alert = entry.getKey();
                for (Ticket ticket : entry.getValue()) {
                    queue(alert, ticket, now);
                }
                session.run(
                        "UPDATE alert SET is_untold = 0 WHERE site = ? AND id = ? AND opening = ?",
                        site,
                        alert.alertId(),
                        alert.opening());
            }
        });
    }

    private void queue(Unnotified alert, Ticket ticket, Instant now) throws SQLException {
        session.run(
                """
                INSERT INTO notification (site, alert_id, opening, channel, telling, batch, is_overflow, state, attempts, queued_at, due_at)
                VALUES (?, ?, ?, ?, ?, ?, 0, 'pending', 0, ?, ?)
                ON CONFLICT (site, alert_id, opening, channel) DO UPDATE SET state = 'pending', telling = excluded.telling,
                  batch = excluded.batch, due_at = excluded.due_at, ended_at = NULL, note = NULL
                 WHERE notification.state = 'skipped'
                """,
                site,
                alert.alertId(),
                alert.opening(),
                ticket.channel(),
                ticket.mode().label(),
                ticket.batch(),
                now.toString(),
                ticket.dueAt().toString());
    }

    /** Returns the batches of a channel that are due, oldest first. */
    public List<String> dueBatches(String channel, Instant now, int limit) {
        return session.query("""
                SELECT batch FROM notification WHERE site = ? AND state = 'pending' AND channel = ? AND due_at <= ?
                 GROUP BY batch ORDER BY min(due_at), min(alert_id) LIMIT ?
                """, row -> row.getString(1), site, channel, now.toString(), limit);
    }

    /** Returns the pending notifications of a batch; the accession number is read only where the site lets it leave. */
    public List<Notification> pending(Batch batch, boolean withAccessionNumber) {
        return session.query(
                ALL + " AND n.state = 'pending' AND n.channel = ? AND n.batch = ? ORDER BY n.alert_id",
                NotificationStore::notification,
                withAccessionNumber,
                site,
                batch.channel(),
                batch.id());
    }

    /** Returns notifications, newest first, without accession numbers; an empty state takes all. */
    public List<Notification> list(String state, int limit) {
        return session.query(
                ALL + " AND (? = '' OR n.state = ?) ORDER BY n.queued_at DESC, n.alert_id DESC, n.channel LIMIT ?",
                NotificationStore::notification,
                false,
                site,
                state,
                state,
                limit);
    }

    /** Returns how many immediate messages a channel has sent since then. */
    public long sentAtOnceSince(String channel, Instant since) {
        return session.query("""
                        SELECT count(DISTINCT batch) FROM notification
                         WHERE site = ? AND state = 'sent' AND channel = ? AND telling = 'now' AND ended_at > ?
                        """, row -> row.getLong(1), site, channel, since.toString())
                .get(0);
    }

    /** Moves the pending notifications of a batch into the digest and marks them as overflow. */
    public void moveToDigest(Batch batch, Ticket digest) {
        session.inTransaction(
                () -> session.run("""
                UPDATE notification SET telling = 'digest', batch = ?, due_at = ?, is_overflow = 1
                 WHERE site = ? AND state = 'pending' AND channel = ? AND batch = ?
                """, digest.batch(), digest.dueAt().toString(), site, batch.channel(), batch.id()));
    }

    /** Records an attempt at the pending notifications of a batch: they wait until {@code at}, or ended then. */
    public void recordAttempt(Batch batch, State state, Instant at, String note) {
        boolean isPending = state == State.PENDING;
        session.inTransaction(() -> session.run(
                """
                UPDATE notification SET state = ?, attempts = attempts + 1, due_at = CASE WHEN ? THEN ? ELSE due_at END,
                  ended_at = CASE WHEN ? THEN NULL ELSE ? END, note = ?
                 WHERE site = ? AND state = 'pending' AND channel = ? AND batch = ?
                """,
                state.label(),
                isPending,
                at.toString(),
                isPending,
                at.toString(),
                note,
                site,
                batch.channel(),
                batch.id()));
    }

    /** Ends a notification that is no longer needed. */
    public void skip(Notification needless, Instant now) {
        session.inTransaction(() -> session.run(
                """
                UPDATE notification SET state = 'skipped', ended_at = ?, note = 'the alert is not open any more'
                 WHERE site = ? AND alert_id = ? AND opening = ? AND channel = ?
                """,
                now.toString(),
                site,
                needless.alert().id(),
                needless.opening(),
                needless.ticket().channel()));
    }

    /** Makes all notifications due now that were given up or wait for their next attempt; the digest keeps its time. Returns how many. */
    public int retry(Instant now) {
        int[] changed = new int[1];
        session.inTransaction(() -> changed[0] = session.run("""
                UPDATE notification SET state = 'pending', due_at = ?, queued_at = ?, ended_at = NULL
                 WHERE site = ? AND (state = 'failed' OR (state = 'pending' AND attempts > 0))
                """, now.toString(), now.toString(), site));
        return changed[0];
    }

    /** Returns how many there are in each state, by its label. */
    public Map<String, Long> counts() {
        Map<String, Long> counts = new HashMap<>();
        session.query(
                        "SELECT state, count(*) FROM notification WHERE site = ? GROUP BY state",
                        row -> Map.entry(row.getString(1), row.getLong(2)),
                        site)
                .forEach(entry -> counts.put(entry.getKey(), entry.getValue()));
        return counts;
    }

    private static Notification notification(ResultSet row) throws SQLException {
        return new Notification(
                row.getInt("opening"),
                new Ticket(
                        row.getString("channel"),
                        row.getString("telling").equals(NotificationMode.NOW.label())
                                ? NotificationMode.NOW
                                : NotificationMode.DIGEST,
                        row.getString("batch"),
                        Instant.parse(row.getString("due_at"))),
                row.getBoolean("is_overflow"),
                new Notification.Progress(
                        State.of(row.getString("state")),
                        row.getInt("attempts"),
                        Instant.parse(row.getString("queued_at")),
                        Optional.ofNullable(row.getString("ended_at")).map(Instant::parse),
                        Optional.ofNullable(row.getString("result"))),
                AlertRows.entry(row));
    }
}
