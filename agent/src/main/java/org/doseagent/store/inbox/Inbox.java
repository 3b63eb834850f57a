package org.doseagent.store.inbox;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import org.doseagent.dose.identity.AeTitle;
import org.doseagent.dose.identity.Sha256;
import org.doseagent.dose.identity.SopInstanceUid;
import org.doseagent.store.Database;
import org.doseagent.store.Rows;
import org.doseagent.store.StoreException;
import org.jspecify.annotations.Nullable;

/**
 * The received objects, byte for byte. {@link #put} returns once its object is on disk: one writer commits all puts that wait in one
 * transaction with one fsync. Thread-safe.
 */
public final class Inbox implements AutoCloseable {

    private static final int SCHEMA = 1;

    /** Puts that may wait for the writer; as many associations as there may be. */
    private static final int MAX_WAITING = 4096;

    /** Objects committed together; more would only make the first one wait. */
    private static final int MAX_BATCH = 512;

    /** Objects whose bytes are deleted in one transaction, while which no put is committed. */
    private static final int MAX_DELETED = 2000;

    private static final String INSERT = """
            INSERT INTO received (site, sop_instance_uid, sha256, version, sop_class_uid, transfer_syntax_uid,
                                  calling_ae_title, peer, received_at, size, state, bytes)
            VALUES (?, ?, ?, (SELECT count(*) + 1 FROM received WHERE sop_instance_uid = ?), ?, ?, ?, ?, ?, ?, 'received', ?)
            ON CONFLICT (site, sop_instance_uid, sha256) DO NOTHING
            """;

    private record Waiting(ReceivedBytes object, String sha256, CompletableFuture<PutResult> result) {}

    /** What an inbox may hold. */
    public record Limits(long maxWaitingObjects, long minFreeDiskBytes) {}

    private final String site;
    private final Path file;
    private final Limits limits;
    private final ThreadFactory threads;
    private final BlockingQueue<Waiting> queue = new ArrayBlockingQueue<>(MAX_WAITING);
    private final Object writeLock = new Object();
    private final Object readLock = new Object();

    /** Null until somebody writes. */
    private @Nullable Connection writes;

    /** Null until somebody reads. */
    private @Nullable Connection reads;

    /** Whether the reading connection was opened before there was a file; it sees an empty inbox until it is opened anew. */
    private boolean isReadingNothing;

    /** Null until the first put. */
    private volatile @Nullable Thread writer;

    private volatile boolean isClosed;
    private long counted;
    private long putSinceCounted;

    /** The inbox in {@code inbox.db} of the data directory. The file is made or updated by whoever writes first; reading changes nothing. */
    public Inbox(Path dataDirectory, String site, Limits limits, ThreadFactory threads) {
        this.site = site;
        this.limits = limits;
        this.file = dataDirectory.resolve("inbox.db");
        this.threads = threads;
    }

    /** Makes the inbox, or brings its schema up to date, if that is needed, and starts the writer. */
    public synchronized void prepareToWrite() {
        if (writer == null && !isClosed) {
            synchronized (writeLock) {
                writes();
            }
            counted = waiting();
            Thread started = threads.newThread(this::writeAll);
            writer = started;
            started.start();
        }
    }

    private Connection writes() {
        if (writes == null) {
            writes = Database.open(file, "inbox", SCHEMA);
        }
        return writes;
    }

    private Connection reads() throws SQLException {
        if (reads != null && isReadingNothing && Files.exists(file)) {
            reads.close();
            reads = null;
        }
        if (reads == null) {
            isReadingNothing = !Files.exists(file);
            reads = Database.openToRead(file, "inbox", SCHEMA);
        }
        return reads;
    }

    /**
     * Keeps an object and returns after the commit that holds it. The same bytes again are a success and stored once; other bytes under
     * the same UID are a further version.
     *
     * @throws StoreException if the disk fails; nothing was kept
     */
    public PutResult put(ReceivedBytes object) {
        if (writer == null) {
            prepareToWrite();
        }
        Waiting waiting = new Waiting(object, Sha256.hex(object.bytes()), new CompletableFuture<>());
        if (isClosed || !queue.offer(waiting)) {
            return PutResult.FULL;
        }
        if (isClosed && queue.remove(waiting)) {
            return PutResult.FULL;
        }
        try {
            return waiting.result().join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof StoreException failure ? failure : new IllegalStateException(e);
        }
    }

