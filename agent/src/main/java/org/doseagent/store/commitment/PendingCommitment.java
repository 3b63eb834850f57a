package org.doseagent.store.commitment;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.doseagent.dose.identity.AeTitle;
import org.doseagent.dose.identity.SopInstanceUid;

/**
 * A request for storage commitment that has no answer yet.
 *
 * @param objects what the peer named; with the outcome of each once it is decided
 */
public record PendingCommitment(Key key, Status status, List<Reference> objects) {

    /** Who asked, and the Transaction UID: a peer that uses it again asks again. */
    public record Key(AeTitle peer, String transactionUid) {}

    /**
     * What has become of it.
     *
     * @param inboxId highest number in the inbox when the request came; it is decided once everything up to it is processed
     * @param isDecided whether the outcome of each object is known; it does not change afterwards, whatever is deleted
     * @param attempts how often the answer was sent in vain
     */
    public record Status(Instant receivedAt, long inboxId, boolean isDecided, int attempts) {}

    /**
     * An object that the peer named.
     *
     * @param failure Failure Reason (PS3.3 C.14.1.1); empty: it is committed, or not decided yet
     */
    public record Reference(String sopClassUid, SopInstanceUid sopInstanceUid, Optional<Integer> failure) {}

    public PendingCommitment {
        objects = List.copyOf(objects);
    }
}
