package org.doseagent.store.ledger;

import java.time.Instant;
import java.util.Optional;
import org.doseagent.store.StoreException;

/**
 * A released aggregate, exactly the bytes that leave, and where its delivery stands.
 *
 * @param sequence 1, or one more than the release of the period that this one corrects
 */
@SuppressWarnings("ArrayRecordComponent")
public record StoredRelease(
        String period,
        int sequence,
        String submissionId,
        Instant closedAt,
        byte[] json,
        State state,
        int attempts,
        Instant nextAttemptAt,
        Optional<String> note) {

    /** Where a delivery stands; labels are those of the command line. */
    public enum State {
        PENDING("pending"),
        SENT("sent"),
        REFUSED("refused");

        private final String label;

        State(String label) {
            this.label = label;
        }

        public String label() {
            return label;
        }

        static State of(String label) {
            for (State state : values()) {
                if (state.label.equals(label)) {
                    return state;
                }
            }
            throw new StoreException(
                    "a release has the unknown state " + label, new IllegalStateException(label), false);
        }
    }
}
