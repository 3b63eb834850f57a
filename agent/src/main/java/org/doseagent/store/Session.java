package org.doseagent.store;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.doseagent.store.alerts.Audit;
import org.doseagent.store.alerts.AuditEntry;
import org.jspecify.annotations.Nullable;

/** The two connections to {@code doses.db}: one that writes, one that reads beside it. Thread-safe; other processes may do the same. */
public final class Session implements AutoCloseable {

    private static final int SCHEMA = 8;

    private final Path file;
    private final Statements writes;
    private final Statements reads;

    /** What happens between begin and commit. */
    public interface Work {
        public void run() throws SQLException;
    }

    public Session(Path dataDirectory) {
        this.file = dataDirectory.resolve("doses.db");
        this.writes = new Statements(Database.open(file, "doses", SCHEMA));
        this.reads = new Statements(Database.open(file, "doses", SCHEMA));
    }

    /** Runs the work and commits it, or nothing of it. */
    public void inTransaction(Work work) {
        synchronized (writes) {
            try {
                Connection connection = writes.connection();
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
        return writes.update(sql, values);
    }

    /** Reads what is committed. */
    public <T> List<T> query(String sql, Rows.Reader<T> reader, @Nullable Object... values) {
        synchronized (reads) {
            try {
                return reads.query(sql, reader, values);
            } catch (SQLException e) {
                throw Database.failure("store cannot be read", e);
            }
        }
    }

    /** Opens one more connection, for reading beside the others; the caller closes it. */
    public Connection another() {
        return Database.open(file, "doses", SCHEMA);
    }

    /** Reads also what this transaction has written. */
    public <T> List<T> queryInTransaction(String sql, Rows.Reader<T> reader, @Nullable Object... values)
            throws SQLException {
        return writes.query(sql, reader, values);
    }

    public Audit audit(String site) {
        return new Audit(writes.connection(), site);
    }

    public List<AuditEntry> auditEntries(String site) {
        synchronized (reads) {
            return new Audit(reads.connection(), site).entries();
        }
    }

    public Optional<String> auditProblem(String site) {
        synchronized (reads) {
            return new Audit(reads.connection(), site).problem();
        }
    }

    @Override
    public void close() {
        try {
            writes.close();
            reads.close();
        } catch (SQLException e) {
            throw Database.failure("dose store cannot be closed", e);
        }
    }
}
