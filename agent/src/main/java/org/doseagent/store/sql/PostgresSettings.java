package org.doseagent.store.sql;

import java.time.Duration;
import java.util.Optional;

/**
 * The PostgreSQL database that agents share.
 *
 * @param url the address as the driver takes it, with several hosts where a standby may take over; has no password
 * @param user empty: the driver takes the name of the operating system's user
 * @param password empty: none is sent, such as with a client certificate
 * @param timeouts how long to wait for the database
 */
public record PostgresSettings(String url, Optional<String> user, Optional<String> password, Timeouts timeouts) {

    /**
     * How long to wait for the database.
     *
     * @param connect for a connection to one host
     * @param answer for the answer to a statement that writes; a database that is silent for longer counts as gone
     */
    public record Timeouts(Duration connect, Duration answer) {}

    /** Without the password. */
    @Override
    public String toString() {
        return "PostgresSettings[" + url + "]";
    }
}
