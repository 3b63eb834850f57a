package org.doseagent.store.inbox;

import java.util.Optional;
import org.doseagent.store.inbox.log.segment.InboxObject.Peer;

/**
 * What {@code doses.db} has of a received object.
 *
 * @param content what tells it from other objects
 * @param peer where it came from
 * @param logSequence the record of the log that holds its bytes; 0 where they were deleted before the log existed
 * @param tries how often the process ended while it read the object
 */
record ReceivedRow(InboxEntry entry, Content content, Optional<Peer> peer, long logSequence, int tries) {

    /**
     * The key of an object within a site: no two have the same.
     *
     * @param version 1 for the first content that came under this SOP Instance UID, 2 for the second, and so on
     */
    record Content(int version, String sha256) {}

    ReceivedRow withTries(int count) {
        return new ReceivedRow(entry, content, peer, logSequence, count);
    }

    ReceivedRow with(InboxEntry.Status status) {
        return new ReceivedRow(entry.with(status), content, peer, logSequence, tries);
    }
}
