package org.doseagent.daemon;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.doseagent.forward.Certificates;
import org.doseagent.store.outbox.Delivery;
import org.doseagent.store.ledger.StoredRelease;

/** What the metrics page says of the outbox and the certificates of the way out. */
final class OutboxMetrics {

    private OutboxMetrics() {}

    static void add(Metrics metrics, Agent agent) {
        metrics.gauge(
                "dose_agent_outbox_releases",
                "Releases in the outbox by state",
                "state",
                () -> counts(agent.ledger().all()));
        metrics.gauge(
                "dose_agent_outbox_oldest_seconds",
                "For how long the oldest release on its way waits; 0 when none does",
                () -> Doctor.oldestWaiting(agent.ledger().all(), agent.clock().instant())
                        .map(Duration::toSeconds)
                        .orElse(0L));
        metrics.gauge(
                "dose_agent_certificate_expiry_seconds",
                "Seconds until a certificate of the way to the repository ends; below 0 when it has",
                "certificate",
                () -> Certificates.secondsLeft(agent.repository(), agent.clock().instant()));
        List.of("delivered", "later", "refused").forEach(outcome -> metrics.deliveries.initLabelValues(outcome));
    }

    static Map<String, Double> counts(List<StoredRelease> releases) {
        Map<String, Double> counts = new TreeMap<>();
        for (StoredRelease.State state : StoredRelease.State.values()) {
            counts.put(state.label(), 0.0);
        }
        releases.forEach(release -> counts.merge(release.state().label(), 1.0, Double::sum));
        return counts;
    }

    static void count(Metrics metrics, Delivery delivery) {
        String outcome = delivery instanceof Delivery.Delivered
                ? "delivered"
                : delivery instanceof Delivery.Refused ? "refused" : "later";
        metrics.deliveries.labelValues(outcome).inc();
    }
}
