package org.doseagent.store.sql;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.doseagent.store.DataDirectory;
import org.doseagent.store.StoreSettings;
import org.doseagent.store.UnstorableException;
import org.doseagent.store.alerts.Audit;
import org.doseagent.store.alerts.AuditEntry;
import org.jspecify.annotations.Nullable;

/**
 * The two connections to a store, {@code doses.db} or the database in its place unless another one is named: one that writes, one that reads beside it. Each is opened when it is used for the first time, so
 * that a command that only reads makes no file and changes no schema. Thread-safe; other processes may do the same.
 */
public final class Session implements AutoCloseable {

    public static final int SCHEMA = 17;

    /** How long the emptying of the log waits for readers. */
    private static final long TRUNCATE_MILLIS = 1_000;

    private final Dialect dialect;
    private final Object writeLock = new Object();
    private final Object readLock = new Object();

    /** Null until somebody writes. */
    private @Nullable Statements writes;

    /** Null until somebody reads. */
    private @Nullable Statements reads;

    private boolean isInTransaction;

    /** Whether the reading connection was opened before there was a file; it sees an empty store until it is opened anew. */
    private boolean isReadingNothing;

    /**
     * A store: its file, its migrations, and the version of its schema.
     *
     * @param name {@code name.db} is the file, and {@code name-V001.sql} its first migration
     */
    public record Schema(String name, int version) {}

    /** What happens between begin and commit. */
    public interface Work {
        public void run() throws SQLException;
    }

    /** What happens between begin and commit, and what it comes to. */
    public interface Result<T> {
        public T get() throws SQLException;
    }

    public Session(Path dataDirectory) {
        this(dataDirectory, Database.BUSY_TIMEOUT);
    }

    /** A session that waits so long for the lock of another process. */
    Session(Path dataDirectory, Duration busyTimeout) {
        this(new SqliteDialect(dataDirectory, new Schema(Database.DOSES, SCHEMA), busyTimeout));
    }

    /** A session of another store in a folder. */
    public Session(Path folder, Schema schema) {
        this(new SqliteDialect(folder, schema, Database.BUSY_TIMEOUT));
    }

    Session(Dialect dialect) {
        this.dialect = dialect;
    }

    /** Returns a session with the store of these settings: the file of the data directory, or the database that agents share. */
    public static Session of(StoreSettings settings) {
        DataDirectory directory = new DataDirectory(settings.folder());
        return settings.database()
                .map(database -> new Session(new PostgresDialect(database, settings.siteId(), directory.agentName())))
                .orElseGet(() -> new Session(settings.folder()));
    }

    /** Returns the numbers that the entries of this agent's inbox have; all numbers while a shared store does not know the agent. */
    public InboxNumbers inboxNumbers() {
        if (dialect.isShared() && dialect.agent().isEmpty()) {
            query("SELECT 1 FROM site WHERE id = 0", row -> 1); // connects, which finds the agent
        }
        return dialect.agent().map(InboxNumbers::of).orElse(InboxNumbers.ALL);
    }

    /** Returns the names of all sites of the store, by name. */
    public List<String> sites() {
        return query("SELECT name FROM site ORDER BY name", row -> row.getString(1));
    }

    /** Tells whether agents share the store, so that the tables of the inbox name the agent. */
    public boolean isShared() {
        return dialect.isShared() && dialect.hasStore(); // without tables an empty file is read
    }

    /** Makes the store, or brings its schema up to date, if that is needed. */
    public void prepareToWrite() {
        synchronized (writeLock) {
            writes();
        }
    }

    private Statements writes() {
        if (writes == null) {
            writes = dialect.openToWrite();
        }
        return writes;
    }

    private Statements reads() {
        if (reads != null && ((isReadingNothing && dialect.hasStore()) || reads.isStale())) {
            discardReads();
        }
        if (reads == null) {
            boolean hadStore = dialect.hasStore();
            reads = dialect.openToRead(writes != null);
            isReadingNothing = !hadStore && !(dialect.isShared() && dialect.hasStore());
        }
        return reads;
    }

    /** Reads; again, if another process began to write a file that was read without a lock, or if the open connection is gone. */
    private <T> T reading(Reading<T> work) {
        synchronized (readLock) {
            while (true) {
                boolean isDone = false;
                boolean isFresh = reads == null;
                try {
                    Statements statements = reads();
                    T result = work.read(statements);
                    isDone = !statements.isStale();
                    if (isDone) {
                        return result;
                    }
                } catch (SQLException e) {
                    boolean isStale = reads != null && reads.isStale();
                    if (!isStale && (isFresh || !dialect.isConnectionGone(e))) {
                        throw Database.failure("store cannot be read", e);
                    }
                } finally {
                    if (!isDone) {
                        discardReads();
                    }
                }
            }
        }
    }

    private void discardReads() {
        if (reads != null) {
            reads.discard();
            reads = null;
        }
    }

    /** Runs the work and commits it, or nothing of it. */
    public void inTransaction(Work work) {
        inTransaction(() -> {
            work.run();
            return true;
        });
    }

    /**
     * Runs the work, commits it or nothing of it, and returns what the work returned. The only place of the program that begins and ends a
     * transaction of {@code doses.db}.
     *
     * <p>A connection that failed in any step is closed, which rolls its work back, and the next transaction opens a new one: after a failed
     * begin the driver believes that a transaction is open, and would commit each statement by itself.
     *
     * @throws StoreException if the store failed; what failed first is the cause, whatever fails after it
     */
    public <T> T inTransaction(Result<T> work) {
        synchronized (writeLock) {
            if (isInTransaction) {
                throw new IllegalStateException("a transaction is open already");
            }
            boolean isCommitted = false;
            try {
                Statements statements = begin();
                isInTransaction = true;
                T result = work.get();
                // Commits; commit() would begin another transaction, which may fail.
                statements.connection().setAutoCommit(true);
                isCommitted = true;
                return result;
            } catch (SQLException e) {
                if (PostgresFailure.isAboutValues(e)) {
                    throw new UnstorableException(Database.failure("dose store cannot be written", e));
                }
                throw Database.failure("dose store cannot be written", e);
            } finally {
                isInTransaction = false;
                if (!isCommitted) {
                    discardWrites();
                }
            }
        }
    }

