package org.doseagent.net;

/** The statuses that a C-STORE is answered with (PS3.7 Annex C, PS3.4 B.2.3). */
public enum StoreStatus {
    SUCCESS(0x0000),
    OUT_OF_RESOURCES(0xA700),
    DATA_SET_MISMATCH(0xA900),
    CANNOT_UNDERSTAND(0xC000),
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
