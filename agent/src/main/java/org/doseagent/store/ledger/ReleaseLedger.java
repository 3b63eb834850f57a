package org.doseagent.store.ledger;

import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.doseagent.aggregate.cells.CalendarPeriod;
import org.doseagent.aggregate.cells.PartitionScheme;
import org.doseagent.aggregate.cells.PeriodScheme;
import org.doseagent.aggregate.control.Release;
import org.doseagent.aggregate.control.ReleasedCell;
import org.doseagent.aggregate.control.ReleasedDocument;
import org.doseagent.aggregate.control.Releaser;
import org.doseagent.aggregate.control.Signer;
import org.doseagent.store.alerts.AuditAct;
import org.doseagent.store.sql.Session;

/**
 * What was released, byte for byte and cell by cell, and the state of its delivery: ledger and outbox in one table. A period is released
 * once, and each correction of it once more under the next sequence. Thread-safe.
 */
public final class ReleaseLedger implements AutoCloseable {

    private static final String ALL =
            "SELECT period, sequence, submission_id, closed_at, json, state, attempts, next_attempt_at, note FROM release WHERE site = ?";

    private final String site;
    private final Clock clock;
    private final Session session;
    private final CellLedger cells;
    private final LedgerHead head;
    private final PartitionSchemes schemes;
    private final PeriodSchemes periods;
    private final ReleaseJournal journal;

    /** Opens the ledger in {@code doses.db} of the data directory. */
    public ReleaseLedger(Path dataDirectory, String site, Clock clock) {
        this(new Session(dataDirectory), dataDirectory, site, clock);
    }

    /** Uses a session, which it closes; the journal is in the data directory. */
    public ReleaseLedger(Session session, Path dataDirectory, String site, Clock clock) {
        this.site = site;
        this.clock = clock;
        this.session = session;
        this.cells = new CellLedger(session, site);
        this.head = new LedgerHead(session, site);
        this.schemes = new PartitionSchemes(session, site);
        this.periods = new PeriodSchemes(session, site);
        this.journal = new ReleaseJournal(dataDirectory);
    }

    /**
     * Adds a release and its cells to ledger and outbox in one transaction, with the partition of its year and a newly signed head; then
     * the release to the journal. Returns false if its period and sequence are there already.
     *
     * @param signature signs a text with the key of the site
     */
    public boolean add(Release release, PartitionScheme scheme, UnaryOperator<String> signature) {
        ReleasedDocument document = release.document();
        boolean[] isNew = new boolean[1];
        session.inTransaction(() -> {
            String now = clock.instant().toString();
            isNew[0] = session.run(
                            """
                    INSERT INTO release (site, period, sequence, submission_id, closed_at, json, state, attempts, next_attempt_at, rules)
                    VALUES (?, ?, ?, ?, ?, ?, 'pending', 0, ?, ?) ON CONFLICT DO NOTHING
                    """,
                            site,
                            document.period().toString(),
                            document.sequence(),
                            document.submissionId(),
                            now,
                            document.json(),
                            now,
                            Releaser.RULES)
                    == 1;
            if (isNew[0]) {
                cells.append(release);
                schemes.keep(document.period().year(), scheme);
                head.sign(signature);
                session.audit(site)
                        .append(new AuditAct(
                                clock.instant(),
                                "dose-agent",
                                document.sequence() == 1
                                        ? AuditAct.Kind.AGGREGATE_RELEASED
                                        : AuditAct.Kind.AGGREGATE_CORRECTED,
                                document.period() + " sequence " + document.sequence()));
            }
        });
        recordInJournal();
        return isNew[0];
    }

    /**
     * Adds to the journal what only the ledger has: the releases of an earlier program, or one after whose commit the program died. Leaves a
     * damaged journal as it is; nothing is released or delivered until it is put back.
     */
    public void openJournal() {
        if (journal.problem().isEmpty()) {
            recordInJournal();
        }
    }

    private void recordInJournal() {
        journal.append(entries(all()));
    }

    /** Returns the releases that may have left, as the journal beside {@code doses.db} has them. */
    public ReleaseJournal journal() {
        return journal;
    }

    /** Returns the entries of the journal that this ledger does not have: {@code doses.db} or {@code site.id} is another one. */
    public List<ReleaseJournal.Entry> onlyInJournal() {
        List<ReleaseJournal.Entry> own = entries(all());
        return journal.entries().stream()
                .filter(entry -> own.stream().noneMatch(entry::isSame))
                .toList();
    }

    private List<ReleaseJournal.Entry> entries(List<StoredRelease> releases) {
        List<ReleaseJournal.Entry> entries = new ArrayList<>();
        for (StoredRelease release : releases) {
            entries.add(0, ReleaseJournal.Entry.of(site, release));
        }
        return entries;
    }

