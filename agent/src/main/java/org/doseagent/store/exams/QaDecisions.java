package org.doseagent.store.exams;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.doseagent.dose.identity.StudyInstanceUid;
import org.doseagent.store.alerts.AuditAct;
import org.doseagent.store.sql.Session;

/** The decisions about phantoms and patients, in a table of their own, so that reprocessing an exam keeps them. Thread-safe. */
public final class QaDecisions {

    private final Session session;
    private final String site;
    private final Clock clock;

    QaDecisions(Session session, String site, Clock clock) {
        this.session = session;
        this.site = site;
        this.clock = clock;
    }

    /** Returns the decision about an exam; empty where nobody has decided. */
    public Optional<QaDecision> of(StudyInstanceUid study) {
        return session
                .query(
                        "SELECT study_uid, is_qa, decided_by, decided_at, note FROM qa_decision WHERE site = ? AND study_uid = ?",
                        QaDecisions::decision,
                        site,
                        study.value())
                .stream()
                .findFirst();
    }

    /** Returns all decisions, the newest first. */
    public List<QaDecision> all() {
        return session.query("""
                SELECT study_uid, is_qa, decided_by, decided_at, note FROM qa_decision
                 WHERE site = ? ORDER BY decided_at DESC, study_uid
                """, QaDecisions::decision, site);
    }

    private static QaDecision decision(ResultSet row) throws SQLException {
        return new QaDecision(
                new StudyInstanceUid(row.getString(1)),
                new QaChoice(row.getInt(2) == 1, row.getString(3), Optional.ofNullable(row.getString(5))),
                Instant.parse(row.getString(4)));
    }

    /** Stores a choice as the decision about an exam, in place of an earlier one, and writes it into the audit. Returns the decision. */
    public QaDecision decide(StudyInstanceUid study, QaChoice choice) {
        QaDecision decision = new QaDecision(study, choice, clock.instant());
        session.inTransaction(() -> {
            session.run(
                    """
                    INSERT INTO qa_decision (site, study_uid, is_qa, decided_by, decided_at, note) VALUES (?, ?, ?, ?, ?, ?)
                    ON CONFLICT (site, study_uid) DO UPDATE SET is_qa = excluded.is_qa, decided_by = excluded.decided_by,
                      decided_at = excluded.decided_at, note = excluded.note
                    """,
                    site,
                    study.value(),
                    choice.isQa() ? 1 : 0,
                    choice.by(),
                    decision.at().toString(),
                    choice.note().orElse(null));
            session.audit(site)
                    .append(new AuditAct(
                            decision.at(),
                            choice.by(),
                            choice.isQa() ? AuditAct.Kind.QA_CONFIRMED : AuditAct.Kind.QA_FREED,
                            "study " + study.value()));
        });
        return decision;
    }
}
