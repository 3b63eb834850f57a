package org.doseagent.store.alerts;

import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.doseagent.dose.assessment.Alert;
import org.doseagent.dose.assessment.AlertKind;
import org.doseagent.dose.assessment.AlertStatus;
import org.doseagent.dose.identity.DeviceKey;
import org.doseagent.dose.identity.StudyInstanceUid;
import org.doseagent.store.Chunks;
import org.doseagent.store.sql.Query;
import org.doseagent.store.sql.Rows;
import org.doseagent.store.sql.Session;
import org.jspecify.annotations.Nullable;

/**
 * Alerts and their life: open, acknowledged, closed, and open again. Every act of a person is in the audit, in the same transaction; so are
 * the alerts that the agent itself closes or opens again. Thread-safe.
 */
public final class AlertStore {

    /** What a person can do with an alert. */
    public enum Act {
        ACKNOWLEDGE(AlertStatus.ACKNOWLEDGED, AuditAct.Kind.ALERT_ACKNOWLEDGED),
        CLOSE(AlertStatus.CLOSED, AuditAct.Kind.ALERT_CLOSED),
        REOPEN(AlertStatus.OPEN, AuditAct.Kind.ALERT_REOPENED);

        private final AlertStatus leadsTo;
        private final AuditAct.Kind audited;

        Act(AlertStatus leadsTo, AuditAct.Kind audited) {
            this.leadsTo = leadsTo;
            this.audited = audited;
        }

        /** Refuses an act that makes no sense: to close a closed alert, to open an open one, to acknowledge a closed one. */
        private void refuseFrom(AlertStatus current, long id, boolean isAgain) {
            if (this == REOPEN ? current == AlertStatus.OPEN : current == AlertStatus.CLOSED) {
                throw new IllegalArgumentException("alert " + id + " is " + current.label()
                        + (current == AlertStatus.CLOSED ? "; open it again first (alerts reopen)" : " already"));
            }
            if (this == ACKNOWLEDGE && current == AlertStatus.ACKNOWLEDGED && !isAgain) {
                throw new IllegalArgumentException("alert " + id + " is acknowledged already (alerts show " + id
                        + " prints by whom and why); --again replaces that decision, and the audit keeps both");
            }
        }
    }

    /**
     * What a person decided: begin with {@link #to}, then say who and why.
     *
     * @param by who decides, and {@code reason} the code of the reason
     * @param isAgain whether it may replace an earlier acknowledgement
     */
    public record Decision(Act act, String by, String reason, Optional<String> note, boolean isAgain) {

        public static Decision to(Act act) {
            return new Decision(act, "", "", Optional.empty(), false);
        }

        public Decision by(String who) {
            return new Decision(act, who, reason, note, isAgain);
        }

        public Decision because(String code) {
            return new Decision(act, by, code, note, isAgain);
        }

        public Decision note(@Nullable String text) {
            return new Decision(act, by, reason, Optional.ofNullable(text), isAgain);
        }

        /** Returns this decision, which may or may not replace an earlier acknowledgement. */
        public Decision again(boolean replaces) {
            return new Decision(act, by, reason, note, replaces);
        }
    }

    /** An alert as it was before the newest reading. */
    private record Kept(
            long id,
            AlertStatus status,
            @Nullable String closedBy,
            @Nullable String value,
            @Nullable String drl,
            int severity) {

        static Kept of(ResultSet row) throws SQLException {
            return new Kept(
                    row.getLong(1),
                    AlertRows.status(row.getString(2)),
                    row.getString(3),
                    row.getString(4),
                    row.getString(5),
                    row.getInt(6));
        }

        boolean hasFiguresOf(Alert draft) {
            return isSame(value, draft.value().orElse(null))
                    && isSame(drl, draft.drl().orElse(null));
        }

        private static boolean isSame(@Nullable String kept, @Nullable BigDecimal now) {
            if (kept == null || now == null) {
                return kept == null && now == null;
            }
            return now.compareTo(new BigDecimal(kept)) == 0;
        }
    }

    /** What a stored alert is about: a study, a scanner, or an exam that a review of its scanner found. */
    private record About(String study, @Nullable String device) {}

    /** Alerts about a scanner have no study. */
    private static final String NO_STUDY = "";

    private static final String AGENT = "agent";

    /** What an alert about the repository has in place of a scanner. */
    private static final String REPOSITORY = "repository";

    private static final String ALERTS = """
            SELECT a.*, e.accession_number AS accession, coalesce(a.device, d.label) AS device_name
              FROM alert a LEFT JOIN site s ON s.name = a.site LEFT JOIN exam e ON e.site = s.id AND e.study_uid = a.study_uid
                   LEFT JOIN device d ON d.site = e.site AND d.id = e.device
            """;

    private final Session session;
    private final String site;
    private final Clock clock;

