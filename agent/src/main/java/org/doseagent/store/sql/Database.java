package org.doseagent.store.sql;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import org.doseagent.store.DataDirectory;
import org.doseagent.store.FileModes;
import org.doseagent.store.StoreException;
import org.doseagent.store.exams.EarlierDocuments;
import org.sqlite.JDBC;
import org.sqlite.SQLiteOpenMode;

/** Opens a SQLite file the way the agent needs it, and brings its schema up to date. */
public final class Database {

    /** The name of the store of doses, and of its file and migrations. */
    public static final String DOSES = "doses";

    /** How long a statement waits for another process; an import beside the daemon commits in milliseconds. */
    static final Duration BUSY_TIMEOUT = Duration.ofSeconds(20);

    /** The pages of the indices that a batch touches stay in memory; with the usual two mebibytes, a big store reads them again and again. */
    private static final int WRITE_CACHE_KIB = 32_768;

    /** Statistics read an index in its order, each page once; the cache of the operating system does the rest. */
    private static final int READ_CACHE_KIB = 8_192;

    private static final int CORRUPT = 11;
    private static final int NOT_A_DATABASE = 26;

    /** SQLITE_FULL: the disk or the permitted size of the file is used up. */
    private static final int FULL = 13;

    /** A store that exists in memory alone, and is empty. */
    private static final Path IN_MEMORY = Path.of(":memory:");

    /** In the name of the copy that is made before a migration. */
    public static final String SCHEMA_BACKUP = ".schema-";

    /** How many problems of a damaged file are named. */
    private static final int MAX_PROBLEMS = 5;

    private Database() {}

    /**
     * Opens the file, WAL and synchronous=FULL, and migrates it to {@code version} with the resources {@code name-V001.sql} and on.
     *
     * @throws StoreException if the file cannot be opened or has a newer schema
     */
    public static Connection open(Path file, String name, int version) {
        return open(file, name, version, BUSY_TIMEOUT);
    }

    /** The same, waiting so long for the lock of another process. */
    static Connection open(Path file, String name, int version, Duration busyTimeout) {
        if (!file.equals(IN_MEMORY)) {
            DataDirectory.make(Objects.requireNonNull(file.toAbsolutePath().getParent()));
            FileModes.makeFile(file); // SQLite gives its log and its shared memory the mode of the file
        }
        try {
            Properties properties = new Properties();
            properties.setProperty("journal_mode", "WAL");
            properties.setProperty("synchronous", "FULL");
            properties.setProperty("foreign_keys", "true");
            properties.setProperty("busy_timeout", Long.toString(busyTimeout.toMillis()));
            properties.setProperty("transaction_mode", "IMMEDIATE");
            // Else the driver asks for the last row number after every insert.
            properties.setProperty("jdbc.get_generated_keys", "false");
            properties.setProperty("cache_size", Integer.toString(-WRITE_CACHE_KIB));
            Connection connection = connect("jdbc:sqlite:" + file, properties);
            try {
                overwriteDeleted(connection);
                migrate(connection, file, name, version);
            } catch (SQLException | RuntimeException e) {
                connection.close();
                throw e;
            }
            return connection;
        } catch (SQLException e) {
            throw failure("cannot open " + file.getFileName(), e);
        }
    }

    /** Connects without the DriverManager, which would load the driver of PostgreSQL too and make each command start later. */
    private static Connection connect(String url, Properties properties) throws SQLException {
        return Objects.requireNonNull(JDBC.createConnection(url, properties), url);
    }

