package org.doseagent.store.repository;

import java.io.ByteArrayOutputStream;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;
import org.doseagent.dose.identity.Sha256;
import org.doseagent.store.HashChain;
import org.doseagent.store.StoreException;
import org.doseagent.store.sql.Query;
import org.doseagent.store.sql.Session;

/** The releases, byte for byte, in a hash chain. Methods that change rows are called in a transaction. */
final class SubmissionTable {

    private static final String HEAD =
            "SELECT number, submission_id, period_start, period_end, sequence, supersedes FROM submission";

    private static final int BUFFER = 8192;

    /** Rows of the chain that are read at once. */
    private static final int PAGE = 5000;

    private static final int HASHED_COLUMNS = 8;

    private final Session session;

    /** A row as the chain covers it. */
    private record Link(List<String> hashedFields, String previousHash, String hash) implements HashChain.Link {}

    SubmissionTable(Session session) {
        this.session = session;
    }

    Optional<byte[]> bytes(Query in, String submissionId) throws SQLException {
        return in
                .query(
                        "SELECT content FROM submission WHERE submission_id = ?",
                        row -> inflate(row.getBytes(1)),
                        submissionId)
                .stream()
                .findFirst();
    }

    /** Returns the releases of a facility whose period overlaps a span of days, oldest period and sequence first. */
    List<SubmissionHead> within(Query in, long facility, Submission.Period span) throws SQLException {
        return in.query(
                HEAD
                        + " WHERE facility = ? AND period_start <= ? AND period_end >= ? ORDER BY period_start, period_end, sequence",
                SubmissionTable::head,
                facility,
                span.end().toString(),
                span.start().toString());
    }

    byte[] content(Query in, long number) throws SQLException {
        return in.query("SELECT content FROM submission WHERE number = ?", row -> inflate(row.getBytes(1)), number)
                .get(0);
    }

    void add(long facility, Submission submission, Instant at) throws SQLException {
        Optional<Link> last = session
                .queryInTransaction(
                        "SELECT hash FROM submission ORDER BY number DESC LIMIT 1",
                        row -> new Link(List.of(), "", row.getString(1)))
                .stream()
                .findFirst();
        String previous = last.map(Link::hash).orElse(HashChain.FIRST);
        String sha256 = Sha256.hex(submission.bytes());
        String start = submission.period().start().toString();
        String end = submission.period().end().toString();
        String supersedes = submission.supersedes().orElse("");
        String hash = HashChain.hashOf(
                previous,
                List.of(
                        submission.submissionId(),
                        Long.toString(facility),
                        start,
                        end,
                        Integer.toString(submission.sequence()),
                        supersedes,
                        at.toString(),
                        sha256));
        session.run(
                """
                INSERT INTO submission (number, submission_id, facility, period_start, period_end, sequence, supersedes, received_at, sha256, content, previous_hash, hash)
                VALUES ((SELECT coalesce(max(number), 0) + 1 FROM submission), ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
                submission.submissionId(),
                facility,
                start,
                end,
                submission.sequence(),
                supersedes,
                at.toString(),
                sha256,
                deflate(submission.bytes()),
                previous,
                hash);
    }

    /** Counts a release of a facility on a day; returns how many it has now. */
    int countOfDay(long facility, LocalDate day) throws SQLException {
        session.run(
                "INSERT INTO day_count (facility, day, submissions) VALUES (?, ?, 1) ON CONFLICT (facility, day) DO UPDATE SET submissions = day_count.submissions + 1",
                facility,
                day.toString());
        return session.queryInTransaction(
                        "SELECT submissions FROM day_count WHERE facility = ? AND day = ?",
                        row -> row.getInt(1),
                        facility,
                        day.toString())
                .get(0);
    }

    long count() {
        return session.query("SELECT count(*) FROM submission", row -> row.getLong(1))
                .get(0);
    }

    /** Returns the id of the first release that breaks the hash chain; empty when the chain is whole. */
    Optional<String> firstBroken() {
        String previous = HashChain.FIRST;
        long number = 0;
        while (true) {
            List<Link> links = session.query("""
                    SELECT submission_id, facility, period_start, period_end, sequence, supersedes, received_at, sha256, previous_hash, hash
                      FROM submission WHERE number > ? ORDER BY number LIMIT ?
                    """, SubmissionTable::link, number, PAGE);
            Optional<HashChain.Break<Link>> broken = HashChain.firstBreak(links, previous);
            if (broken.isPresent() || links.isEmpty()) {
                return broken.map(found -> found.row().hashedFields().get(0));
            }
            previous = links.get(links.size() - 1).hash();
            number += links.size();
        }
    }

    private static Link link(ResultSet row) throws SQLException {
        List<String> fields = new ArrayList<>();
        for (int column = 1; column <= HASHED_COLUMNS; column++) {
            fields.add(row.getString(column));
        }
        return new Link(fields, row.getString(HASHED_COLUMNS + 1), row.getString(HASHED_COLUMNS + 2));
    }

    private static SubmissionHead head(ResultSet row) throws SQLException {
        return new SubmissionHead(
                row.getLong(1),
                row.getString(2),
                new Submission.Period(LocalDate.parse(row.getString(3)), LocalDate.parse(row.getString(4))),
                row.getInt(5),
                row.getString(6));
    }

    static byte[] deflate(byte[] bytes) {
        Deflater deflater = new Deflater(Deflater.BEST_SPEED);
        try {
            deflater.setInput(bytes);
            deflater.finish();
            ByteArrayOutputStream out = new ByteArrayOutputStream(bytes.length / 4 + 64);
            byte[] buffer = new byte[BUFFER];
            while (!deflater.finished()) {
                out.write(buffer, 0, deflater.deflate(buffer));
            }
            return out.toByteArray();
        } finally {
            deflater.end();
        }
    }

    /** Inflates what {@link #deflate} of this store wrote; its size was bounded on arrival. */
    static byte[] inflate(byte[] deflated) {
        Inflater inflater = new Inflater();
        try {
            inflater.setInput(deflated);
            ByteArrayOutputStream out = new ByteArrayOutputStream(deflated.length * 6);
            byte[] buffer = new byte[BUFFER];
            while (!inflater.finished()) {
                int some = inflater.inflate(buffer);
                if (some == 0 && inflater.needsInput()) {
                    throw new DataFormatException("cut short");
                }
                out.write(buffer, 0, some);
            }
            return out.toByteArray();
        } catch (DataFormatException e) {
            throw new StoreException("the bytes of a release in repository.db are damaged", e, false);
        } finally {
            inflater.end();
        }
    }
}
