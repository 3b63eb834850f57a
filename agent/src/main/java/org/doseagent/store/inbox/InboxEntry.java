package org.doseagent.store.inbox;

import java.time.Instant;
import java.util.Optional;
import org.doseagent.dose.identity.AeTitle;
import org.doseagent.dose.identity.SopInstanceUid;

/** A received object without its bytes. */
public record InboxEntry(
        long id,
        SopInstanceUid sopInstanceUid,
        String sopClassUid,
        String transferSyntaxUid,
        State state,
        Optional<String> reason,
        Instant receivedAt,
        Optional<AeTitle> callingAeTitle,
        long size) {

    InboxEntry with(State newState, Optional<String> newReason) {
        return new InboxEntry(
                id,
                sopInstanceUid,
                sopClassUid,
                transferSyntaxUid,
                newState,
                newReason,
                receivedAt,
                callingAeTitle,
                size);
    }

    /** Where an object stands; labels are those of the command line. */
    public enum State {
        RECEIVED("received"),
        PROCESSED("processed"),
        NOT_APPLICABLE("not-applicable"),
        QUARANTINED("quarantined");

        private final String label;

        State(String label) {
            this.label = label;
        }

        public String label() {
            return label;
        }

        public static Optional<State> of(String label) {
            for (State state : values()) {
                if (state.label.equals(label)) {
                    return Optional.of(state);
                }
            }
            return Optional.empty();
        }
    }
}
