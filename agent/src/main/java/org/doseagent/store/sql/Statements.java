package org.doseagent.store.sql;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.doseagent.store.StoreException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The statements of one connection, each compiled once: an exam takes a dozen, and compiling them costs more than running them. As many
 * are kept as there are texts in this room. Confined to whoever holds the connection's lock.
 */
public final class Statements implements Query, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Statements.class);

    private final Connection connection;
    private final Binder binder;
    private final @Nullable RestingFile resting;
    private final Map<String, PreparedStatement> prepared = new HashMap<>();

    /** Gives the values of a statement to the driver. */
    interface Binder {
        void bind(PreparedStatement statement, @Nullable Object[] values) throws SQLException;
    }

    public Statements(Connection connection) {
        this(connection, Rows::bind, null);
    }

    /** The statements of a connection whose driver takes some values in another form. */
    Statements(Connection connection, Binder binder) {
        this(connection, binder, null);
    }

    /** The statements of a connection that reads a file without a lock. */
    Statements(Connection connection, @Nullable RestingFile resting) {
        this(connection, Rows::bind, resting);
    }

    private Statements(Connection connection, Binder binder, @Nullable RestingFile resting) {
        this.connection = connection;
        this.binder = binder;
        this.resting = resting;
    }

    /** Tells whether a file that is read without a lock was written meanwhile, so that what was read may be wrong. */
    boolean isStale() {
        return resting != null && !resting.isUnchanged();
    }

    public Connection connection() {
        return connection;
    }

    /** Changes rows; returns how many. */
    public int update(String sql, @Nullable Object... values) throws SQLException {
        PreparedStatement statement = prepare(sql);
        binder.bind(statement, values);
        return statement.executeUpdate();
    }

    @Override
    public <T> List<T> query(String sql, Rows.Reader<T> reader, @Nullable Object... values) throws SQLException {
        PreparedStatement statement = prepare(sql);
        binder.bind(statement, values);
        List<T> result = new ArrayList<>();
        try (ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                result.add(reader.read(rows));
            }
        }
        return result;
    }

    /** Gives rows to the reader one after the other; the reader may query other texts meanwhile. */
    public void each(String sql, Rows.Reader<?> reader, @Nullable Object... values) throws SQLException {
        PreparedStatement statement = prepare(sql);
        binder.bind(statement, values);
        try (ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                reader.read(rows);
            }
        }
    }

    private PreparedStatement prepare(String sql) throws SQLException {
        PreparedStatement known = prepared.get(sql);
        if (known == null) {
            known = connection.prepareStatement(sql);
            prepared.put(sql, known);
        }
        return known;
    }

    /** Closes a connection that failed, which rolls its transaction back; what else fails then says nothing new. */
    public void discard() {
        try {
            connection.close(); // the driver closes the statements too
        } catch (SQLException e) {
            LOG.warn(
                    "event=connection-not-closed error={}",
                    Database.failure("store", e).getMessage());
        }
    }

    /** Throws {@link StoreException} if a file that was read without a lock was written meanwhile: what was read may be wrong. */
    @Override
    public void close() throws SQLException {
        for (PreparedStatement statement : prepared.values()) {
            statement.close();
        }
        connection.close();
        if (resting != null && !resting.isUnchanged()) {
            throw new StoreException(
                    "the daemon or another command began to write the store while it was read; repeat the command",
                    new IllegalStateException("written while read"),
                    true);
        }
    }
}
