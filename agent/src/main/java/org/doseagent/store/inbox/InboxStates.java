package org.doseagent.store.inbox;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.doseagent.dose.identity.AeTitle;
import org.doseagent.dose.identity.SopClassUid;
import org.doseagent.dose.identity.SopInstanceUid;
import org.doseagent.dose.identity.TransferSyntaxUid;
import org.doseagent.store.Chunks;
import org.doseagent.store.inbox.InboxEntry.State;
import org.doseagent.store.inbox.InboxEntry.Status;
import org.doseagent.store.inbox.ReceivedRow.Content;
import org.doseagent.store.inbox.log.segment.InboxObject.Peer;
import org.doseagent.store.sql.InboxNumbers;
import org.doseagent.store.sql.Session;
import org.jspecify.annotations.Nullable;

/**
 * The entries of received objects in {@code doses.db}: their states, and up to where the log has entries. Thread-safe; other processes may
 * change states meanwhile.
 */
public final class InboxStates {

    private static final String COLUMNS = """
            SELECT id, sop_instance_uid, sha256, version, sop_class_uid, transfer_syntax_uid, calling_ae_title, peer, received_at, size,
                   state, reason, tries, log_sequence
              FROM received
            """;

    private static final String WRITE = """
            INSERT INTO received (site, id, sop_instance_uid, sha256, version, sop_class_uid, transfer_syntax_uid, calling_ae_title, peer,
                                  received_at, size, state, reason, tries, log_sequence)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (site, id) DO UPDATE SET state = excluded.state, reason = excluded.reason, tries = excluded.tries
            """;

    private static final int UIDS_OF_A_QUERY = 64;

    // The inner query reads one index only. Without it, SQLite prefers the primary key and reads every object of the
    // site.
    static final String CONTENTS = "SELECT sop_instance_uid, sha256 FROM received WHERE site = ? AND id IN ("
            + "SELECT k.id FROM received k WHERE k.site = ? AND k.sop_instance_uid IN (?"
            + ", ?".repeat(UIDS_OF_A_QUERY - 1) + "))";

    private final Session session;
    private final String site;

    /** Null until this agent has its numbers. */
    private volatile @Nullable Own own;

    /** What is this agent's: the numbers of its entries, and the statements about its inbox. */
    private record Own(InboxNumbers numbers, InboxSql sql) {}

    public InboxStates(Session session, String site) {
        this.session = session;
        this.site = site;
    }

    private Own own() {
        Own known = own;
        if (known == null) {
            InboxNumbers numbers = session.inboxNumbers();
            known = new Own(numbers, session.isShared() ? InboxSql.ofAgent(numbers) : InboxSql.OF_FILE);
            if (numbers.isOfOneAgent()) {
                own = known;
            }
        }
        return known;
    }

    private InboxSql sql() {
        return own().sql;
    }

    /** Returns the numbers of the entries of this agent's inbox. */
    InboxNumbers numbers() {
        return own().numbers;
    }

    /** Objects that were read while the process ended. */
    record Attempt(long firstId, long lastId, boolean isAlone) {}

    /** Writes the states that processing gave; call it in the transaction of the exams. */
    public void write(InboxProgress progress) throws SQLException {
        for (InboxProgress.Outcome outcome : progress.outcomes()) {
            write(outcome.row());
        }
        if (progress.position() > 0) {
            session.run(sql().setPosition(), site, progress.position());
        }
        if (progress.endsAttempt()) {
            session.run(sql().endAttempt(), site);
        }
    }

    private void write(ReceivedRow row) throws SQLException {
        InboxEntry entry = row.entry();
        session.run(
                WRITE,
                site,
                entry.id(),
                entry.sopInstanceUid().value(),
                HexFormat.of().parseHex(row.content().sha256()),
                row.content().version(),
                entry.sopClassUid().value(),
                entry.transferSyntaxUid().value(),
                entry.callingAeTitle().map(AeTitle::value).orElse(null),
                row.peer().map(Peer::value).orElse(null),
                entry.receivedAt().toString(),
                entry.size(),
                entry.state().label(),
                entry.reason().orElse(null),
                row.tries(),
                row.logSequence());
    }

