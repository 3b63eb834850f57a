package org.doseagent.store.inbox;

import java.time.Instant;
import java.util.Optional;
import org.doseagent.dose.identity.AeTitle;
import org.doseagent.dose.identity.SopClassUid;
import org.doseagent.dose.identity.SopInstanceUid;
import org.doseagent.dose.identity.TransferSyntaxUid;

/** A received object without its bytes. */
public record InboxEntry(
        long id,
        SopInstanceUid sopInstanceUid,
        SopClassUid sopClassUid,
        TransferSyntaxUid transferSyntaxUid,
        Status status,
        Instant receivedAt,
        Optional<AeTitle> callingAeTitle,
        long size) {

    /**
     * What processing made of an object.
     *
     * @param reason why it is quarantined, or the kind of report that is not applicable
     */
    public record Status(State state, Optional<String> reason) {

        public static final Status RECEIVED = new Status(State.RECEIVED, Optional.empty());
        public static final Status PROCESSED = new Status(State.PROCESSED, Optional.empty());

        public static Status quarantined(String reason) {
            return new Status(State.QUARANTINED, Optional.of(reason));
        }

        public static Status notApplicable(String kind) {
            return new Status(State.NOT_APPLICABLE, Optional.of(kind));
        }
    }

    public State state() {
        return status.state;
    }

    public Optional<String> reason() {
        return status.reason;
    }

    InboxEntry with(Status newStatus) {
        return new InboxEntry(
                id, sopInstanceUid, sopClassUid, transferSyntaxUid, newStatus, receivedAt, callingAeTitle, size);
    }

    /** The states of an object; labels are those of the command line. */
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
