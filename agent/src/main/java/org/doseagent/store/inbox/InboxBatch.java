package org.doseagent.store.inbox;

import java.util.List;
import java.util.Optional;
import org.doseagent.store.inbox.InboxEntry.State;

/**
 * Objects that the worker takes together.
 *
 * @param position where the log is read on once all of them have a state; 0 for objects that are read again
 * @param duplicates objects that were left out: the same bytes are known under the same SOP Instance UID
 */
public record InboxBatch(List<Taken> objects, long position, int duplicates) {

    static final InboxBatch EMPTY = new InboxBatch(List.of(), 0, 0);

    public InboxBatch {
        objects = List.copyOf(objects);
    }

    /** Tells whether there was nothing to take, not even duplicates or damaged records to leave behind. */
    public boolean isEmpty() {
        return objects.isEmpty() && position == 0;
    }

    /** Returns what is written once each object has a state. */
    public InboxProgress end(List<InboxProgress.Outcome> outcomes) {
        return new InboxProgress(outcomes, position, true);
    }

    /** An object with its bytes, which nobody changes. */
    public static final class Taken {

        private final ReceivedRow row;
        private final byte[] bytes;

        Taken(ReceivedRow row, byte[] bytes) {
            this.row = row;
            this.bytes = bytes;
        }

        ReceivedRow row() {
            return row;
        }

        public InboxEntry entry() {
            return row.entry();
        }

        public byte[] bytes() {
            return bytes;
        }

        /** Returns the object with what processing made of it. */
        public InboxProgress.Outcome as(InboxEntry.Status status) {
            return new InboxProgress.Outcome(row.with(status));
        }
    }
}
