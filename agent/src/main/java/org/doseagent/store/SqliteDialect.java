package org.doseagent.store;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;

/** A SQLite file of the data directory. */
final class SqliteDialect implements Dialect {

    private final Path file;
    private final Duration busyTimeout;

    SqliteDialect(Path file, Duration busyTimeout) {
        this.file = file;
        this.busyTimeout = busyTimeout;
    }

    @Override
    public boolean hasStore() {
        return Files.exists(file);
    }

    @Override
    public Statements openToWrite() {
        return new Statements(Database.open(file, Database.DOSES, Session.SCHEMA, busyTimeout));
    }

    @Override
    public Statements openToRead() {
        return new Statements(Database.openToRead(file, Database.DOSES, Session.SCHEMA));
    }

    /** The driver begins each transaction with the lock (BEGIN IMMEDIATE). */
    @Override
    public void waitForOtherWriters(Statements transaction) {}

    @Override
    public void writeNothing(Statements transaction) throws SQLException {
        transaction.update("PRAGMA user_version = " + Session.SCHEMA);
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
