package org.doseagent.dicom;

/**
 * Bytes that are not DICOM, or that exceed a limit. It ends one object or one association, never the daemon. The message names what was
 * read, at which offset, and what was expected; it never quotes text of the object.
 */
public final class DicomException extends Exception {

    private static final long serialVersionUID = 1L;

    /** Why the bytes were refused. */
    public enum Reason {
        TRUNCATED,
        MALFORMED,
        LIMIT,
        UNSUPPORTED,
        PROTOCOL
    }

    private final Reason reason;

    public DicomException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    public DicomException(Reason reason, String message, Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
