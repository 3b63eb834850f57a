package org.doseagent.store.sql;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;

/** A SQLite file of the data directory. */
final class SqliteDialect implements Dialect {

    private final Path file;
    private final Session.Schema schema;
    private final Duration busyTimeout;

    SqliteDialect(Path folder, Session.Schema schema, Duration busyTimeout) {
        this.file = folder.resolve(schema.name() + ".db");
        this.schema = schema;
        this.busyTimeout = busyTimeout;
    }

    @Override
    public boolean hasStore() {
        return Files.exists(file);
    }

    @Override
    public Statements openToWrite() {
        return new Statements(Database.open(file, schema.name(), schema.version(), busyTimeout));
    }

    /** A file that nobody writes is read without a lock, so that a reader makes no file; a process that writes has a log anyway. */
    @Override
    public Statements openToRead(boolean hasWriter) {
        Optional<RestingFile> resting = hasWriter ? Optional.empty() : RestingFile.of(file);
        return new Statements(
                Database.openToRead(file, schema.name(), schema.version(), resting.isPresent()), resting.orElse(null));
    }

    /** The driver begins each transaction with the lock (BEGIN IMMEDIATE). */
    @Override
    public void waitForOtherWriters(Statements transaction) {}

    @Override
    public void writeNothing(Statements transaction) throws SQLException {
        transaction.update("PRAGMA user_version = " + schema.version());
    }

    @Override
    public Duration lockTimeout() {
        return busyTimeout;
    }

    @Override
    public boolean isConnectionGone(SQLException failure) {
        return false;
    }

    @Override
    public Optional<Long> agent() {
        return Optional.of(0L);
    }

    @Override
    public boolean isShared() {
        return false;
    }
}
