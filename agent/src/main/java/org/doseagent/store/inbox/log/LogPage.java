package org.doseagent.store.inbox.log;

import java.util.List;
import org.doseagent.store.inbox.log.segment.StoredObject;

/**
 * Objects of the log in the order of their sequence numbers.
 *
 * @param position the last sequence number that was examined: where the next page starts. It may be above the last object's number,
 *     because damaged records are skipped (and reported).
 */
public record LogPage(List<StoredObject> objects, long position) {

    public LogPage {
        objects = List.copyOf(objects);
    }
}