    /** Returns the partition of a year; empty before the first release of the year. */
    public Optional<PartitionScheme> partition(int year) {
        return schemes.find(year);
    }

    /** Returns the lengths of the periods of a year; empty before they were chosen. */
    public Optional<PeriodScheme> periods(int year) {
        return periods.find(year);
    }

    /** Keeps the lengths of the periods of a year, unless they were chosen before. */
    public void choosePeriods(int year, PeriodScheme scheme) {
        session.inTransaction(() -> periods.keep(year, scheme));
    }

    /** Returns the {@link Releaser#RULES} under which a period was first released; empty when it was not. */
    public Optional<Integer> rules(CalendarPeriod period) {
        return session
                .query(
                        "SELECT rules FROM release WHERE site = ? AND period = ? ORDER BY sequence LIMIT 1",
                        row -> row.getInt(1),
                        site,
                        period.toString())
                .stream()
                .findFirst();
    }

    /** Returns why the head of the ledger does not fit the ledger and the key; empty when it does. */
    public Optional<String> headProblem(Signer.PublicKeyText key) {
        return head.problem(key);
    }

    /** Returns the cells of all releases of a period, oldest sequence first. */
    public List<ReleasedCell> cells(CalendarPeriod period) {
        return cells.cells(period);
    }

    /** Describes the first released cell that breaks the hash chain; empty when the chain is whole. */
    public Optional<String> firstBrokenCell() {
        return cells.firstBroken();
    }

    /** Returns all releases, newest period and sequence first. */
    public List<StoredRelease> all() {
        return session.query(ALL + " ORDER BY period DESC, sequence DESC", ReleaseLedger::release, site);
    }

    /** Returns the newest release of a period. */
    public Optional<StoredRelease> find(CalendarPeriod period) {
        return ofPeriod(period).stream().findFirst();
    }

    /** Returns the releases of a period, newest sequence first. */
    public List<StoredRelease> ofPeriod(CalendarPeriod period) {
        return session.query(
                ALL + " AND period = ? ORDER BY sequence DESC", ReleaseLedger::release, site, period.toString());
    }

    /** Returns the releases that wait for their delivery, oldest period and sequence first; the journal has them before this returns. */
    public List<StoredRelease> pending() {
        List<StoredRelease> pending =
                session.query(ALL + " AND state = 'pending' ORDER BY period, sequence", ReleaseLedger::release, site);
        if (!pending.isEmpty()) {
            recordInJournal();
        }
        return pending;
    }

    /** How many releases are in each state, and when the oldest pending one was closed; no bytes are read. */
    public record Counts(Map<StoredRelease.State, Long> byState, Optional<Instant> oldestPending) {
        public Counts {
            byState = Map.copyOf(byState);
        }

        /** Returns how many releases are in a state. */
        public long of(StoredRelease.State state) {
            return byState.getOrDefault(state, 0L);
        }
    }

    /** Counts the releases by state. */
    public Counts counts() {
        Map<StoredRelease.State, Long> byState = new EnumMap<>(StoredRelease.State.class);
        session.query(
                        "SELECT state, count(*) FROM release WHERE site = ? GROUP BY state",
                        row -> Map.entry(StoredRelease.State.of(row.getString(1)), row.getLong(2)),
                        site)
                .forEach(entry -> byState.put(entry.getKey(), entry.getValue()));
        Optional<Instant> oldest = session
                .query(
                        "SELECT closed_at FROM release WHERE site = ? AND state = 'pending' ORDER BY closed_at LIMIT 1",
                        row -> Instant.parse(row.getString(1)),
                        site)
                .stream()
                .findFirst();
        return new Counts(byState, oldest);
    }

    /** Records an attempt to deliver a release. */
    public void recordAttempt(String submissionId, StoredRelease.State state, Instant nextAttemptAt, String note) {
        session.inTransaction(() -> session.run(
                "UPDATE release SET state = ?, attempts = attempts + 1, next_attempt_at = ?, note = ? WHERE site = ? AND submission_id = ?",
                state.label(),
                nextAttemptAt.toString(),
                note,
                site,
                submissionId));
    }

    /** Marks every release that was not delivered as due now; returns how many. */
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
                new ReleasedDocument(
                        CalendarPeriod.parse(row.getString(1)), row.getInt(2), row.getString(3), row.getBytes(5)),
                Instant.parse(row.getString(4)),
                StoredRelease.State.of(row.getString(6)),
                row.getInt(7),
                Instant.parse(row.getString(8)),
                Optional.ofNullable(row.getString(9)));
    }

    @Override
    public void close() {
        session.close();
    }
}
