package org.doseagent.net;

/** The statuses of a C-STORE-RSP that the agent sends (PS3.7 Annex C, PS3.4 table B.2-1). */
public enum StoreStatus {
    SUCCESS(0x0000),
    /** A7xx: the sender keeps the object and tries again. */
    OUT_OF_RESOURCES(0xA700),
    /** The object cannot be read, and its sender has sent many such objects: it keeps this one and tries again later. */
    TOO_MANY_UNREADABLE(0xA700),
    DATA_SET_MISMATCH(0xA900),
    CANNOT_UNDERSTAND(0xC000),
    /** Cxxx, for an object above the size limit: trying again does not help, which A7xx would promise. */
    ABOVE_SIZE_LIMIT(0xC001),
    PROCESSING_FAILURE(0x0110),
    INVALID_INSTANCE(0x0117),
    SOP_CLASS_NOT_SUPPORTED(0x0122);

    private final int code;

    StoreStatus(int code) {
        this.code = code;
    }

    public int code() {
        return code;
    }
}