    public AlertStore(Session session, String site, Clock clock) {
        this.session = session;
        this.site = site;
        this.clock = clock;
    }

    /** Returns alerts, newest first. */
    public List<AlertEntry> list(AlertQuery query) {
        String status = query.statusLabel();
        String kind = query.kindLabel();
        return session.query(
                ALERTS + """
                         WHERE a.site = ? AND (? = '' OR a.status = ?) AND (? = '' OR a.kind = ?) AND a.opened_at >= ? AND a.opened_at < ?
                         ORDER BY a.id DESC LIMIT ?
                        """,
                AlertRows::entry,
                site,
                status,
                status,
                kind,
                kind,
                query.earliest(),
                query.beforeText(),
                query.limit());
    }

    /** Returns how many alerts the query finds of each kind, whatever its limit. */
    public SortedMap<AlertKind, Long> counts(AlertQuery query) {
        SortedMap<AlertKind, Long> counts = new TreeMap<>(Comparator.comparing(AlertKind::label));
        String status = query.statusLabel();
        String kind = query.kindLabel();
        session.query(
                        """
                        SELECT kind, count(*) FROM alert
                         WHERE site = ? AND (? = '' OR status = ?) AND (? = '' OR kind = ?) AND opened_at >= ? AND opened_at < ? GROUP BY kind
                        """,
                        row -> Map.entry(AlertRows.kind(row.getString(1)), row.getLong(2)),
                        site,
                        status,
                        status,
                        kind,
                        kind,
                        query.earliest(),
                        query.beforeText())
                .forEach(count -> counts.put(count.getKey(), count.getValue()));
        return counts;
    }

    public Optional<AlertEntry> find(long id) {
        return session.query(ALERTS + " WHERE a.site = ? AND a.id = ?", AlertRows::entry, site, id).stream()
                .findFirst();
    }

    /** Returns the other alerts of the same status that have the same cause; empty when there is no such alert. */
    public List<Long> alike(long id) {
        return find(id).map(one ->
                        list(AlertQuery.all().status(one.status()).kind(one.isAboutData() ? one.kind() : null)).stream()
                                .filter(other -> other.id() != id
                                        && AlertCase.cause(other).equals(AlertCase.cause(one)))
                                .map(AlertEntry::id)
                                .toList())
                .orElse(List.of());
    }

    /**
     * Carries out what a person decided and writes it into the audit with its note, in one transaction; false when there is no such alert.
     *
     * @throws IllegalArgumentException if the alert is not in a state for it, or nobody or the agent itself decides
     */
    public boolean decide(long id, Decision decision) {
        if (decision.by().isBlank()) {
            throw new IllegalArgumentException("say who decides");
        }
        if (decision.by().equals(AGENT)) {
            throw new IllegalArgumentException("\"" + AGENT + "\" is how the program names itself; say who decides");
        }
        return session.inTransaction(() -> {
            Optional<AlertStatus> status = session
                    .queryInTransaction(
                            "SELECT status FROM alert WHERE site = ? AND id = ?",
                            row -> AlertRows.status(row.getString(1)),
                            site,
                            id)
                    .stream()
                    .findFirst();
            if (status.isPresent()) {
                decision.act().refuseFrom(status.get(), id, decision.isAgain());
                update(id, decision);
            }
            return status.isPresent();
        });
    }

    /** An alert that is open again has no decision; the audit keeps the earlier ones. */
    private void update(long id, Decision decision) throws SQLException {
        boolean opens = decision.act() == Act.REOPEN;
        session.run(
                """
                UPDATE alert SET status = ?, acknowledged_by = ?, acknowledged_at = ?, reason = ?, note = ?, closed_by = ?, is_untold = 0
                 WHERE site = ? AND id = ?
                """,
                decision.act().leadsTo.label(),
                opens ? null : decision.by(),
                opens ? null : clock.instant().toString(),
                opens ? null : decision.reason(),
                opens ? null : decision.note().orElse(null),
                decision.act() == Act.CLOSE ? decision.by() : null,
                site,
                id);
        audit(
                decision.by(),
                decision.act(),
                id,
                decision.reason() + decision.note().map(text -> ": " + text).orElse(""));
    }

    /** Returns the acts on an alert, oldest first. */
    public List<AuditEntry> history(long id) {
        return session.auditEntries(site).stream()
                .filter(entry -> entry.alertId().filter(of -> of == id).isPresent())
                .toList();
    }

    private void audit(String who, Act act, long id, String why) throws SQLException {
        session.audit(site)
                .append(new AuditAct(clock.instant(), who, act.audited, "alert " + id + " " + why).about(id));
    }