    void store(InboxProgress progress) {
        session.inTransaction(() -> write(progress));
    }

    /** Returns the sequence number up to which every record of the log has an entry or is a duplicate. A changed site.id keeps it. */
    long position() {
        return number(sql().position(), site);
    }

    /** Returns the highest sequence number of the log that has an entry. */
    long highestSequence() {
        InboxNumbers numbers = numbers();
        long highest = number(
                "SELECT coalesce(max(id), 0) FROM received WHERE site = ? AND id BETWEEN ? AND ?",
                site,
                numbers.first(),
                numbers.last());
        return Math.max(position(), numbers.sequenceOf(Math.max(highest, numbers.first())));
    }

    private long number(String sql, @Nullable Object... values) {
        return session.query(sql, row -> row.getLong(1), values).get(0);
    }

    /** Returns how many objects up to this sequence number have no state yet or are to be read again. */
    long waitingUpTo(long sequence) {
        return Math.max(0, sequence - position())
                + number(
                        "SELECT count(*) FROM received WHERE state = 'received' AND site = ? AND id BETWEEN ? AND ?",
                        site,
                        numbers().first(),
                        numbers().idOf(sequence));
    }

    Map<State, Long> counts() {
        Map<State, Long> counts = new TreeMap<>();
        session.query(
                sql().counts(), row -> counts.put(State.of(row.getString(1)).orElseThrow(), row.getLong(2)), site);
        return counts;
    }

    /** Returns the counts that are kept beside the rows. */
    public Map<State, Long> storedCounts() {
        return counts();
    }

    /** Counts the rows of each state. */
    public Map<State, Long> recount() {
        Map<State, Long> counts = new TreeMap<>();
        session.query(
                "SELECT state, count(*) FROM received WHERE site = ? GROUP BY state",
                row -> counts.put(State.of(row.getString(1)).orElseThrow(), row.getLong(2)),
                site);
        return counts;
    }

    /** Returns objects that wait to be read again, oldest first: those that no death of the process is suspected of. */
    List<ReceivedRow> toReadAgain(int limit) {
        return own("state = 'received' AND tries = 0 ORDER BY id LIMIT ?", limit);
    }

    /** Returns the oldest object that was read when the process ended. */
    Optional<ReceivedRow> suspect() {
        return own("state = 'received' AND tries > 0 ORDER BY id LIMIT 1").stream()
                .findFirst();
    }

    Optional<ReceivedRow> find(long id) {
        return rows("WHERE site = ? AND id = ?", site, id).stream().findFirst();
    }

    /** Returns entries, newest first. */
    List<InboxEntry> list(int limit) {
        return own("1 = 1 ORDER BY id DESC LIMIT ?", limit).stream()
                .map(ReceivedRow::entry)
                .toList();
    }

    /** Returns the entries of one state, newest first. */
    List<InboxEntry> list(State state, int limit) {
        return own("state = ? ORDER BY id DESC LIMIT ?", state.label(), limit).stream()
                .map(ReceivedRow::entry)
                .toList();
    }

    private List<InboxEntry> entries(String where, @Nullable Object... values) {
        return rows(where, values).stream().map(ReceivedRow::entry).toList();
    }

    /** Returns entries of this agent. */
    private List<ReceivedRow> own(String condition, @Nullable Object... values) {
        List<@Nullable Object> all =
                new ArrayList<>(List.of(site, numbers().first(), numbers().last()));
        all.addAll(Arrays.asList(values));
        return rows("WHERE site = ? AND id BETWEEN ? AND ? AND " + condition, all.toArray());
    }

    /** Returns objects whose bytes are in these records of the log and that still need them; an earlier name of the site does not matter. */
    List<ReceivedRow> needing(long firstSequence, long lastSequence) {
        return rows(
                "WHERE " + sql().whose() + " AND state IN ('received', 'quarantined') AND log_sequence BETWEEN ? AND ?",
                site,
                firstSequence,
                lastSequence);
    }

    private List<ReceivedRow> rows(String where, @Nullable Object... values) {
        return session.query(COLUMNS + where, InboxStates::row, values);
    }

