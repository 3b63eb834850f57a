package org.doseagent.store;

import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.doseagent.dose.AlertDraft;
import org.jspecify.annotations.Nullable;

/**
 * Alerts and their life: open, acknowledged, closed, and open again. Every act of a person is in the audit, in the same transaction; so is
 * what the agent itself closes or opens again about a scanner. Thread-safe.
 */
public final class AlertStore {

    /** What a person can do with an alert. */
    public enum Act {
        ACKNOWLEDGE("acknowledged", "alert-acknowledged"),
        CLOSE("closed", "alert-closed"),
        REOPEN("open", "alert-reopened");

        private final String status;
        private final String audited;

        Act(String status, String audited) {
            this.status = status;
            this.audited = audited;
        }
    }

    /** Alerts about a scanner have no study. */
    private static final String NO_STUDY = "";

    private static final String AGENT = "agent";

    private static final String ALERTS = """
            SELECT a.*, e.accession_number AS accession, coalesce(a.device, e.device_label) AS device_name
              FROM alert a LEFT JOIN exam e ON e.site = a.site AND e.study_uid = a.study_uid
            """;

    private final Session session;
    private final String site;
    private final Clock clock;

    AlertStore(Session session, String site, Clock clock) {
        this.session = session;
        this.site = site;
        this.clock = clock;
    }

    /** Returns alerts, newest first; an empty filter takes all. */
    public List<StoredAlert> list(String status, String kind, String openedSince, int limit) {
        return session.query(ALERTS + """
                         WHERE a.site = ? AND (? = '' OR a.status = ?) AND (? = '' OR a.kind = ?) AND a.opened_at >= ?
                         ORDER BY a.id DESC LIMIT ?
                        """, AlertStore::alert, site, status, status, kind, kind, openedSince, limit);
    }

    /** Returns how many alerts of a status there are of each kind; an empty status takes all. */
    public SortedMap<String, Long> counts(String status) {
        SortedMap<String, Long> counts = new TreeMap<>();
        session.query(
                        "SELECT kind, count(*) FROM alert WHERE site = ? AND (? = '' OR status = ?) GROUP BY kind",
                        row -> Map.entry(row.getString(1), row.getLong(2)),
                        site,
                        status,
                        status)
                .forEach(count -> counts.put(count.getKey(), count.getValue()));
        return counts;
    }

    public Optional<StoredAlert> find(long id) {
        return session.query(ALERTS + " WHERE a.site = ? AND a.id = ?", AlertStore::alert, site, id).stream()
                .findFirst();
    }

    /** Does what a person decided and writes that into the audit, in one transaction; false when there is no such alert. */
    public boolean decide(long id, Act act, String by, String reason, Optional<String> note) {
        int[] changed = new int[1];
        session.inTransaction(() -> {
            changed[0] = session.run(
                    """
                    UPDATE alert SET status = ?, acknowledged_by = ?, acknowledged_at = ?, reason = ?, note = ?, closed_by = ?
                     WHERE site = ? AND id = ?
                    """,
                    act.status,
                    by,
                    clock.instant().toString(),
                    reason,
                    note.orElse(null),
                    act == Act.CLOSE ? by : null,
                    site,
                    id);
            if (changed[0] == 1) {
                session.audit(site).append(clock.instant(), by, act.audited, "alert " + id + " " + reason);
            }
        });
        return changed[0] == 1;
    }

    /** Makes the alerts of an exam those that its newest reading gives: new ones open, those whose ground is gone close. */
    void ofExam(String study, List<AlertDraft> drafts) throws SQLException {
        for (AlertDraft draft : drafts) {
            write(study, Optional.empty(), draft);
        }
        closeOthers(study, drafts.stream().map(AlertDraft::key).toList(), "open");
    }

    /**
     * Makes the alerts about scanners those that the newest comparison gives: an alert whose ground is gone closes, also an acknowledged one,
     * and opens again when it comes back.
     *
     * @param byDevice drafts by the label of the scanner; their keys are distinct over all scanners
     * @param keyPrefix only alerts whose key begins so are touched
     */
    public void ofScanners(Map<String, List<AlertDraft>> byDevice, String keyPrefix) {
        session.inTransaction(() -> {
            Set<String> keys = new HashSet<>();
            for (var entry : byDevice.entrySet()) {
                for (AlertDraft draft : entry.getValue()) {
                    write(NO_STUDY, Optional.of(entry.getKey()), draft);
                    keys.add(draft.key());
                }
            }
            List<String> others = session.queryInTransaction(
                    "SELECT alert_key FROM alert WHERE site = ? AND study_uid = '' AND substr(alert_key, 1, length(?)) = ? AND closed_by IS NOT ? AND kind <> 'group-rule'",
                    row -> row.getString(1),
                    site,
                    keyPrefix,
                    keyPrefix,
                    AGENT);
            for (String key : others) {
                if (!keys.contains(key)) {
                    close(NO_STUDY, key);
                    session.audit(site).append(clock.instant(), AGENT, "alert-closed", "ground gone: " + key);
                }
            }
        });
    }

