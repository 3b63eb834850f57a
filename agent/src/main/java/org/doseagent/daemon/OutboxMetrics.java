package org.doseagent.daemon;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.doseagent.daemon.health.Metrics;
import org.doseagent.forward.ForwardChecks;
import org.doseagent.net.AcceptorSettings;
import org.doseagent.store.ledger.ReleaseLedger;
import org.doseagent.store.ledger.StoredRelease;
import org.doseagent.store.outbox.Delivery;

/** The metrics of the outbox and of the certificates for the repository. */
final class OutboxMetrics {

    private OutboxMetrics() {}

    static void add(Metrics metrics, Agent agent) {
        metrics.gauge(
                new Metrics.Name("dose_agent_outbox_releases", "Releases in the outbox by state"),
                "state",
                () -> byState(agent.ledger().counts()));
        metrics.gauge(
                new Metrics.Name(
                        "dose_agent_outbox_oldest_seconds",
                        "Age of the oldest pending release; 0 when none is pending"),
                () -> agent.ledger()
                        .counts()
                        .oldestPending()
                        .map(closed -> Duration.between(closed, agent.clock().instant())
                                .toSeconds())
                        .orElse(0L));
        metrics.gauge(
                new Metrics.Name(
                        "dose_agent_certificate_expiry_seconds",
                        "Seconds until a certificate for the repository or for DICOM TLS expires; below 0 when it has expired"),
                "certificate",
                () -> secondsLeft(agent));
        List.of("delivered", "later", "refused").forEach(outcome -> metrics.deliveries.initLabelValues(outcome));
    }

    /** Certificates that cannot be read are left out: {@code doctor} and the log name the problem. */
    private static Map<String, Double> secondsLeft(Agent agent) {
        Instant now = agent.clock().instant();
        Map<String, Double> left = new TreeMap<>(ForwardChecks.secondsLeft(agent.repository(), now));
        try {
            Optional<AcceptorSettings.Tls> tls =
                    agent.settings().network().dicom().tls();
            if (tls.isPresent()) {
                tls.get()
                        .identity()
                        .ends()
                        .forEach((name, end) -> left.put(
                                name, (double) Duration.between(now, end).toSeconds()));
            }
        } catch (IOException e) {
            return left;
        }
        return left;
    }

    private static Map<String, Double> byState(ReleaseLedger.Counts counts) {
        Map<String, Double> byState = new TreeMap<>();
        for (StoredRelease.State state : StoredRelease.State.values()) {
            byState.put(state.label(), (double) counts.of(state));
        }
        return byState;
    }

    static void count(Metrics metrics, Delivery delivery) {
        String outcome = delivery instanceof Delivery.Delivered
                ? "delivered"
                : delivery instanceof Delivery.Refused ? "refused" : "later";
        metrics.deliveries.labelValues(outcome).inc();
    }
}