    private void writeAll() {
        List<Waiting> batch = new ArrayList<>();
        while (!isClosed || !queue.isEmpty()) {
            try {
                Waiting first = queue.poll(200, TimeUnit.MILLISECONDS);
                if (first != null) {
                    batch.add(first);
                    queue.drainTo(batch, MAX_BATCH - 1);
                    commit(batch);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                isClosed = true;
            } finally {
                batch.clear();
            }
        }
    }

    private void commit(List<Waiting> batch) {
        List<PutResult> results = new ArrayList<>();
        try {
            if (isFull()) {
                batch.forEach(waiting -> waiting.result().complete(PutResult.FULL));
                return;
            }
            synchronized (writeLock) {
                Connection connection = writes();
                connection.setAutoCommit(false);
                try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
                    for (Waiting waiting : batch) {
                        results.add(insert(insert, waiting));
                    }
                    connection.commit();
                    notePuts(results.size());
                } catch (SQLException e) {
                    connection.rollback();
                    throw e;
                } finally {
                    connection.setAutoCommit(true);
                }
            }
            for (int i = 0; i < batch.size(); i++) {
                batch.get(i).result().complete(results.get(i));
            }
        } catch (SQLException e) {
            StoreException failure = Database.failure("inbox cannot be written", e);
            batch.forEach(waiting -> waiting.result().completeExceptionally(failure));
        } catch (RuntimeException | Error e) {
            // Nobody may wait for a writer that has failed; an Error also ends this round of the thread.
            batch.forEach(waiting -> waiting.result().completeExceptionally(e));
            if (e instanceof Error error) {
                throw error;
            }
        }
    }

    private PutResult insert(PreparedStatement insert, Waiting waiting) throws SQLException {
        ReceivedBytes object = waiting.object();
        insert.setString(1, site);
        insert.setString(2, object.sopInstanceUid().value());
        insert.setString(3, waiting.sha256());
        insert.setString(4, object.sopInstanceUid().value());
        insert.setString(5, object.sopClassUid());
        insert.setString(6, object.transferSyntaxUid());
        insert.setString(7, object.callingAeTitle().map(AeTitle::value).orElse(""));
        insert.setString(8, object.peer());
        insert.setString(9, object.receivedAt().toString());
        insert.setLong(10, object.bytes().length);
        insert.setBytes(11, object.bytes());
        return insert.executeUpdate() == 1 ? PutResult.STORED : PutResult.DUPLICATE;
    }

    /** Tells whether the inbox would refuse an object now: too many unprocessed, or the disk below its floor. */
    public boolean isFull() {
        // java.io.File: one system call, while a FileStore reads the table of mounts each time; 0 when it cannot tell.
        return Objects.requireNonNull(file.toAbsolutePath().getParent())
                                .toFile()
                                .getUsableSpace()
                        < limits.minFreeDiskBytes()
                || atMostWaiting() >= limits.maxWaitingObjects();
    }

    private synchronized void notePuts(int count) {
        putSinceCounted += count;
    }

    /** Counts only when the last count and what was put since come near the limit: counting takes longer the more waits. */
    private synchronized long atMostWaiting() {
        if (counted + putSinceCounted >= limits.maxWaitingObjects()) {
            counted = waiting();
            putSinceCounted = 0;
        }
        return counted + putSinceCounted;
    }

    /** Returns up to {@code limit} unprocessed objects after {@code afterId}, oldest first. */
    public List<Stored> unprocessed(long afterId, int limit) {
        return query("""
                SELECT id, sop_instance_uid, sop_class_uid, transfer_syntax_uid, state, reason, received_at, calling_ae_title, size, bytes
                  FROM received WHERE state = 'received' AND id > ? ORDER BY id LIMIT ?
                """, row -> new Stored(entry(row), row.getBytes("bytes")), afterId, limit);
    }

    /** An object with its bytes. */
    @SuppressWarnings("ArrayRecordComponent")
    public record Stored(InboxEntry entry, byte[] bytes) {}

    public Optional<Stored> find(long id) {
        return query("""
                        SELECT id, sop_instance_uid, sop_class_uid, transfer_syntax_uid, state, reason, received_at, calling_ae_title, size, bytes
                          FROM received WHERE id = ?
                        """, row -> new Stored(entry(row), row.getBytes("bytes")), id).stream()
                .findFirst();
    }

    /** Returns entries, newest first. */
    public List<InboxEntry> list(int limit) {
        return list("", limit);
    }

    /** Returns the entries of one state, newest first. */
    public List<InboxEntry> list(InboxEntry.State state, int limit) {
        return list(state.label(), limit);
    }

