package org.doseagent.store.ledger;

import java.time.Instant;
import java.util.Optional;
import org.doseagent.aggregate.cells.CalendarPeriod;
import org.doseagent.aggregate.control.ReleasedDocument;
import org.doseagent.store.StoreException;

/** A released document and the state of its delivery. */
public record StoredRelease(
        ReleasedDocument document,
        Instant closedAt,
        State state,
        int attempts,
        Instant nextAttemptAt,
        Optional<String> note) {

    /** The state of a delivery; the labels are those of the command line. */
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

    public CalendarPeriod period() {
        return document.period();
    }

    public int sequence() {
        return document.sequence();
    }

    public String submissionId() {
        return document.submissionId();
    }

    /** Returns exactly the bytes that leave. */
    public byte[] json() {
        return document.json();
    }
}
