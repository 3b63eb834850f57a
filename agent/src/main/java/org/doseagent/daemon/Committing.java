package org.doseagent.daemon;

import java.security.SecureRandom;
import org.doseagent.intake.Commitments;

/** Builds what answers requests for storage commitment. */
final class Committing {

    private Committing() {}

    static Commitments of(Agent agent) {
        return new Commitments(
                agent.settings().network().commitment(),
                agent.settings().network().dicom().aeTitle(),
                new Commitments.Stores(agent.inbox(), agent.doses().commitments()),
                agent.clock(),
                new SecureRandom());
    }
}