    private List<InboxEntry> list(String state, int limit) {
        return query("""
                SELECT id, sop_instance_uid, sop_class_uid, transfer_syntax_uid, state, reason, received_at, calling_ae_title, size
                  FROM received WHERE ? = '' OR state = ? ORDER BY id DESC LIMIT ?
                """, Inbox::entry, state, state, limit);
    }

    /** Returns how many objects wait for the worker. */
    public long waiting() {
        return query("SELECT count(*) FROM received WHERE state = 'received'", row -> row.getLong(1))
                .get(0);
    }

    public Map<InboxEntry.State, Long> counts() {
        Map<InboxEntry.State, Long> counts = new TreeMap<>();
        query(
                "SELECT state, count(*) FROM received GROUP BY state",
                row -> counts.put(InboxEntry.State.of(row.getString(1)).orElseThrow(), row.getLong(2)));
        return counts;
    }

    /** Records where objects stand now, in one transaction. */
    public void mark(List<InboxMark> marks) {
        synchronized (writeLock) {
            Connection connection = writes();
            try {
                connection.setAutoCommit(false);
                try (PreparedStatement update =
                        connection.prepareStatement("UPDATE received SET state = ?, reason = ? WHERE id = ?")) {
                    for (InboxMark mark : marks) {
                        Rows.bind(update, mark.state().label(), mark.reason().orElse(null), mark.id());
                        update.executeUpdate();
                    }
                    connection.commit();
                } catch (SQLException e) {
                    connection.rollback();
                    throw e;
                } finally {
                    connection.setAutoCommit(true);
                }
            } catch (SQLException e) {
                throw Database.failure("inbox cannot be written", e);
            }
        }
    }

    /** Puts all quarantined objects back to the worker. Returns how many. */
    public int retryQuarantined() {
        return update("""
                UPDATE received SET state = 'received', reason = NULL WHERE state = 'quarantined' AND length(bytes) > 0
                """);
    }

    /** Puts one object back to the worker, whatever its state. Returns whether it is there with its bytes. */
    public boolean retry(long id) {
        return update("UPDATE received SET state = 'received', reason = NULL WHERE id = ? AND length(bytes) > 0", id)
                > 0;
    }

    /** Puts back everything received since {@code since} of which the bytes are still kept, to be read again. Returns how many. */
    public int reprocess(Instant since) {
        return update(
                "UPDATE received SET state = 'received', reason = NULL WHERE received_at >= ? AND length(bytes) > 0",
                since.toString());
    }

    /**
     * Deletes the bytes of objects that were read well, or do not apply, and came before {@code end}; the entries stay, so that the same
     * object is still known as a duplicate. Returns of how many; some are left for the next time where many are due.
     */
    public int deleteBytes(Instant end) {
        return update("""
                UPDATE received SET bytes = x''
                 WHERE id IN (SELECT id FROM received
                               WHERE state IN ('processed', 'not-applicable') AND received_at < ? AND length(bytes) > 0
                               LIMIT ?)
                """, end.toString(), MAX_DELETED);
    }

    private int update(String sql, @Nullable Object... values) {
        synchronized (writeLock) {
            try (PreparedStatement statement = writes().prepareStatement(sql)) {
                Rows.bind(statement, values);
                return statement.executeUpdate();
            } catch (SQLException e) {
                throw Database.failure("inbox cannot be written", e);
            }
        }
    }

    private <T> List<T> query(String sql, Rows.Reader<T> reader, Object... values) {
        synchronized (readLock) {
            try {
                return Rows.query(reads(), sql, reader, values);
            } catch (SQLException e) {
                throw Database.failure("inbox cannot be read", e);
            }
        }
    }

    private static InboxEntry entry(ResultSet row) throws SQLException {
        return new InboxEntry(
                row.getLong("id"),
                new SopInstanceUid(row.getString("sop_instance_uid")),
                row.getString("sop_class_uid"),
                row.getString("transfer_syntax_uid"),
                InboxEntry.State.of(row.getString("state")).orElseThrow(),
                Optional.ofNullable(row.getString("reason")),
                Instant.parse(row.getString("received_at")),
                Optional.ofNullable(row.getString("calling_ae_title")).flatMap(AeTitle::read),
                row.getLong("size"));
    }

    /** Commits what waits, then closes. */
    @Override
    public void close() {
        isClosed = true;
        try {
            Thread started = writer;
            if (started != null) {
                started.join(TimeUnit.SECONDS.toMillis(30));
            }
            synchronized (readLock) {
                if (reads != null) {
                    reads.close();
                }
            }
            synchronized (writeLock) {
                if (writes != null) {
                    writes.close();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (SQLException e) {
            throw Database.failure("inbox cannot be closed", e);
        }
    }
}
