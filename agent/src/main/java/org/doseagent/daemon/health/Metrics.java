package org.doseagent.daemon.health;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.core.metrics.Info;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.instrumentation.jvm.JvmMetrics;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import java.util.regex.Pattern;

/**
 * The counters of the daemon in the Prometheus text format. Labels are fixed words (states, reasons, status codes) and scanners: never an AE
 * title, a UID or anything about a patient. Thread-safe.
 */
public final class Metrics {

    private final PrometheusRegistry registry = new PrometheusRegistry();

    public Metrics() {
        JvmMetrics.builder().register(registry);
    }

    final Gauge associationsOpen = Gauge.builder()
            .name("dose_agent_associations_open")
            .help("DICOM associations open now")
            .register(registry);
    final Counter associations = Counter.builder()
            .name("dose_agent_associations_total")
            .help("DICOM associations by outcome")
            .labelNames("outcome")
            .register(registry);
    final Counter objects = Counter.builder()
            .name("dose_agent_objects_received_total")
            .help("C-STORE requests by status answered")
            .labelNames("status")
            .register(registry);
    final Counter bytes = Counter.builder()
            .name("dose_agent_received_bytes_total")
            .help("Bytes of the objects received")
            .register(registry);
    final Counter wireIncidents = Counter.builder()
            .name("dose_agent_wire_incidents_total")
            .help("Limits of the network that were enforced, and failures that the acceptor survived")
            .labelNames("incident")
            .register(registry);
    public final Counter processed = Counter.builder()
            .name("dose_agent_reports_processed_total")
            .help("Inbox entries that the worker has finished")
            .register(registry);
    public final Counter deliveries = Counter.builder()
            .name("dose_agent_deliveries_total")
            .help("Attempts to deliver a submission by outcome")
            .labelNames("outcome")
            .register(registry);

    public final Counter notificationAttempts = Counter.builder()
            .name("dose_agent_notification_attempts_total")
            .help("Attempts to deliver notifications of alerts by channel and outcome")
            .labelNames("channel", "outcome")
            .register(registry);

    /** The name of a metric and its description on the metrics page. */
    public record Name(String text, String help) {
        private static final Pattern SHAPE = Pattern.compile("dose_agent_[a-z_]+");

        public Name {
            if (!SHAPE.matcher(text).matches()) {
                throw new IllegalArgumentException("not the name of a metric: " + text);
            }
        }
    }

    /** Adds a gauge with one value for each of the {@code labels}, computed when the page is read. */
    public void gauge(Name name, String label, Iterable<String> labels, ToDoubleFunction<String> value) {
        GaugeWithCallback.builder()
                .name(name.text())
                .help(name.help())
                .labelNames(label)
                .callback(callback -> labels.forEach(each -> callback.call(value.applyAsDouble(each), each)))
                .register(registry);
    }

    /** Adds a gauge with the labels that {@code values} returns when the page is read; an unknown value is absent. */
    public void gauge(Name name, String label, Supplier<Map<String, Double>> values) {
        GaugeWithCallback.builder()
                .name(name.text())
                .help(name.help())
                .labelNames(label)
                .callback(callback -> values.get().forEach((each, value) -> callback.call(value, each)))
                .register(registry);
    }

    /** Adds a counter with the labels and counts that {@code values} returns when the page is read. */
    public void counter(Name name, String label, Supplier<Map<String, Double>> values) {
        CounterWithCallback.builder()
                .name(name.text())
                .help(name.help())
                .labelNames(label)
                .callback(callback -> values.get().forEach((each, value) -> callback.call(value, each)))
                .register(registry);
    }

    /** Adds a gauge without labels. */
    public void gauge(Name name, DoubleSupplier value) {
        GaugeWithCallback.builder()
                .name(name.text())
                .help(name.help())
                .callback(callback -> callback.call(value.getAsDouble()))
                .register(registry);
    }

    /** Adds a gauge with several labels, whose values {@code builder} computes when the page is read. */
    public void register(GaugeWithCallback.Builder builder) {
        builder.register(registry);
    }

    /** Adds dose_agent_build_info, which is always 1. */
    public void build(String version, String commit) {
        Info.builder()
                .name("dose_agent_build")
                .help("Version and commit of the running program; always 1")
                .labelNames("version", "commit")
                .register(registry)
                .setLabelValues(version, commit);
    }

    public byte[] page() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            PrometheusTextFormatWriter.create().write(out, registry.scrape());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }
}