    /** Begins a transaction, on a new connection where the one that was open is gone. */
    private Statements begin() throws SQLException {
        boolean isFresh = writes == null;
        try {
            return begin(writes());
        } catch (SQLException e) {
            if (isFresh || !dialect.isConnectionGone(e)) {
                throw e;
            }
            discardWrites();
            return begin(writes());
        }
    }

    private Statements begin(Statements statements) throws SQLException {
        statements.connection().setAutoCommit(false); // begins
        dialect.waitForOtherWriters(statements);
        return statements;
    }

    private void discardWrites() {
        Statements failed = writes;
        writes = null;
        if (failed != null) {
            failed.discard();
        }
    }

    /** Changes rows; call it {@link #inTransaction}. */
    public int run(String sql, @Nullable Object... values) throws SQLException {
        return transaction().update(sql, values);
    }

    public Statements transaction() {
        if (!isInTransaction || writes == null) {
            throw new IllegalStateException("no transaction is open");
        }
        return writes;
    }

    /** Reads what is committed. */
    public <T> List<T> query(String sql, Rows.Reader<T> reader, @Nullable Object... values) {
        return reading(store -> store.query(sql, reader, values));
    }

    /** What is read in one transaction. */
    public interface Reading<T> {
        public T read(Query store) throws SQLException;
    }

    /** Reads with several queries what is committed at one moment. */
    public <T> T read(Reading<T> work) {
        return reading(store -> {
            Connection connection = ((Statements) store).connection();
            connection.setAutoCommit(false); // begins
            T result = work.read(store);
            connection.setAutoCommit(true);
            return result;
        });
    }

    /** Commits one write that changes nothing, so that a caller knows whether the store takes writes. */
    public void checkWritable() {
        inTransaction(() -> {
            dialect.writeNothing(transaction());
            return true;
        });
    }

    /**
     * Empties the log of SQLite ({@code doses.db-wal}), in which deleted rows may still be. Returns whether it is empty: not while somebody
     * reads an earlier state. A shared database cleans itself.
     */
    public boolean truncateLog() {
        if (dialect.isShared()) {
            return true;
        }
        synchronized (writeLock) {
            try { // readers are not waited for as long as writers: nobody can write meanwhile
                outsideTransaction("PRAGMA busy_timeout = " + TRUNCATE_MILLIS, row -> true);
                return outsideTransaction("PRAGMA wal_checkpoint(TRUNCATE)", row -> row.getInt(1) == 0);
            } finally {
                outsideTransaction(
                        "PRAGMA busy_timeout = " + dialect.lockTimeout().toMillis(), row -> true);
            }
        }
    }

    /**
     * Writes the store anew without free space, in which parts of deleted rows may be, and empties the log. It needs as much free disk as the
     * store has; others read meanwhile, and wait to write.
     */
    public boolean compact() {
        return dialect.isShared() || (outsideTransaction("VACUUM", row -> true) && truncateLog());
    }

    /** Returns what the first row says; true if there is none. */
    private boolean outsideTransaction(String sql, Rows.Reader<Boolean> reader) {
        synchronized (writeLock) {
            if (isInTransaction) {
                throw new IllegalStateException("a transaction is open");
            }
            try (Statement statement = writes().connection().createStatement()) {
                if (!statement.execute(sql)) {
                    return true;
                }
                try (ResultSet rows = statement.getResultSet()) {
                    return !rows.next() || reader.read(rows);
                }
            } catch (SQLException e) {
                throw Database.failure("dose store cannot be cleaned", e);
            }
        }
    }

    /** Returns the number of the schema that this program reads and writes. */
    public static int schema() {
        return SCHEMA;
    }

    /** Opens one more connection that sees the store as it is now, until the caller closes it. */
    public Statements snapshot() {
        Statements statements = dialect.openToRead(writes != null);
        try {
            statements.connection().setAutoCommit(false); // begins
            return statements;
        } catch (SQLException e) {
            statements.discard();
            throw Database.failure("store cannot be read", e);
        }
    }

    /** Reads also what this transaction has written. */
    public <T> List<T> queryInTransaction(String sql, Rows.Reader<T> reader, @Nullable Object... values)
            throws SQLException {
        return transaction().query(sql, reader, values);
    }

    /** Returns the audit; call it {@link #inTransaction}. */
    public Audit audit(String site) {
        return new Audit(transaction().connection(), site);
    }

    public List<AuditEntry> auditEntries(String site) {
        return reading(store -> new Audit(((Statements) store).connection(), site).entries());
    }

    public Optional<String> auditProblem(String site) {
        return reading(store -> new Audit(((Statements) store).connection(), site).problem());
    }

    @Override
    public void close() {
        synchronized (readLock) {
            discardReads();
        }
        synchronized (writeLock) { // last, so that SQLite takes its log into the file
            close(writes);
            writes = null;
        }
    }

    private static void close(@Nullable Statements statements) {
        try {
            if (statements != null) {
                statements.close();
            }
        } catch (SQLException e) {
            throw Database.failure("dose store cannot be closed", e);
        }
    }
}
