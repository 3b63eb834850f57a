package org.doseagent.store;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The two connections to {@code doses.db}: one that writes, one that reads beside it. Thread-safe; other processes may do the same. */
final class Session implements AutoCloseable {

    private static final int SCHEMA = 3;

    private final Connection writes;
    private final Connection reads;

    /** What happens between begin and commit. */
    interface Work {
        void run() throws SQLException;
    }

    Session(Path dataDirectory) {
        Path file = dataDirectory.resolve("doses.db");
        this.writes = Database.open(file, "doses", SCHEMA);
        this.reads = Database.open(file, "doses", SCHEMA);
    }

    /** Runs the work and commits it, or nothing of it. */
    void inTransaction(Work work) {
        synchronized (writes) {
            try {
                writes.setAutoCommit(false);
                try {
                    work.run();
                    writes.commit();
                } catch (SQLException | RuntimeException e) {
                    writes.rollback();
                    throw e;
                } finally {
                    writes.setAutoCommit(true);
                }
            } catch (SQLException e) {
                throw Database.failure("dose store cannot be written", e);
            }
        }
    }

    /** Changes rows; call it {@link #inTransaction}. */
    int run(String sql, @Nullable Object... values) throws SQLException {
        try (PreparedStatement statement = writes.prepareStatement(sql)) {
            Rows.bind(statement, values);
            return statement.executeUpdate();
        }
    }

    /** Reads what is committed. */
    <T> List<T> query(String sql, Rows.Reader<T> reader, @Nullable Object... values) {
        synchronized (reads) {
            return Rows.query(reads, sql, reader, values);
        }
    }

    /** Reads also what this transaction has written. */
    <T> List<T> queryInTransaction(String sql, Rows.Reader<T> reader, @Nullable Object... values) {
        return Rows.query(writes, sql, reader, values);
    }

    Audit audit(String site) {
        return new Audit(writes, site);
    }

    List<AuditEntry> auditEntries(String site) {
        synchronized (reads) {
            return new Audit(reads, site).entries();
        }
    }

    Optional<Long> firstBrokenAuditEntry(String site) {
        synchronized (reads) {
            return new Audit(reads, site).firstBroken();
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
