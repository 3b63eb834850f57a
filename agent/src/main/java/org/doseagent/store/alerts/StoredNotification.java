package org.doseagent.store.alerts;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Optional;
import org.doseagent.notify.Telling;
import org.doseagent.store.StoreException;

/**
 * One alert on its way to people through one channel, and where that stands.
 *
 * @param opening how often the alert had been opened when this was queued; told once each
 * @param batch what leaves in one message has the same
 * @param isOverflow whether it waits for the digest only since too many messages left within an hour
 * @param endedAt when it was sent, given up or found needless
 * @param note what came of the last attempt
 */
public record StoredNotification(
        long alertId,
        int opening,
        String channel,
        Telling telling,
        String batch,
        boolean isOverflow,
        State state,
        int attempts,
        Instant queuedAt,
        Instant dueAt,
        Optional<Instant> endedAt,
        Optional<String> note,
        Alert alert) {

    /** What may be told of an alert: nothing that names a study or a patient; the accession number only where it was asked for. */
    public record Alert(
            String kind,
            boolean isOpen,
            Instant openedAt,
            Optional<String> category,
            Optional<String> device,
            Optional<String> quantity,
            Optional<BigDecimal> value,
            Optional<BigDecimal> drl,
            Optional<BigDecimal> ratio,
            Optional<String> drlSet,
            String text,
            Optional<String> accessionNumber) {}

    /** Where a notification stands; labels are those of the command line. */
    public enum State {
        PENDING("pending"),
        SENT("sent"),
        /** Given up; a person must look. */
        FAILED("failed"),
        /** Needless: the alert was decided about, or lost its ground, before it left. */
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
