package org.doseagent.repository;

/** A request that is not taken: the status, and the text of the problem document. The text contains nothing that the request did not contain. */
final class Refusal extends Exception {

    private static final long serialVersionUID = 1L;

    private final int status;

    Refusal(int status, String detail) {
        super(detail);
        this.status = status;
    }

    Reply reply() {
        return new Reply(status, String.valueOf(getMessage()));
    }
}
