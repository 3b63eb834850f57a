package org.doseagent.net.pdu;

/** Bytes that break PS3.8 or PS3.7; carries the reason that an A-ABORT by the provider gives (PS3.8 9.3.8). */
public final class PduException extends Exception {

    private static final long serialVersionUID = 1L;

    public static final int NOT_SPECIFIED = 0;
    public static final int UNRECOGNISED_PDU = 1;
    public static final int UNEXPECTED_PDU = 2;
    public static final int INVALID_PARAMETER = 6;

    private final int abortReason;

    public PduException(int abortReason, String message) {
        super(message);
        this.abortReason = abortReason;
    }

    /** Returns the reason field of the A-ABORT that answers these bytes. */
    public int abortReason() {
        return abortReason;
    }
}
