package org.doseagent.store.sql;

import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;

/**
 * Everything in which SQLite and PostgreSQL differ for a {@link Session}: how a connection is opened, how one writer at a time is
 * ensured, and what a failure means. The SQL of the other rooms is the same for both (decision 0035).
 */
interface Dialect {

    /** Tells whether there is a store. Until then a reading connection sees an empty one. */
    boolean hasStore();

    /** Opens the connection that writes, and makes the store or updates its schema where needed. */
    Statements openToWrite();

    /**
     * Opens a connection that reads. It changes nothing; without a store it sees an empty one.
     *
     * @param hasWriter whether this session writes too
     */
    Statements openToRead(boolean hasWriter);

    /** Runs first in each writing transaction and returns when no other writer of the site is in one. */
    void waitForOtherWriters(Statements transaction) throws SQLException;

    /** Writes something that changes nothing, within a transaction. */
    void writeNothing(Statements transaction) throws SQLException;

    /** Returns how long a writer waits for another one. */
    Duration lockTimeout();

    /** Tells whether the connection is gone, so that the same may work on a new one. */
    boolean isConnectionGone(SQLException failure);

    /**
     * Returns the number of this agent among those that share the database; empty before it has one. It is 0 for a store that is not
     * shared.
     */
    Optional<Long> agent();

    /** Tells whether several agents share the store, so that the tables of the inbox name the agent. */
    boolean isShared();
}
