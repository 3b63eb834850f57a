package org.doseagent.cli;

/** What a command was asked for does not exist; the message says what. Exit code 3. */
final class NotFoundException extends Exception {

    private static final long serialVersionUID = 1L;

    NotFoundException(String message) {
        super(message);
    }
}
