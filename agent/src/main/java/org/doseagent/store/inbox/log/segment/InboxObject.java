package org.doseagent.store.inbox.log.segment;

import java.time.Instant;
import java.util.Optional;
import org.doseagent.dose.identity.AeTitle;
import org.doseagent.dose.identity.SopClassUid;
import org.doseagent.dose.identity.SopInstanceUid;
import org.doseagent.dose.identity.TransferSyntaxUid;

/** An object as it was received: its UIDs, its origin and the data set as encoded. Nobody changes the array after it was handed over. */
@SuppressWarnings("ArrayRecordComponent")
public record InboxObject(
        SopInstanceUid sopInstanceUid,
        SopClassUid sopClassUid,
        TransferSyntaxUid transferSyntaxUid,
        Origin origin,
        byte[] dataSet) {

    /** The network address of a sender, or the name of another source such as {@code import}. */
    public record Peer(String value) {}

    /** When an object came and from whom. The time keeps nanoseconds. */
    public record Origin(Instant receivedAt, Optional<AeTitle> callingAeTitle, Optional<Peer> peer) {}
}
