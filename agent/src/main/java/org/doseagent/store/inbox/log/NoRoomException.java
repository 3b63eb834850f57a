package org.doseagent.store.inbox.log;

import java.io.IOException;
import org.doseagent.store.inbox.log.PutOutcome.Refusal;

/** There is no room for another segment. */
final class NoRoomException extends IOException {

    private static final long serialVersionUID = 1L;

    private final Refusal refusal;

    NoRoomException(Refusal refusal) {
        super("no room for another segment: " + refusal);
        this.refusal = refusal;
    }

    Refusal refusal() {
        return refusal;
    }
}
