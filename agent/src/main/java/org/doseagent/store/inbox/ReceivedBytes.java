package org.doseagent.store.inbox;

import java.time.Instant;
import java.util.Optional;
import org.doseagent.dose.identity.AeTitle;
import org.doseagent.dose.identity.SopInstanceUid;

/** What goes into the inbox: the data set as encoded, and how it came. */
@SuppressWarnings("ArrayRecordComponent")
public record ReceivedBytes(
        SopInstanceUid sopInstanceUid,
        String sopClassUid,
        String transferSyntaxUid,
        Optional<AeTitle> callingAeTitle,
        String peer,
        Instant receivedAt,
        byte[] bytes) {}
