package org.doseagent.store.repository;

import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.doseagent.store.sql.Database;
import org.doseagent.store.sql.Query;
import org.doseagent.store.sql.Rows;
import org.doseagent.store.sql.Session;
import org.jspecify.annotations.Nullable;

/** What a decision reads and changes; valid within {@link RepositoryStore#commit} only. Every method throws {@link org.doseagent.store.StoreException}. */
public final class RepositoryTransaction {

    private final Session session;
    private final FacilityTable facilities;
    private final SubmissionTable submissions;
    private final FigureTable figures;

    record Tables(FacilityTable facilities, SubmissionTable submissions, FigureTable figures) {}

    private final Query reading = new Query() {
        @Override
        public <T> List<T> query(String sql, Rows.Reader<T> reader, @Nullable Object... values) throws SQLException {
            return session.queryInTransaction(sql, reader, values);
        }
    };

    RepositoryTransaction(Session session, Tables tables) {
        this.session = session;
        this.facilities = tables.facilities();
        this.submissions = tables.submissions();
        this.figures = tables.figures();
    }

    private static <T> T sql(Session.Result<T> work) {
        try {
            return work.get();
        } catch (SQLException e) {
            throw Database.failure("repository.db cannot be used", e);
        }
    }

    private static void change(Session.Work work) {
        sql(() -> {
            work.run();
            return true;
        });
    }

    public Optional<Facility> facility(String pseudonym) {
        return sql(() -> facilities.find(reading, pseudonym));
    }

    /** Returns the number of the facility that a key is or was of. */
    public Optional<Long> facilityOfKey(String publicKey) {
        return sql(() -> facilities.ofKey(reading, publicKey));
    }

    public int facilities() {
        return sql(() -> facilities.count(reading));
    }

    /** Adds a facility with its first key. */
    public void enrol(Facility.Identity identity, String publicKey, Instant at) {
        change(() -> {
            long number = facilities.count(reading) + 1L;
            facilities.add(new Facility(number, identity, new Facility.Key(publicKey, 1), at, Optional.empty()));
        });
    }

    /** Gives a facility its next key. */
    public void changeKey(Facility facility, String publicKey, Instant at) {
        change(() -> {
            Facility.Key next = new Facility.Key(publicKey, facility.key().number() + 1);
            facilities.changeKey(facility.number(), next, at, "rotated");
        });
    }

    /** Takes a facility out: its releases stay stored and no longer count. */
    public void withdraw(Facility facility, Instant at) {
        change(() -> {
            facilities.withdraw(facility.number(), at);
            figures.markAllDue(facility.number());
        });
    }

    public Optional<Token> token(String hash) {
        return sql(() -> facilities.findToken(reading, hash));
    }

    /** Marks a token as used; returns false when it was used before. */
    public boolean useToken(String hash, Instant at) {
        return sql(() -> facilities.useToken(hash, at));
    }

    public Optional<byte[]> bytes(String submissionId) {
        return sql(() -> submissions.bytes(reading, submissionId));
    }

    /** Returns the releases of a facility whose period overlaps a span of days, oldest period and sequence first. */
    public List<SubmissionHead> within(Facility facility, Submission.Period span) {
        return sql(() -> submissions.within(reading, facility.number(), span));
    }

    public byte[] content(SubmissionHead head) {
        return sql(() -> submissions.content(reading, head.number()));
    }

    /** Counts a release of a facility on a day; returns how many it has now. */
    public int countOfDay(Facility facility, LocalDate day) {
        return sql(() -> submissions.countOfDay(facility.number(), day));
    }

    /** Adds a release to the end of the chain and marks its year for the next computation. */
    public void add(Facility facility, Submission submission, Instant at) {
        change(() -> {
            submissions.add(facility.number(), submission, at);
            figures.markDue(facility.number(), submission.period().start().getYear());
        });
    }

    /** Records an incident; returns false when the day already has {@code maxPerDay} of them. */
    public boolean note(Incident incident, int maxPerDay) {
        return sql(() -> {
            String day = incident.at().toString().substring(0, 10);
            int today = reading.query("SELECT count(*) FROM incident WHERE at >= ?", row -> row.getInt(1), day)
                    .get(0);
            if (today >= maxPerDay) {
                return false;
            }
            session.run("""
                INSERT INTO incident (number, at, facility, kind, detail)
                VALUES ((SELECT coalesce(max(number), 0) + 1 FROM incident), ?, ?, ?, ?)
                """, incident.at().toString(), incident.facility(), incident.kind(), incident.detail());
            return true;
        });
    }
}
