package org.doseagent.store.repository;

import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.doseagent.aggregate.benchmark.Benchmark;
import org.doseagent.aggregate.benchmark.FacilityMedian;
import org.doseagent.store.sql.Session;

/** {@code repository.db}. Each method that changes something returns after its commit. Thread-safe; other processes may use the same file. */
public final class RepositoryStore implements AutoCloseable {

    private static final Session.Schema SCHEMA = new Session.Schema("repository", 1);

    private final Session session;
    private final GroupCommit commits;
    private final FacilityTable facilities;
    private final SubmissionTable submissions;
    private final FigureTable figures;
    private final EditionTable editions;
    private final RepositoryTransaction transaction;

    /** Opens the store in a folder; the file is made by the first change. */
    public RepositoryStore(Path folder) {
        session = new Session(folder, SCHEMA);
        commits = new GroupCommit(session);
        facilities = new FacilityTable(session);
        submissions = new SubmissionTable(session);
        figures = new FigureTable(session);
        editions = new EditionTable(session);
        transaction =
                new RepositoryTransaction(session, new RepositoryTransaction.Tables(facilities, submissions, figures));
    }

    /** Makes the store, or brings its schema up to date. */
    public void prepareToWrite() {
        session.prepareToWrite();
    }

    /** Decides and changes in one transaction. */
    public interface Decision<T> {
        T decide(RepositoryTransaction store);
    }

    /** Runs a decision and returns its result after the commit; waiting decisions of other threads share the transaction. */
    public <T> T commit(Decision<T> decision) {
        return commits.commit(() -> decision.decide(transaction));
    }

    /** Issues a one-time token. */
    public void issue(Token token) {
        commits.commit(() -> {
            facilities.addToken(token);
            return true;
        });
    }

    /** Returns all facilities, in the order of their enrolment. */
    public List<Facility> facilities() {
        return facilities.all();
    }

    /** Returns a facility by its pseudonym. */
    public Optional<Facility> facility(String pseudonym) {
        return session.read(store -> facilities.find(store, pseudonym));
    }

    public long submissions() {
        return submissions.count();
    }

    /** Returns the stored bytes of a release. */
    public Optional<byte[]> bytes(String submissionId) {
        return session.read(store -> submissions.bytes(store, submissionId));
    }

    /** Returns how many releases each facility has, by its number. */
    public Map<Long, Long> submissionsByFacility() {
        Map<Long, Long> counts = new HashMap<>();
        session.query(
                        "SELECT facility, count(*) FROM submission GROUP BY facility",
                        row -> Map.entry(row.getLong(1), row.getLong(2)))
                .forEach(entry -> counts.put(entry.getKey(), entry.getValue()));
        return counts;
    }

    /** Returns the newest incidents. */
    public List<Incident> incidents(int limit) {
        return session.query(
                "SELECT at, facility, kind, detail FROM incident ORDER BY number DESC LIMIT ?",
                row -> new Incident(
                        Instant.parse(row.getString(1)), row.getLong(2), row.getString(3), row.getString(4)),
                limit);
    }

    /** Returns the id of the first release that breaks the hash chain; empty when the chain is whole. */
    public Optional<String> firstBroken() {
        return submissions.firstBroken();
    }

    /** Returns facility-years whose medians must be computed again. */
    public List<DueYear> due(int limit) {
        return figures.due(limit);
    }

    /** Returns the bytes of the valid releases of a facility-year, of each period the highest sequence; none of a withdrawn facility. */
    public List<byte[]> current(DueYear of) {
        return session.read(store -> {
            boolean isWithdrawn = store.query(
                                    "SELECT 1 FROM facility WHERE number = ? AND withdrawn_at IS NOT NULL",
                                    row -> row.getInt(1),
                                    of.facility())
                            .size()
                    == 1;
            Map<Submission.Period, SubmissionHead> newest = new HashMap<>();
            if (!isWithdrawn) {
                Submission.Period year =
                        new Submission.Period(LocalDate.of(of.year(), 1, 1), LocalDate.of(of.year(), 12, 31));
                submissions.within(store, of.facility(), year).forEach(head -> newest.put(head.period(), head));
            }
            List<byte[]> contents = new ArrayList<>();
            for (SubmissionHead head : newest.values()) {
                contents.add(submissions.content(store, head.number()));
            }
            return contents;
        });
    }

    /** Replaces the medians of facility-years and marks them as computed, in one transaction. */
    public void settle(Map<DueYear, Map<Benchmark.Key, FacilityMedian>> computed, long run) {
        commits.commit(() -> {
            for (Map.Entry<DueYear, Map<Benchmark.Key, FacilityMedian>> each : computed.entrySet()) {
                figures.replace(each.getKey(), each.getValue(), run);
                figures.settle(each.getKey());
                figures.markChanged(each.getKey().year(), run);
            }
            return true;
        });
    }

    /** Returns the years that have medians, newest first. */
    public List<Integer> years() {
        return figures.years();
    }

    /** Returns whether a median of the year was computed again after an edition. */
    public boolean isChangedAfter(long edition, int year) {
        return figures.isChangedAfter(edition, year);
    }

    /** Returns the keys that a year has medians of, by their number. */
    public Map<Long, Benchmark.Key> keys(int year) {
        return figures.keys(year);
    }

    public List<CountedMedian> medians(int year, long key) {
        return figures.medians(year, key);
    }

    /** Returns the last day of the newest period of a year that counts. */
    public Optional<LocalDate> end(int year) {
        return session.read(store -> figures.end(store, year));
    }

    /** Returns the figures of a year as they were published last, by country; the empty text is all countries. */
    public Map<String, Map<Benchmark.Key, PublishedFigure>> published(int year) {
        Map<String, Map<Benchmark.Key, PublishedFigure>> all = new TreeMap<>();
        for (String country : figures.countries(year)) {
            all.put(country, figures.published(year, country));
        }
        return all;
    }

    /** Returns the number of the newest edition; 0 before the first. */
    public long edition() {
        return editions.latest();
    }

    public Optional<Instant> publishedAt() {
        return editions.publishedAt();
    }

    /** Returns a document of an edition. */
    public Optional<byte[]> document(long edition, String name) {
        return editions.document(edition, name);
    }

    /**
     * What an edition publishes.
     *
     * @param figures by year and country; the empty text is all countries
     */
    public record Edition(
            long number,
            Instant at,
            Map<String, byte[]> documents,
            Map<Integer, Map<String, List<PublishedFigure>>> figures) {}

    /** Publishes an edition, whole or not at all. */
    public void publish(Edition edition) {
        commits.commit(() -> {
            editions.add(edition.number(), edition.at(), edition.documents());
            for (Map.Entry<Integer, Map<String, List<PublishedFigure>>> year :
                    edition.figures().entrySet()) {
                figures.removePublished(year.getKey());
                for (Map.Entry<String, List<PublishedFigure>> country :
                        year.getValue().entrySet()) {
                    for (PublishedFigure each : country.getValue()) {
                        figures.publish(year.getKey(), country.getKey(), each);
                    }
                }
            }
            return true;
        });
    }

    @Override
    public void close() {
        session.close();
    }
}