    /**
     * Opens an alert about one exam that a review of its scanner found, once. Neither a later review nor another reading of the exam closes
     * it.
     */
    public void ofReview(String study, String device, AlertDraft alert) {
        session.inTransaction(() -> write(study, Optional.of(device), alert));
    }

    private void closeOthers(String study, List<String> keys, String status) throws SQLException {
        // "+" keeps SQLite from reading every open alert of the site.
        List<String> open = session.queryInTransaction(
                "SELECT alert_key FROM alert WHERE site = ? AND study_uid = ? AND +status = ? AND kind <> 'group-rule'",
                row -> row.getString(1),
                site,
                study,
                status);
        for (String key : open) {
            if (!keys.contains(key)) {
                close(study, key);
            }
        }
    }

    private void close(String study, String key) throws SQLException {
        session.run(
                "UPDATE alert SET status = 'closed', closed_by = ? WHERE site = ? AND study_uid = ? AND alert_key = ?",
                AGENT,
                site,
                study,
                key);
    }

    /** Opens an alert once; later readings change the numbers, never what a person decided. */
    private void write(String study, Optional<String> device, AlertDraft alert) throws SQLException {
        reopenIfWorse(study, alert);
        session.run(
                """
                INSERT INTO alert (site, study_uid, alert_key, kind, status, opened_at, category, quantity, value, drl, ratio, drl_set, text, device)
                VALUES (?, ?, ?, ?, 'open', ?, ?, ?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT (site, study_uid, alert_key) DO UPDATE SET kind = excluded.kind,
                  status = CASE closed_by WHEN 'agent' THEN 'open' ELSE status END, closed_by = nullif(closed_by, 'agent'),
                  category = excluded.category, value = excluded.value,
                  drl = excluded.drl, ratio = excluded.ratio, drl_set = excluded.drl_set, text = excluded.text
                """,
                site,
                study,
                alert.key(),
                alert.kind().label(),
                clock.instant().toString(),
                alert.category().orElse(null),
                alert.quantity().map(Enum::name).orElse(null),
                decimal(alert.value()),
                decimal(alert.drl()),
                decimal(alert.ratio()),
                alert.drlSet().orElse(null),
                alert.text(),
                device.orElse(null));
        if (alert.severity() > 0) {
            session.run(
                    "UPDATE alert SET severity = ? WHERE site = ? AND study_uid = ? AND alert_key = ? AND severity < ?",
                    alert.severity(),
                    site,
                    study,
                    alert.key(),
                    alert.severity());
        }
    }

    /** A decision was about what was known then: what has become worse than it ever was opens again. */
    private void reopenIfWorse(String study, AlertDraft alert) throws SQLException {
        int reopened = alert.severity() == 0 ? 0 : session.run("""
                        UPDATE alert SET status = 'open', closed_by = NULL
                         WHERE site = ? AND study_uid = ? AND alert_key = ? AND status <> 'open' AND closed_by IS NOT ?
                           AND severity > 0 AND severity < ?
                        """, site, study, alert.key(), AGENT, alert.severity());
        if (reopened > 0) {
            session.audit(site).append(clock.instant(), AGENT, "alert-reopened", "worse: " + alert.key());
        }
    }

    private static @Nullable String decimal(Optional<BigDecimal> value) {
        return value.map(BigDecimal::toPlainString).orElse(null);
    }

    private static StoredAlert alert(ResultSet row) throws SQLException {
        return new StoredAlert(
                row.getLong("id"),
                row.getString("kind"),
                row.getString("status"),
                Instant.parse(row.getString("opened_at")),
                row.getString("study_uid"),
                Optional.ofNullable(row.getString("accession")),
                Optional.ofNullable(row.getString("category")),
                Optional.ofNullable(row.getString("device_name")),
                Optional.ofNullable(row.getString("quantity")),
                Optional.ofNullable(row.getString("value")).map(BigDecimal::new),
                Optional.ofNullable(row.getString("drl")).map(BigDecimal::new),
                Optional.ofNullable(row.getString("ratio")).map(BigDecimal::new),
                Optional.ofNullable(row.getString("drl_set")),
                row.getString("text"),
                Optional.ofNullable(row.getString("acknowledged_by")),
                Optional.ofNullable(row.getString("acknowledged_at")).map(Instant::parse),
                Optional.ofNullable(row.getString("reason")),
                Optional.ofNullable(row.getString("note")));
    }
}
