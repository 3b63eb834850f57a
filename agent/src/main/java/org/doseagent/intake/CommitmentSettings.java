package org.doseagent.intake;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.doseagent.dose.identity.AeTitle;
import org.doseagent.net.calling.Requestor;
import org.doseagent.store.outbox.RetryPolicy;

/**
 * Who may ask for storage commitment, and how it is answered. {@code config/agent.yaml} explains the key {@code commitment}.
 *
 * @param peers AE titles that may ask, with the address to which the answer goes; none: the service is not offered
 */
public record CommitmentSettings(List<Requestor.Remote> peers, Limits limits, Deadlines deadlines, RetryPolicy retry) {

    /**
     * What peers may leave with us.
     *
     * @param maxObjects objects of one request
     * @param maxPending requests without an answer
     */
    public record Limits(int maxObjects, int maxPending) {}

    /**
     * How long things may take.
     *
     * @param response longest time of an answer of the peer
     * @param keepTrying age at which a request is given up
     */
    public record Deadlines(Duration response, Duration keepTrying) {}

    public CommitmentSettings {
        peers = List.copyOf(peers);
    }

    Optional<Requestor.Remote> address(AeTitle peer) {
        return peers.stream().filter(remote -> remote.aeTitle().equals(peer)).findFirst();
    }
}