    private static ReceivedRow row(ResultSet row) throws SQLException {
        InboxEntry entry = new InboxEntry(
                row.getLong("id"),
                new SopInstanceUid(row.getString("sop_instance_uid")),
                new SopClassUid(row.getString("sop_class_uid")),
                new TransferSyntaxUid(row.getString("transfer_syntax_uid")),
                new Status(
                        State.of(row.getString("state")).orElseThrow(), Optional.ofNullable(row.getString("reason"))),
                Instant.parse(row.getString("received_at")),
                Optional.ofNullable(row.getString("calling_ae_title")).flatMap(AeTitle::read),
                row.getLong("size"));
        return new ReceivedRow(
                entry,
                new Content(row.getInt("version"), HexFormat.of().formatHex(row.getBytes("sha256"))),
                Optional.ofNullable(row.getString("peer")).map(Peer::new),
                row.getLong("log_sequence"),
                row.getInt("tries"));
    }

    /** Returns the hashes of the known contents of each of these SOP instances; those that are not known are left out. */
    Map<SopInstanceUid, Set<String>> contents(Collection<SopInstanceUid> uids) {
        Map<SopInstanceUid, Set<String>> contents = new HashMap<>();
        List<SopInstanceUid> all = List.copyOf(uids);
        for (int from = 0; from < all.size(); from += UIDS_OF_A_QUERY) {
            List<@Nullable Object> values = new ArrayList<>(List.of(site, site));
            all.subList(from, Math.min(all.size(), from + UIDS_OF_A_QUERY)).forEach(uid -> values.add(uid.value()));
            while (values.size() < UIDS_OF_A_QUERY + 2) {
                values.add(null); // equals no UID; so that one compiled statement serves all sizes
            }
            session.query(
                    CONTENTS,
                    row -> contents.computeIfAbsent(new SopInstanceUid(row.getString(1)), uid -> new HashSet<>())
                            .add(HexFormat.of().formatHex(row.getBytes(2))),
                    values.toArray());
        }
        return contents;
    }

    /** Returns the SOP classes of the contents of an object of which the bytes are in the log. */
    Set<String> classesOf(SopInstanceUid uid, long firstSequence) {
        return new HashSet<>(session.query(
                "SELECT sop_class_uid FROM received WHERE site = ? AND sop_instance_uid = ? AND log_sequence >= ?",
                row -> row.getString(1),
                site,
                uid.value(),
                firstSequence));
    }

    /** Returns the entry of this content. */
    Optional<InboxEntry> find(SopInstanceUid uid, String sha256) {
        return entries(
                        "WHERE site = ? AND sop_instance_uid = ? AND sha256 = ?",
                        site,
                        uid.value(),
                        HexFormat.of().parseHex(sha256))
                .stream()
                .findFirst();
    }

    /** Tells whether the entry of this record of the log has this content. */
    boolean isKnown(long sequence, String sha256) {
        return find(numbers().idOf(sequence))
                .filter(row -> row.content().sha256().equals(sha256))
                .isPresent();
    }

    /** Notes, before they are read, which objects a death of the process would be the fault of. */
    void begin(Attempt attempt) {
        session.inTransaction(() ->
                session.run(sql().setAttempt(), site, attempt.firstId(), attempt.lastId(), attempt.isAlone() ? 1 : 0));
    }

    /** Returns the attempt that did not end. */
    Optional<Attempt> attempt() {
        return session
                .query(sql().attempt(), row -> new Attempt(row.getLong(1), row.getLong(2), row.getInt(3) == 1), site)
                .stream()
                .findFirst();
    }

    /** Forgets what was being read: a restored copy of the store was not ended by it. */
    public void endAttempt() {
        store(new InboxProgress(List.of(), 0, true));
    }

    /** Has the objects that were read again in an attempt that did not end read one by one, and adds {@code more} that have no entry yet. */
    void suspect(Attempt attempt, InboxProgress more) {
        session.inTransaction(() -> {
            session.run("""
                    UPDATE received SET tries = 1 WHERE site = ? AND state = 'received' AND tries = 0 AND id BETWEEN ? AND ?
                    """, site, attempt.firstId(), attempt.lastId());
            write(more);
        });
    }

