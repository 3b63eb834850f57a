package org.doseagent.store.inbox;

import java.time.Instant;

/** What goes into the inbox: the data set as encoded, and how it came. */
@SuppressWarnings("ArrayRecordComponent")
public record ReceivedBytes(
        String sopInstanceUid,
        String sopClassUid,
        String transferSyntaxUid,
        String callingAeTitle,
        String peer,
        Instant receivedAt,
        byte[] bytes) {}
