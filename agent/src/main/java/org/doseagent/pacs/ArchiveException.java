package org.doseagent.pacs;

import java.io.IOException;
import java.util.Locale;

/** A PACS answered a query or retrieval with a failure. The association is still usable. */
public final class ArchiveException extends IOException {

    private static final long serialVersionUID = 1L;

    /** PS3.4 table C.4-2. */
    static final int MOVE_DESTINATION_UNKNOWN = 0xA801;

    private final int status;

    ArchiveException(String operation, int status) {
        super("the PACS answered " + operation + " with status " + String.format(Locale.ROOT, "%04XH", status & 0xFFFF)
                + ": " + meaning(status));
        this.status = status;
    }

    int status() {
        return status;
    }

    /** Returns what a status means (PS3.4 tables C.4-1 to C.4-3). */
    private static String meaning(int status) {
        if (status == 0xA701 || status == 0xA702 || status == 0xA700) {
            return "it has no resources for it now";
        }
        if (status == MOVE_DESTINATION_UNKNOWN) {
            return "it does not know the AE title to which it should send";
        }
        if (status == 0xA900) {
            return "the query does not fit the SOP class";
        }
        if (status == 0xB000) {
            return "some of the objects could not be sent";
        }
        if (status == 0xFE00) {
            return "it was cancelled";
        }
        if (status == 0x0122) {
            return "it does not support the SOP class";
        }
        return status >>> 12 == 0xC ? "it could not process it" : "no meaning in the standard";
    }
}