    /** Returns the alerts that the newest reading of each study gave, in its order, whatever people decided about them. */
    public static Map<StudyInstanceUid, List<Alert>> ofExams(Query store, String site, List<StudyInstanceUid> studies)
            throws SQLException {
        Map<StudyInstanceUid, List<Alert>> alerts = new HashMap<>();
        store.query(
                "SELECT study_uid, kind, alert_key, category, quantity, value, drl, ratio, drl_set, text, problems, marks, exam_severity AS severity"
                        + " FROM alert WHERE site = ? AND study_uid IN (" + Chunks.PLACEHOLDERS
                        + ") AND exam_position IS NOT NULL ORDER BY exam_position",
                row -> alerts.computeIfAbsent(new StudyInstanceUid(row.getString(1)), study -> new ArrayList<>())
                        .add(AlertRows.alert(row)),
                Chunks.values(
                        site, studies.stream().map(StudyInstanceUid::value).toList()));
        return alerts;
    }

    /** Makes the alerts of an exam those that its newest reading gives: new ones open, those whose condition no longer holds close. */
    public void ofExam(StudyInstanceUid study, List<Alert> drafts) throws SQLException {
        session.run(
                "UPDATE alert SET exam_position = NULL WHERE site = ? AND study_uid = ? AND exam_position IS NOT NULL",
                site,
                study.value());
        for (int i = 0; i < drafts.size(); i++) {
            write(new About(study.value(), null), drafts.get(i));
            session.run(
                    "UPDATE alert SET exam_position = ?, exam_severity = ? WHERE site = ? AND study_uid = ? AND alert_key = ?",
                    i,
                    drafts.get(i).severity(),
                    site,
                    study.value(),
                    drafts.get(i).key());
        }
        Set<String> keys = keys(drafts);
        // The joined text keeps SQLite from reading every open alert of the site.
        closeOthers(
                keys,
                session.queryInTransaction(
                        "SELECT id, alert_key FROM alert WHERE site = ? AND study_uid = ? AND status || '' = 'open' AND kind <> 'group-rule'",
                        AlertStore::keyed,
                        site,
                        study.value()));
    }

    /**
     * Makes the alerts about scanners those that the newest comparison gives: an alert whose condition no longer holds closes, also an acknowledged one,
     * and opens again when the condition holds again.
     *
     * @param byDevice drafts by scanner; the keys of the drafts are distinct over all scanners
     * @param keyPrefix only alerts whose key begins so are touched
     */
    public void ofScanners(Map<DeviceKey, List<Alert>> byDevice, String keyPrefix) {
        replace(keyPrefix, () -> {
            Set<String> keys = new HashSet<>();
            for (var entry : byDevice.entrySet()) {
                keys.addAll(writeAll(entry.getKey().label(), entry.getValue()));
            }
            return keys;
        });
    }

    /** Makes the alerts about the repository those that the newest delivery gives, as {@link #ofScanners} does for scanners. */
    public void ofRepository(List<Alert> drafts, String keyPrefix) {
        replace(keyPrefix, () -> writeAll(REPOSITORY, drafts));
    }

    /** Writes drafts and returns their keys. */
    private interface Drafts {
        Set<String> write() throws SQLException;
    }

    private void replace(String keyPrefix, Drafts drafts) {
        session.inTransaction(() -> closeOthers(
                drafts.write(),
                session.queryInTransaction(
                        "SELECT id, alert_key FROM alert WHERE site = ? AND study_uid = '' AND substr(alert_key, 1, length(?)) = ? AND closed_by IS DISTINCT FROM ? AND kind <> 'group-rule'",
                        AlertStore::keyed,
                        site,
                        keyPrefix,
                        keyPrefix,
                        AGENT)));
    }

    private Set<String> writeAll(String device, List<Alert> drafts) throws SQLException {
        for (Alert draft : drafts) {
            write(new About(NO_STUDY, device), draft);
        }
        return keys(drafts);
    }

    /** Returns the keys of the alerts about scanners that begin so and are open or acknowledged. */
    public Set<String> heldKeys(String keyPrefix) {
        return Set.copyOf(session.query("""
                SELECT alert_key FROM alert
                 WHERE site = ? AND study_uid = '' AND substr(alert_key, 1, length(?)) = ? AND status <> 'closed'
                """, row -> row.getString(1), site, keyPrefix, keyPrefix));
    }

    /** Returns the keys of all alerts about scanners that begin so, oldest first. */
    public List<String> keys(String keyPrefix) {
        return session.query(
                "SELECT alert_key FROM alert WHERE site = ? AND study_uid = '' AND substr(alert_key, 1, length(?)) = ? ORDER BY id",
                row -> row.getString(1),
                site,
                keyPrefix,
                keyPrefix);
    }

    /**
     * Opens an alert about one exam that a review of its scanner found, once. Neither a later review nor another reading of the exam closes
     * it.
     */
    public void ofReview(StudyInstanceUid study, DeviceKey device, Alert alert) {
        session.inTransaction(() -> write(new About(study.value(), device.label()), alert));
    }

