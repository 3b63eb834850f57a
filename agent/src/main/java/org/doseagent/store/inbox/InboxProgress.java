package org.doseagent.store.inbox;

import java.util.List;
import java.util.Optional;
import org.doseagent.store.inbox.InboxEntry.State;

/**
 * The states that processing gave to objects, written in the transaction of their exams.
 *
 * @param position up to where all records of the log have an entry; 0 leaves it as it is
 * @param endsAttempt whether the batch ends, so that a death of the process from now on is not its fault
 */
public record InboxProgress(List<Outcome> outcomes, long position, boolean endsAttempt) {

    /** Changes nothing. */
    public static final InboxProgress NONE = new InboxProgress(List.of(), 0, false);

    public InboxProgress {
        outcomes = List.copyOf(outcomes);
    }

    /** Returns the state of one object of a batch that is not at its end. */
    public static InboxProgress of(Outcome outcome) {
        return new InboxProgress(List.of(outcome), 0, false);
    }

    /** The state that processing gave to an object. */
    public static final class Outcome {

        private final ReceivedRow row;

        Outcome(ReceivedRow row) {
            this.row = row;
        }

        ReceivedRow row() {
            return row;
        }

        public long id() {
            return row.entry().id();
        }

        public State state() {
            return row.entry().state();
        }

        /** Returns why the object is quarantined or does not apply. */
        public Optional<String> reason() {
            return row.entry().reason();
        }
    }
}
