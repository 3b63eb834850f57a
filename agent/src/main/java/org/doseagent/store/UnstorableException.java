package org.doseagent.store;

/** The database cannot hold a value, such as a text that is too long for its index. It is about the object, not the store. */
public final class UnstorableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public UnstorableException(Throwable cause) {
        super("the database cannot hold a value of this object", cause);
    }
}