    /** Gives quarantined objects whose bytes are there back to the worker. Returns how many. */
    int retryQuarantined(long firstSequence) {
        return update("""
                UPDATE received SET state = 'received', reason = NULL, tries = 0
                 WHERE site = ? AND id BETWEEN ? AND ? AND state = 'quarantined' AND log_sequence >= ?
                """, site, numbers().first(), numbers().last(), firstSequence);
    }

    /** Gives one object back to the worker if its bytes are there. */
    boolean retry(long id, long firstSequence) {
        return numbers().contains(id) && update("""
                UPDATE received SET state = 'received', reason = NULL, tries = 0 WHERE site = ? AND id = ? AND log_sequence >= ?
                """, site, id, firstSequence) > 0;
    }

    /** Gives all objects that were received since then back to the worker if their bytes are there. Returns how many. */
    int reprocess(Instant since, long firstSequence) {
        return update("""
                UPDATE received SET state = 'received', reason = NULL, tries = 0
                 WHERE site = ? AND id BETWEEN ? AND ? AND received_at >= ? AND log_sequence >= ?
                """, site, numbers().first(), numbers().last(), since.toString(), firstSequence);
    }

    /** Notes that the bytes of a record are in another record now, also for an earlier site. */
    void move(long from, long to) {
        update(
                "UPDATE received SET log_sequence = ? WHERE " + sql().whose()
                        + " AND log_sequence = ? AND state = 'quarantined'",
                to,
                site,
                from);
    }

    /** Returns quarantined objects from before {@code end} whose bytes are there; an earlier name of the site does not matter. */
    List<ReceivedRow> quarantinedBefore(Instant end, int limit) {
        return rows(
                "WHERE " + sql().whose()
                        + " AND state = 'quarantined' AND received_at < ? AND log_sequence > 0 ORDER BY received_at LIMIT ?",
                site,
                end.toString(),
                limit);
    }

    /** Notes that the bytes of a record are gone. */
    void noteErased(long sequence) {
        update("UPDATE received SET log_sequence = 0 WHERE " + sql().whose() + " AND log_sequence = ?", site, sequence);
    }

    /** Deletes an entry. */
    void delete(long id) {
        update("DELETE FROM received WHERE site = ? AND id = ?", site, id);
    }

    List<Long> entriesOf(Collection<Long> sequences) {
        List<Long> ids = new ArrayList<>();
        for (List<Long> some : Chunks.of(sequences)) {
            ids.addAll(session.query(
                    "SELECT id FROM received WHERE site = ? AND id BETWEEN "
                            + numbers().first() + " AND " + numbers().last() + " AND log_sequence IN ("
                            + Chunks.PLACEHOLDERS + ")",
                    row -> row.getLong(1),
                    Chunks.values(site, some)));
        }
        return ids;
    }

    private int update(String sql, @Nullable Object... values) {
        return session.inTransaction(() -> session.run(sql, values));
    }

    /** Takes over entries of the inbox of an earlier release. */
    void adopt(List<EarlierEntry> entries, long position) {
        session.inTransaction(() -> {
            for (EarlierEntry entry : entries) {
                new InboxStates(session, entry.content().site()).write(row(entry));
            }
            write(new InboxProgress(List.of(), position, false));
        });
    }

    private ReceivedRow row(EarlierEntry earlier) {
        return new ReceivedRow(
                new InboxEntry(
                        numbers().idOf(earlier.id()),
                        earlier.object().sopInstanceUid(),
                        earlier.object().sopClassUid(),
                        earlier.object().transferSyntaxUid(),
                        new Status(earlier.state(), earlier.reason()),
                        earlier.object().origin().receivedAt(),
                        earlier.object().origin().callingAeTitle(),
                        earlier.size()),
                new Content(earlier.content().version(), earlier.content().sha256()),
                earlier.object().origin().peer(),
                earlier.hasBytes() ? earlier.id() : 0,
                0);
    }
}