    /** What is deleted is overwritten with zeros, so that no part of the file has it afterwards. */
    private static void overwriteDeleted(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA secure_delete = ON");
        }
    }

    private static void migrate(Connection connection, Path file, String name, int version) throws SQLException {
        int current = version(connection);
        if (current > version) {
            throw newer(file, current, version);
        }
        if (current == version) {
            return;
        }
        if (current > 0) {
            backup(connection, file, current);
        }
        connection.setAutoCommit(
                false); // begins; whoever opens the connection closes it after a failure, which rolls back
        try (Statement statement = connection.createStatement()) {
            for (int step = version(connection) + 1; step <= version; step++) {
                for (String sql : script(name, step).split(";\\s*\n", -1)) {
                    if (!sql.isBlank()) {
                        statement.executeUpdate(sql);
                    }
                }
                if (step == EarlierDocuments.SCHEMA && name.equals("doses")) {
                    EarlierDocuments.move(connection);
                }
                statement.executeUpdate("PRAGMA user_version = " + step);
            }
        }
        connection.setAutoCommit(true); // commits
    }

    /**
     * Opens the file for reading only; nothing in the data directory changes. A file that does not exist reads as an empty store.
     *
     * @param isResting whether the file is read without a lock; see {@link RestingFile}
     * @throws StoreException if the file cannot be opened, or if its schema is older or newer than {@code version}
     */
    public static Connection openToRead(Path file, String name, int version, boolean isResting) {
        if (!Files.exists(file)) {
            return open(IN_MEMORY, name, version);
        }
        try {
            Connection connection = connectToRead(file, isResting);
            try {
                int current = version(connection);
                if (current == 0) { // another process has made the file and not its tables yet
                    connection.close();
                    return open(IN_MEMORY, name, version);
                }
                requireSchema(file, current, version);
                return connection;
            } catch (SQLException | RuntimeException e) {
                connection.close();
                throw e;
            }
        } catch (SQLException e) {
            throw failure("cannot open " + file.getFileName(), e);
        }
    }

    /** Opens an empty store in memory, which reads like one in which nothing was received yet. */
    static Connection openEmpty() {
        return open(IN_MEMORY, DOSES, Session.SCHEMA);
    }

    private static Connection connectToRead(Path file, boolean isResting) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty(
                "open_mode", Integer.toString(SQLiteOpenMode.READONLY.flag | SQLiteOpenMode.OPEN_URI.flag));
        properties.setProperty("busy_timeout", Long.toString(BUSY_TIMEOUT.toMillis()));
        properties.setProperty("cache_size", Integer.toString(-READ_CACHE_KIB));
        // Where the folder cannot be written and no process has the store open, SQLite needs to know that it may read
        // without a lock.
        boolean isAtRest = isResting
                || (!Files.isWritable(
                                Objects.requireNonNull(file.toAbsolutePath().getParent()))
                        && !Files.exists(file.resolveSibling(file.getFileName() + "-wal")));
        String uri = file.toUri().getRawPath();
        return connect("jdbc:sqlite:file:" + uri + (isAtRest ? "?immutable=1" : ""), properties);
    }

    /** Tells whether SQLite finds the file damaged, or no database at all. Reads all of it. */
    public static boolean isDamaged(Path file) {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("PRAGMA quick_check(1)")) {
            return !row.next() || !"ok".equals(row.getString(1));
        } catch (SQLException e) {
            int code = e.getErrorCode() & 0xFF;
            if (code == CORRUPT || code == NOT_A_DATABASE) {
                return true;
            }
            throw failure("doses.db cannot be checked", e);
        }
    }

    private static void requireSchema(Path file, int current, int version) {
        if (current > version) {
            throw newer(file, current, version);
        }
        if (current < version) {
            throw new StoreException(
                    file.getFileName() + " has schema " + current + ", and this program reads schema " + version
                            + ". Restart the daemon: it backs the store up and updates it",
                    new IllegalStateException("older schema"),
                    false);
        }
    }

    private static StoreException newer(Path file, int current, int version) {
        return new StoreException(
                file.getFileName() + " has schema " + current + ", this program knows " + version
                        + "; use the newer program",
                new IllegalStateException("newer schema"),
                false);
    }

    private static int version(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("PRAGMA user_version")) {
            return rows.next() ? rows.getInt(1) : 0;
        }
    }

    /** Copies the store as it is committed, also while other processes write it, into a file that appears whole. */
    private static void backup(Connection connection, Path file, int version) throws SQLException {
        Path backup = file.resolveSibling(file.getFileName() + SCHEMA_BACKUP + version + ".backup");
        Path unfinished = file.resolveSibling(backup.getFileName() + ".unfinished");
        try {
            copy(connection, unfinished);
            Files.move(unfinished, backup, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Writes what is committed into a new file of mode 0600, without free space, and returns after it is on disk. */
    private static void copy(Connection connection, Path target) throws SQLException, IOException {
        Files.deleteIfExists(target);
        FileModes.makeFile(target);
        try (PreparedStatement copy = connection.prepareStatement("VACUUM INTO ?")) {
            copy.setString(1, target.toString());
            copy.executeUpdate();
        }
        try (FileChannel channel = FileChannel.open(target, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
    }

    /**
     * Copies a store as it is committed at this moment, also while other processes write it, into a new file.
     *
     * @throws StoreException if the store cannot be read, or the copy not be written
     */
    public static void copy(Path file, Path target) throws IOException {
        try (Connection connection = connectToRead(file, false)) {
            copy(connection, target);
        } catch (SQLException e) {
            throw failure("doses.db cannot be copied", e);
        }
    }

    /** Returns the number of the schema of a file. */
    public static int schemaOf(Path file) {
        try {
            return read(file, statement -> version(statement.getConnection()));
        } catch (SQLException e) {
            throw failure(file.getFileName() + " cannot be read", e);
        }
    }

    /** What is read from a connection. */
    private interface FileReading<T> {
        T read(Statement statement) throws SQLException;
    }

    /** Reads a file that nobody writes without a lock, so that reading makes no file; again with one, if somebody began to write. */
    private static <T> T read(Path file, FileReading<T> reading) throws SQLException {
        Optional<RestingFile> resting = RestingFile.of(file);
        if (resting.isPresent()) {
            try (Connection connection = connectToRead(file, true);
                    Statement statement = connection.createStatement()) {
                T result = reading.read(statement);
                if (resting.get().isUnchanged()) {
                    return result;
                }
            } catch (SQLException e) {
                if (resting.get().isUnchanged()) {
                    throw e;
                }
            }
        }
        try (Connection connection = connectToRead(file, false);
                Statement statement = connection.createStatement()) {
            return reading.read(statement);
        }
    }

    /** Returns how many rows each of these tables has. */
    public static Map<String, Long> count(Path file, List<String> tables) {
        try {
            return read(file, statement -> {
                Map<String, Long> counts = new LinkedHashMap<>();
                for (String table : tables) {
                    try (ResultSet row = statement.executeQuery("SELECT count(*) FROM " + table)) {
                        counts.put(table, row.next() ? row.getLong(1) : 0);
                    }
                }
                return counts;
            });
        } catch (SQLException e) {
            throw failure(file.getFileName() + " cannot be counted", e);
        }
    }

    /** Returns what SQLite finds wrong with a file, at most a few sentences; empty if it is intact. Reads all of it; changes nothing. */
    public static List<String> problems(Path file) {
        try {
            return read(file, Database::problems);
        } catch (SQLException e) {
            return List.of(String.valueOf(
                    failure(file.getFileName() + " cannot be read", e).getMessage()));
        }
    }

    private static List<String> problems(Statement statement) throws SQLException {
        List<String> problems = new ArrayList<>();
        try (ResultSet rows = statement.executeQuery("PRAGMA integrity_check(" + MAX_PROBLEMS + ")")) {
            while (rows.next()) {
                problems.add(rows.getString(1));
            }
        }
        problems.remove("ok");
        try (ResultSet rows = statement.executeQuery("PRAGMA foreign_key_check")) {
            while (rows.next() && problems.size() < MAX_PROBLEMS) {
                problems.add("a row of " + rows.getString(1) + " names a row of " + rows.getString(3)
                        + " that does not exist");
            }
        }
        return problems;
    }

    private static String script(String name, int step) {
        String resource = String.format(Locale.ROOT, "%s-V%03d.sql", name, step);
        try (InputStream in = Objects.requireNonNull(Database.class.getResourceAsStream(resource), resource)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String cause(int code) {
        return switch (code) {
            case FULL -> "no room on the disk (SQLite error 13)";
            case CORRUPT, NOT_A_DATABASE ->
                "the file is damaged (SQLite error " + code
                        + "). Stop the daemon and run dose-agent reprocess --all: it"
                        + " keeps the damaged file under another name, and builds the exams again from the inbox";
            default -> "SQLite error " + code;
        };
    }

    /** Wraps a failure; busy, full and I/O errors may pass. Only PostgreSQL names an SQLState. */
    public static StoreException failure(String what, SQLException e) {
        if (e.getSQLState() != null) {
            return PostgresFailure.of(what, e);
        }
        int code = e.getErrorCode() & 0xFF;
        boolean isRetryable = code == 5 || code == 6 || code == 10 || code == FULL;
        return new StoreException(what + ": " + cause(code), e, isRetryable);
    }
}
