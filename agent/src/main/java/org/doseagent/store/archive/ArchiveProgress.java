package org.doseagent.store.archive;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.doseagent.dose.identity.AeTitle;
import org.doseagent.dose.identity.StudyInstanceUid;
import org.doseagent.store.sql.Session;

/**
 * The progress of fetching the history of one PACS. Each call is one transaction, so that a run that ends at any moment goes on where it was.
 * Thread-safe.
 */
public final class ArchiveProgress {

    private static final String DONE = "done";
    private static final String FAILED = "failed";

    private final Session session;
    private final String site;
    private final Clock clock;
    private final String archive;

    /** A study that could not be fetched, and why. */
    public record Failure(StudyInstanceUid study, String reason) {}

    /** The progress of one PACS of a site. */
    public ArchiveProgress(Session session, String site, Clock clock, AeTitle archive) {
        this.session = session;
        this.site = site;
        this.clock = clock;
        this.archive = archive.value();
    }

    /** Returns whether a day was listed completely since {@code since}; then it need not be listed again. */
    public boolean isListed(LocalDate day, Instant since) {
        return !session.query(
                        "SELECT 1 FROM archive_day WHERE site = ? AND archive = ? AND day = ? AND is_complete = 1 AND listed_at >= ?",
                        row -> row.getInt(1),
                        site,
                        archive,
                        day.toString(),
                        since.toString())
                .isEmpty();
    }

    /**
     * Stores the studies of a day and that it was listed. A study that is done since {@code since} stays done; any other is open again.
     */
    public void listed(LocalDate day, Collection<StudyInstanceUid> studies, boolean isComplete, Instant since) {
        String now = clock.instant().toString();
        session.inTransaction(() -> {
            for (StudyInstanceUid study : studies) {
                session.run("""
                        INSERT INTO archive_study (site, archive, study_uid, day, state, reports, undecided, reason, changed_at)
                        VALUES (?, ?, ?, ?, 'open', 0, 0, NULL, ?)
                        ON CONFLICT (site, archive, study_uid) DO UPDATE SET day = excluded.day, state = 'open', reason = NULL,
                          changed_at = excluded.changed_at
                         WHERE archive_study.state <> 'done' OR archive_study.changed_at < ?
                        """, site, archive, study.value(), day.toString(), now, since.toString());
            }
            session.run("""
                    INSERT INTO archive_day (site, archive, day, listed_at, is_complete) VALUES (?, ?, ?, ?, ?)
                    ON CONFLICT (site, archive, day) DO UPDATE SET listed_at = excluded.listed_at, is_complete = excluded.is_complete
                    """, site, archive, day.toString(), now, isComplete ? 1 : 0);
        });
    }

    /** Opens the failed studies of a period again. */
    public void retryFailed(LocalDate from, LocalDate to) {
        session.inTransaction(() -> session.run(
                "UPDATE archive_study SET state = 'open', reason = NULL WHERE site = ? AND archive = ? AND state = 'failed'"
                        + " AND day BETWEEN ? AND ?",
                site,
                archive,
                from.toString(),
                to.toString()));
    }

    /** Returns open studies of a period, the oldest first. */
    public List<ListedStudy> open(LocalDate from, LocalDate to, int limit) {
        return session.query(
                """
                SELECT study_uid, day FROM archive_study
                 WHERE site = ? AND archive = ? AND state = 'open' AND day BETWEEN ? AND ?
                 ORDER BY day, study_uid LIMIT ?
                """,
                row -> new ListedStudy(new StudyInstanceUid(row.getString(1)), LocalDate.parse(row.getString(2))),
                site,
                archive,
                from.toString(),
                to.toString(),
                limit);
    }

    /** Stores what came of studies. */
    public void finished(Collection<StudyResult> results) {
        String now = clock.instant().toString();
        session.inTransaction(() -> {
            for (StudyResult result : results) {
                session.run(
                        """
                        UPDATE archive_study SET state = ?, reports = ?, undecided = ?, reason = ?, changed_at = ?
                         WHERE site = ? AND archive = ? AND study_uid = ?
                        """,
                        result.failure().isPresent() ? FAILED : DONE,
                        result.reports(),
                        result.undecided(),
                        result.failure().orElse(null),
                        now,
                        site,
                        archive,
                        result.study().value());
            }
        });
    }

    /** Returns the counts of a period. */
    public ArchiveCounts counts(LocalDate from, LocalDate to) {
        return session.query(
                        """
                        SELECT coalesce(sum(CASE WHEN state = 'open' THEN 1 END), 0), coalesce(sum(CASE WHEN state = 'done' THEN 1 END), 0),
                               coalesce(sum(CASE WHEN state = 'failed' THEN 1 END), 0),
                               coalesce(sum(CASE WHEN state = 'done' AND reports > 0 THEN 1 END), 0),
                               coalesce(sum(CASE WHEN state = 'done' THEN reports END), 0), coalesce(sum(undecided), 0)
                          FROM archive_study WHERE site = ? AND archive = ? AND day BETWEEN ? AND ?
                        """,
                        row -> new ArchiveCounts(
                                row.getLong(1),
                                row.getLong(2),
                                row.getLong(3),
                                row.getLong(4),
                                row.getLong(5),
                                row.getLong(6)),
                        site,
                        archive,
                        from.toString(),
                        to.toString())
                .get(0);
    }

    /** Returns days of a period of which the PACS did not list every study. */
    public List<LocalDate> incompleteDays(LocalDate from, LocalDate to) {
        return session.query(
                "SELECT day FROM archive_day WHERE site = ? AND archive = ? AND is_complete = 0 AND day BETWEEN ? AND ? ORDER BY day",
                row -> LocalDate.parse(row.getString(1)),
                site,
                archive,
                from.toString(),
                to.toString());
    }

    /** Returns failed studies of a period. */
    public List<Failure> failures(LocalDate from, LocalDate to, int limit) {
        return session.query(
                """
                SELECT study_uid, reason FROM archive_study
                 WHERE site = ? AND archive = ? AND state = 'failed' AND day BETWEEN ? AND ? ORDER BY day, study_uid LIMIT ?
                """,
                row -> new Failure(
                        new StudyInstanceUid(row.getString(1)),
                        Optional.ofNullable(row.getString(2)).orElse("")),
                site,
                archive,
                from.toString(),
                to.toString(),
                limit);
    }
}