    private static Set<String> keys(List<Alert> drafts) {
        return drafts.stream().map(Alert::key).collect(Collectors.toSet());
    }

    private static Map.Entry<Long, String> keyed(ResultSet row) throws SQLException {
        return Map.entry(row.getLong(1), row.getString(2));
    }

    private void closeOthers(Set<String> keys, List<Map.Entry<Long, String>> alerts) throws SQLException {
        for (var alert : alerts) {
            if (!keys.contains(alert.getValue())) {
                session.run(
                        "UPDATE alert SET status = 'closed', closed_by = ?, is_untold = 0 WHERE site = ? AND id = ?",
                        AGENT,
                        site,
                        alert.getKey());
                audit(AGENT, Act.CLOSE, alert.getKey(), "the condition no longer holds");
            }
        }
    }

    /** Opens an alert once; later readings change its numbers, and open it again where the condition holds again, an exam's dose changed, or it became worse
     * than it ever was: a decision was about what was known then. */
    private void write(About about, Alert draft) throws SQLException {
        Optional<Kept> kept = session
                .queryInTransaction(
                        "SELECT id, status, closed_by, value, drl, severity FROM alert WHERE site = ? AND study_uid = ? AND alert_key = ?",
                        Kept::of,
                        site,
                        about.study(),
                        draft.key())
                .stream()
                .findFirst();
        if (kept.isEmpty()) {
            insert(about, draft);
        } else {
            renew(kept.get(), about.study().equals(NO_STUDY), draft);
        }
    }

    private void insert(About about, Alert draft) throws SQLException {
        session.run(
                """
                INSERT INTO alert (site, study_uid, alert_key, kind, status, opened_at, category, quantity, value, drl, ratio, drl_set, text, problems, marks,
                                   device, severity, is_untold)
                VALUES (?, ?, ?, ?, 'open', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1)
                """,
                site,
                about.study(),
                draft.key(),
                draft.kind().label(),
                clock.instant().toString(),
                draft.category().orElse(null),
                draft.quantity().map(Enum::name).orElse(null),
                Rows.decimal(draft.value().orElse(null)),
                Rows.decimal(draft.drl().orElse(null)),
                Rows.decimal(draft.ratio().orElse(null)),
                draft.drlSet().orElse(null),
                draft.text(),
                AlertRows.problems(draft),
                AlertRows.marks(draft.words()),
                about.device(),
                draft.severity());
    }

    private void renew(Kept kept, boolean isAboutScanner, Alert draft) throws SQLException {
        boolean isWorse = kept.severity() > 0 && draft.severity() > kept.severity();
        // The numbers of a group move with each exam, and an occurrence stays what it was; those of one exam change
        // only when its reports do.
        boolean isOfOneExam = !isAboutScanner && draft.kind() != AlertKind.GROUP_RULE;
        boolean isChanged = isOfOneExam && !kept.hasFiguresOf(draft);
        boolean isBack = AGENT.equals(kept.closedBy());
        boolean opens = isBack || (kept.status() != AlertStatus.OPEN && (isChanged || isWorse));
        boolean isNews = isWorse || (opens && (isChanged || isAboutScanner));
        session.run(
                """
                UPDATE alert SET kind = ?, status = CASE WHEN ? THEN 'open' ELSE status END,
                  closed_by = CASE WHEN ? THEN NULL ELSE closed_by END, opening = opening + ?,
                  is_untold = CASE WHEN ? THEN 1 ELSE is_untold END,
                  category = ?, quantity = ?, value = ?, drl = ?, ratio = ?, drl_set = ?, text = ?, problems = ?, marks = ?,
                  severity = CASE WHEN severity >= ? THEN severity ELSE ? END
                 WHERE site = ? AND id = ?
                """,
                draft.kind().label(),
                opens,
                opens,
                isNews ? 1 : 0,
                opens || isWorse,
                draft.category().orElse(null),
                draft.quantity().map(Enum::name).orElse(null),
                Rows.decimal(draft.value().orElse(null)),
                Rows.decimal(draft.drl().orElse(null)),
                Rows.decimal(draft.ratio().orElse(null)),
                draft.drlSet().orElse(null),
                draft.text(),
                AlertRows.problems(draft),
                AlertRows.marks(draft.words()),
                draft.severity(),
                draft.severity(),
                site,
                kept.id());
        if (opens) {
            session.run(
                    "UPDATE alert SET acknowledged_by = NULL, acknowledged_at = NULL, reason = NULL, note = NULL WHERE site = ? AND id = ?",
                    site,
                    kept.id());
            String why =
                    isBack ? "the condition holds again" : isWorse ? "it is worse" : "the dose or its level changed";
            audit(AGENT, Act.REOPEN, kept.id(), why);
        }
    }
}
