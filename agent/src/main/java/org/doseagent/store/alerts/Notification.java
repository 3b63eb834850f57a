package org.doseagent.store.alerts;

import java.time.Instant;
import java.util.Optional;
import org.doseagent.store.StoreException;

/**
 * The notification of one alert through one channel, and its progress.
 *
 * @param opening how often the alert had been opened when this was queued; each opening is notified once
 * @param isOverflow whether it waits for the digest only because too many messages left within an hour
 * @param alert with the study, which groups the alerts of one exam and never leaves; with the accession number only where it was asked for
 */
public record Notification(int opening, Ticket ticket, boolean isOverflow, Progress progress, AlertEntry alert) {

    /**
     * When and with what a notification leaves.
     *
     * @param batch the same for all that leaves in one message
     */
    public record Ticket(String channel, NotificationMode mode, String batch, Instant dueAt) {}

    /**
     * How far a notification has come.
     *
     * @param endedAt when it was sent, given up or found needless
     * @param result of the last attempt
     */
    public record Progress(
            State state, int attempts, Instant queuedAt, Optional<Instant> endedAt, Optional<String> result) {}

    /** The state of a notification; labels are those of the command line. */
    public enum State {
        PENDING("pending"),
        SENT("sent"),
        /** Given up; a person must look. */
        FAILED("failed"),
        /** Needless: the alert was decided about, or its condition no longer held, before it left. */
        SKIPPED("skipped");

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
                    "a notification has the unknown state " + label, new IllegalStateException(label), false);
        }
    }
}
