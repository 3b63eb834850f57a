package org.doseagent.net;

/** A PDU that breaks PS3.8; carries the reason that an A-ABORT by the provider gives (PS3.8 9.3.8). */
final class PduException extends Exception {

    private static final long serialVersionUID = 1L;

    static final int NOT_SPECIFIED = 0;
    static final int UNRECOGNISED_PDU = 1;
    static final int UNEXPECTED_PDU = 2;
    static final int INVALID_PARAMETER = 6;

    private final int abortReason;

    PduException(int abortReason, String message) {
        super(message);
        this.abortReason = abortReason;
    }

    int abortReason() {
        return abortReason;
    }
}
