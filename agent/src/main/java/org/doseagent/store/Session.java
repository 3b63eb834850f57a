package org.doseagent.store;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.doseagent.store.alerts.Audit;
import org.doseagent.store.alerts.AuditEntry;
import org.jspecify.annotations.Nullable;

/**
 * The two connections to {@code doses.db}: one that writes, one that reads beside it. Each is opened when it is used for the first time, so
 * that a command that only reads makes no file and changes no schema. Thread-safe; other processes may do the same.
 */
public final class Session implements AutoCloseable {

    private static final int SCHEMA = 12;

    private final Path file;
    private final Object writeLock = new Object();
    private final Object readLock = new Object();

    /** Null until somebody writes. */
    private @Nullable Statements writes;

    /** Null until somebody reads. */
    private @Nullable Statements reads;

    /** Whether the reading connection was opened before there was a file; it sees an empty store until it is opened anew. */
    private boolean isReadingNothing;

    /** What happens between begin and commit. */
    public interface Work {
        public void run() throws SQLException;
    }

    public Session(Path dataDirectory) {
        this.file = dataDirectory.resolve("doses.db");
    }

    /** Makes the store, or brings its schema up to date, if that is needed. */
    public void prepareToWrite() {
        synchronized (writeLock) {
            writes();
        }
    }

    private Statements writes() {
        if (writes == null) {
            writes = new Statements(Database.open(file, "doses", SCHEMA));
        }
        return writes;
    }

    private Statements reads() {
        if (reads != null && isReadingNothing && Files.exists(file)) {
            close(reads);
            reads = null;
        }
        if (reads == null) {
            isReadingNothing = !Files.exists(file);
            reads = new Statements(Database.openToRead(file, "doses", SCHEMA));
        }
        return reads;
    }

    /** Runs the work and commits it, or nothing of it. */
    public void inTransaction(Work work) {
        synchronized (writeLock) {
            try {
                Connection connection = writes().connection();
                connection.setAutoCommit(false);
                try {
                    work.run();
                    connection.commit();
                } catch (SQLException | RuntimeException e) {
                    connection.rollback();
                    throw e;
                } finally {
                    connection.setAutoCommit(true);
                }
            } catch (SQLException e) {
                throw Database.failure("dose store cannot be written", e);
            }
        }
    }

    /** Changes rows; call it {@link #inTransaction}. */
    public int run(String sql, @Nullable Object... values) throws SQLException {
        return writes().update(sql, values);
    }

    /** Reads what is committed. */
    public <T> List<T> query(String sql, Rows.Reader<T> reader, @Nullable Object... values) {
        synchronized (readLock) {
            try {
                return reads().query(sql, reader, values);
            } catch (SQLException e) {
                throw Database.failure("store cannot be read", e);
            }
        }
    }

    /** Commits one write that changes nothing, so that a caller knows whether the store takes writes. */
    public void checkWritable() {
        inTransaction(() -> run("PRAGMA user_version = " + SCHEMA));
    }

    /** Opens one more connection, for reading beside the others; the caller closes it. */
    public Connection another() {
        return Database.openToRead(file, "doses", SCHEMA);
    }

    /** Reads also what this transaction has written. */
    public <T> List<T> queryInTransaction(String sql, Rows.Reader<T> reader, @Nullable Object... values)
            throws SQLException {
        return writes().query(sql, reader, values);
    }

    public Audit audit(String site) {
        return new Audit(writes().connection(), site);
    }

    public List<AuditEntry> auditEntries(String site) {
        synchronized (readLock) {
            return new Audit(reads().connection(), site).entries();
        }
    }

    public Optional<String> auditProblem(String site) {
        synchronized (readLock) {
            return new Audit(reads().connection(), site).problem();
        }
    }

    @Override
    public void close() {
        synchronized (readLock) {
            close(reads);
            reads = null;
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
