package org.doseagent.daemon.health;

import java.util.Locale;
import org.doseagent.net.AssociationListener;
import org.doseagent.net.StoreStatus;

/** Counts the events of the network. */
public final class WireMetrics implements AssociationListener {

    private final Metrics metrics;

    public WireMetrics(Metrics metrics) {
        this.metrics = metrics;
    }

    @Override
    public void opened() {
        metrics.associationsOpen.inc();
    }

    @Override
    public void ended(String outcome, boolean wasOpened) {
        if (wasOpened) {
            metrics.associationsOpen.dec();
        }
        metrics.associations.labelValues(outcome).inc();
    }

    @Override
    public void answered(StoreStatus status, int bytes) {
        metrics.objects.labelValues(status.name()).inc();
        metrics.bytes.inc(bytes);
    }

    @Override
    public void incident(Incident incident) {
        metrics.wireIncidents
                .labelValues(incident.name().toLowerCase(Locale.ROOT).replace('_', '-'))
                .inc();
    }
}
