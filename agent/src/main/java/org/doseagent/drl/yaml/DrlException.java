package org.doseagent.drl.yaml;

/** A file of reference levels, categories or rules that cannot be used; the message names file, place and rule. */
public final class DrlException extends Exception {

    private static final long serialVersionUID = 1L;

    public DrlException(String message) {
        super(message);
    }

    public DrlException(String message, Throwable cause) {
        super(message, cause);
    }
}
