package org.doseagent.store.inbox.log;

/** What became of a put. */
public sealed interface PutOutcome {

    /** The object is on disk under this sequence number. */
    record Stored(long sequence) implements PutOutcome {}

    /** The object was not kept; the sender keeps it. */
    record Refused(Refusal reason) implements PutOutcome {}

    /** Why an object is not kept. All but {@link #OBJECT_TOO_LONG} may pass, so that the same put may succeed later. */
    enum Refusal {
        /** The log holds as many bytes or records as its limits allow. */
        INBOX_FULL,
        /** The free space of the disk is below the configured floor. */
        DISK_BELOW_FLOOR,
        /** The disk has no space for another segment. */
        NO_SPACE,
        /** The disk reported an error at a write or a sync. */
        IO_ERROR,
        /** More puts or bytes wait for the writer than the limits allow. */
        TOO_MANY_WAITING,
        /** The log is being closed. */
        CLOSED,
        /** The object is longer than the log's limit. The same object will never be kept. */
        OBJECT_TOO_LONG
    }
}
