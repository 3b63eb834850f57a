package org.doseagent.store.sql;

import java.sql.SQLException;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import javax.net.ssl.SSLException;
import org.doseagent.store.StoreException;

/** What the error codes of PostgreSQL mean. Messages of the server name values of rows, so that none of them is passed on. */
final class PostgresFailure {

    private static final String READ_ONLY = "25006";
    private static final String LOCK_NOT_AVAILABLE = "55P03";
    private static final String CANCELLED = "57014";
    private static final String NO_PRIVILEGE = "42501";
    private static final String DISK_FULL = "53100";

    /** Connections that are gone, and databases that stop or start. */
    private static final Set<String> GONE = Set.of("57P01", "57P02", "57P03", "57P05", "25P03");

    /** Classes of errors that may pass: connection, resources, conflicts of transactions, the system below. */
    private static final Set<String> MAY_PASS = Set.of("08", "53", "40", "58");

    /** Values that the database cannot hold; the first two characters of the code. */
    private static final Set<String> VALUES = Set.of("22", "54");

    private static final Map<String, String> WORDS = Map.of(
            "08", "the database cannot be reached",
            "28", "the database refuses the user or the password",
            "3D", "there is no such database",
            "53", "the database has no connections or resources left",
            "40", "the transaction met another one",
            "58", "the machine of the database failed");

    private PostgresFailure() {}

    /** Tells whether the connection, or the database behind it, is gone. A primary that became a standby counts. */
    static boolean isConnectionGone(SQLException failure) {
        String state = state(failure);
        return state.startsWith("08") || GONE.contains(state) || state.equals(READ_ONLY);
    }

    /** Tells whether the values of the statement cannot be stored, which no repetition changes. */
    static boolean isAboutValues(SQLException failure) {
        return VALUES.contains(kind(failure));
    }

    static StoreException of(String what, SQLException failure) {
        boolean isRetryable = isConnectionGone(failure)
                || MAY_PASS.contains(kind(failure))
                || Set.of(LOCK_NOT_AVAILABLE, CANCELLED).contains(state(failure));
        SQLException withoutValues = new SQLException("SQLState " + state(failure), state(failure));
        withoutValues.setStackTrace(failure.getStackTrace());
        return new StoreException(
                what + ": " + words(failure) + " (SQLState " + state(failure) + ")", withoutValues, isRetryable);
    }

    private static String words(SQLException failure) {
        for (Throwable cause = failure.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof SSLException) {
                return "the certificate of the database is not trusted, or TLS fails; see sslrootcert in docs/network.md";
            }
        }
        return switch (state(failure)) {
            case DISK_FULL -> "no room on the disk of the database";
            case NO_PRIVILEGE -> "the user has no right to do this";
            case READ_ONLY -> "the database takes no writes; it is a standby";
            case LOCK_NOT_AVAILABLE -> "another writer of this site holds the lock";
            case "57P01", "57P02", "57P03" -> "the database stops or starts";
            default -> WORDS.getOrDefault(kind(failure), "PostgreSQL error");
        };
    }

    private static String kind(SQLException failure) {
        return state(failure).length() < 2 ? "" : state(failure).substring(0, 2);
    }

    private static String state(SQLException failure) {
        return Objects.requireNonNullElse(failure.getSQLState(), "");
    }
}
