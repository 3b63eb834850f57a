package org.doseagent.store;

/** The disk or the database failed. */
public final class StoreException extends RuntimeException {

    /** The advice for a damaged {@code doses.db}, the same in every command. */
    public static final String REPAIR =
            "Stop the daemon and run dose-agent reprocess --all: it keeps the damaged file under another name, and"
                    + " builds the exams again from the inbox. Decisions, audit and ledger come back only from a backup (dose-agent db restore)";

    /** Returns a message without {@link #REPAIR}, for where the advice has a place of its own. */
    public static String withoutRepair(String message) {
        return message.replace(". " + REPAIR, "");
    }

    private static final long serialVersionUID = 1L;

    private final boolean retryable;

    public StoreException(String message, Throwable cause, boolean retryable) {
        super(message, cause);
        this.retryable = retryable;
    }

    /** Tells whether the same may work later: busy, full, out of space. */
    public boolean isRetryable() {
        return retryable;
    }
}
