package org.doseagent.store.inbox;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.doseagent.dose.identity.AeTitle;
import org.doseagent.dose.identity.SopClassUid;
import org.doseagent.dose.identity.SopInstanceUid;
import org.doseagent.dose.identity.TransferSyntaxUid;
import org.doseagent.store.StoreException;
import org.doseagent.store.inbox.EarlierEntry.Content;
import org.doseagent.store.inbox.InboxEntry.State;
import org.doseagent.store.inbox.log.segment.InboxObject;
import org.doseagent.store.inbox.log.segment.InboxObject.Origin;
import org.doseagent.store.inbox.log.segment.InboxObject.Peer;
import org.jspecify.annotations.Nullable;

/**
 * The {@code inbox.db} of an earlier release, read to move its entries into the log and into {@code doses.db}. Changes nothing but what
 * SQLite itself recovers after a crash. Use it while no other process writes the inbox. Confined to one thread.
 */
public final class EarlierInbox implements AutoCloseable {

    static final String FILE = "inbox.db";

    /** The only schema that a release had. */
    private static final int SCHEMA = 1;

    private static final String ENTRIES_AFTER = """
            SELECT id, site, sop_instance_uid, sha256, version, sop_class_uid, transfer_syntax_uid, calling_ae_title, peer,
                   received_at, size, state, reason, bytes
              FROM received WHERE id > ? ORDER BY id
            """;

    /** The highest number that was ever given out, entries that are gone included. */
    private static final String HIGHEST_ID = """
            SELECT max(coalesce((SELECT seq FROM sqlite_sequence WHERE name = 'received'), 0),
                       coalesce((SELECT max(id) FROM received), 0))
            """;

    private final Connection connection;

    private EarlierInbox(Connection connection) {
        this.connection = connection;
    }

    /**
     * Opens the earlier inbox of a data directory; empty if there is none.
     *
     * @throws StoreException if the file cannot be read or is no inbox of an earlier release
     */
    public static Optional<EarlierInbox> open(Path dataDirectory) {
        Path file = dataDirectory.resolve(FILE);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
            try {
                check(connection);
            } catch (SQLException | RuntimeException e) {
                connection.close();
                throw e;
            }
            return Optional.of(new EarlierInbox(connection));
        } catch (SQLException e) {
            throw failure(e);
        }
    }

    /**
     * Refuses a data directory whose earlier inbox was not taken over yet: a process that only reads would show less than was received.
     *
     * @throws StoreException if there is one
     */
    static void requireNone(Path dataDirectory) {
        if (Files.exists(dataDirectory.resolve(FILE))) {
            throw new StoreException(
                    FILE
                            + " is of an earlier release. Restart the daemon: it moves the objects into the inbox of this release",
                    new IllegalStateException("earlier inbox"),
                    false);
        }
    }

    private static void check(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA query_only = 1");
            try (ResultSet row = statement.executeQuery("PRAGMA user_version")) {
                int schema = row.next() ? row.getInt(1) : 0;
                if (schema != SCHEMA) {
                    throw new StoreException(
                            FILE + " has schema " + schema + ", expected " + SCHEMA
                                    + "; move it away if it is no inbox",
                            new IllegalStateException("unknown schema"),
                            false);
                }
            }
        }
    }

    /** Returns the number of entries. */
    public long count() {
        return number("SELECT count(*) FROM received");
    }

    /** Returns the highest number that was ever given out: new records must be above it. */
    public long highestId() {
        return number(HIGHEST_ID);
    }

    private long number(String sql) {
        try (PreparedStatement statement = connection.prepareStatement(sql);
                ResultSet row = statement.executeQuery()) {
            return row.next() ? row.getLong(1) : 0;
        } catch (SQLException e) {
            throw failure(e);
        }
    }

    /**
     * Returns the entries that follow a number, in order: at most so many, and at most so many bytes, but at least one. Empty at the end.
     *
     * @throws StoreException if an entry cannot be read; the message names its number
     */
    public List<EarlierEntry> after(long id, int maxEntries, long maxBytes) {
        List<EarlierEntry> entries = new ArrayList<>();
        long bytes = 0;
        try (PreparedStatement statement = connection.prepareStatement(ENTRIES_AFTER)) {
            statement.setLong(1, id);
            try (ResultSet row = statement.executeQuery()) {
                while (entries.size() < maxEntries && bytes < Math.max(1, maxBytes) && row.next()) {
                    EarlierEntry entry = entry(row);
                    entries.add(entry);
                    bytes += Math.max(1, entry.object().dataSet().length);
                }
            }
            return entries;
        } catch (SQLException e) {
            throw failure(e);
        }
    }

    private static EarlierEntry entry(ResultSet row) throws SQLException {
        long id = row.getLong("id");
        try {
            Origin origin = new Origin(
                    Instant.parse(row.getString("received_at")),
                    title(row.getString("calling_ae_title")),
                    Optional.ofNullable(row.getString("peer"))
                            .filter(peer -> !peer.isEmpty())
                            .map(Peer::new));
            InboxObject object = new InboxObject(
                    new SopInstanceUid(row.getString("sop_instance_uid")),
                    new SopClassUid(row.getString("sop_class_uid")),
                    new TransferSyntaxUid(row.getString("transfer_syntax_uid")),
                    origin,
                    row.getBytes("bytes"));
            Content content = new Content(row.getString("site"), row.getInt("version"), row.getString("sha256"));
            State state =
                    State.of(row.getString("state")).orElseThrow(() -> new IllegalArgumentException("unknown state"));
            return new EarlierEntry(
                    id, content, state, Optional.ofNullable(row.getString("reason")), object, row.getLong("size"));
        } catch (DateTimeException | IllegalArgumentException e) {
            throw new StoreException("entry " + id + " of " + FILE + " cannot be read: " + e.getMessage(), e, false);
        }
    }

    /** A title that is none, which no association could have had, is left out. */
    private static Optional<AeTitle> title(@Nullable String title) {
        return Optional.ofNullable(title)
                .filter(text -> !text.isBlank() && text.strip().length() <= AeTitle.MAX_LENGTH)
                .map(AeTitle::new);
    }

    private static StoreException failure(SQLException cause) {
        return new StoreException(FILE + " cannot be read: SQLite error " + (cause.getErrorCode() & 0xFF), cause, true);
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            throw failure(e);
        }
    }
}
