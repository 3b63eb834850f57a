package org.doseagent.store;

/** The disk or the database failed. */
public final class StoreException extends RuntimeException {

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
