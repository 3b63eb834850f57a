package org.doseagent.cli;

/** The object that a command was asked for does not exist; the message names it. Exit code 3. */
public final class NotFoundException extends Exception {

    private static final long serialVersionUID = 1L;

    public NotFoundException(String message) {
        super(message);
    }
}
