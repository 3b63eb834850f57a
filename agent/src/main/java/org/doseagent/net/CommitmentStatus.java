package org.doseagent.net;

/** The statuses of an N-ACTION-RSP that the agent sends (PS3.7 10.1.4.1.10), each with its Error Comment. */
public enum CommitmentStatus {
    ACCEPTED(0x0000, ""),
    PROCESSING_FAILURE(0x0110, "the agent could not keep the request, try again"),
    NO_SUCH_INSTANCE(0x0112, "not the well-known instance of Storage Commitment"),
    INVALID_VALUE(0x0115, "Transaction UID or Referenced SOP Sequence is not usable"),
    NO_SUCH_ACTION(0x0123, "the only action is 1, Request Storage Commitment"),
    NOT_AUTHORISED(0x0124, "commitment.peers has no address of this AE title"),
    RESOURCE_LIMITATION(0x0213, "too many objects, or too many requests without an answer");

    private final int code;
    private final String comment;

    CommitmentStatus(int code, String comment) {
        this.code = code;
        this.comment = comment;
    }

    public int code() {
        return code;
    }

    public String comment() {
        return comment;
    }
}
