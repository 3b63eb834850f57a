package org.doseagent.store.inbox;

import java.util.Optional;
import org.doseagent.store.inbox.InboxEntry.State;
import org.doseagent.store.inbox.log.segment.InboxObject;

/**
 * An entry of the SQLite inbox of an earlier release.
 *
 * @param id its number, which becomes the sequence number in the log
 * @param content what tells it from other entries
 * @param state how far it was processed
 * @param reason why it is quarantined or does not apply
 * @param object the object; its data set is empty where retention deleted the bytes
 * @param size bytes of the data set when it was received
 */
public record EarlierEntry(
        long id, Content content, State state, Optional<String> reason, InboxObject object, long size) {

    /**
     * The key of an entry: no two have the same.
     *
     * @param version 1 for the first content that came under this SOP Instance UID, 2 for the second, and so on
     */
    public record Content(String site, int version, String sha256) {}

    /** Tells whether the bytes are still there. Without them the entry only serves to recognise a duplicate. */
    public boolean hasBytes() {
        return object.dataSet().length == size;
    }
}
