package org.doseagent.daemon;

import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.YearMonth;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import org.doseagent.daemon.health.Metrics;
import org.doseagent.dose.assessment.AlertKind;
import org.doseagent.dose.assessment.AlertStatus;
import org.doseagent.dose.identity.DeviceKey;
import org.doseagent.drl.mapping.CategoryCount;
import org.doseagent.store.alerts.AlertQuery;
import org.doseagent.store.exams.StoredDevice;

/** The metrics of what is stored: waiting objects, scanners, open alerts, unmapped parts, sizes. */
final class StoreMetrics {

    private final Agent agent;
    private final int maxScanners;

    private StoreMetrics(Agent agent) {
        this.agent = agent;
        this.maxScanners = agent.settings().network().http().maxScanners();
    }

    static void add(Metrics metrics, Agent agent) {
        StoreMetrics store = new StoreMetrics(agent);
        metrics.gauge(
                new Metrics.Name(
                        "dose_agent_inbox_oldest_waiting_seconds",
                        "Age of the object that has waited longest for processing; 0 when none waits"),
                store::oldestWaitingSeconds);
        metrics.gauge(new Metrics.Name("dose_agent_alerts_open", "Open alerts by kind"), "kind", store::openAlerts);
        metrics.gauge(
                new Metrics.Name(
                        "dose_agent_unmapped_part_ratio",
                        "Share of the parts of exams of this month and the last one that have no category; absent without parts"),
                "population",
                store::unmapped);
        metrics.gauge(
                new Metrics.Name("dose_agent_store_bytes", "Size of doses.db"),
                () -> size(agent.directory().folder().resolve("doses.db")));
        metrics.gauge(
                new Metrics.Name("dose_agent_disk_free_bytes", "Free space of the disk of the data directory"),
                () -> usable(agent.directory().folder()));
        metrics.register(GaugeWithCallback.builder()
                .name("dose_agent_scanner_last_report_timestamp_seconds")
                .help("When the last report of a scanner was received, in seconds since 1970")
                .labelNames("manufacturer", "model", "serial_number")
                .callback(store::lastReports));
        metrics.build(Agent.version(), Agent.commit());
    }

    private double oldestWaitingSeconds() {
        return agent.inbox()
                .oldestWaiting()
                .map(since -> Duration.between(since, agent.clock().instant()).toSeconds())
                .map(seconds -> Math.max(0, seconds))
                .orElse(0L);
    }

    private Map<String, Double> openAlerts() {
        Map<AlertKind, Long> counts =
                agent.doses().alerts().counts(AlertQuery.all().status(AlertStatus.OPEN));
        Map<String, Double> byLabel = new TreeMap<>();
        for (AlertKind kind : AlertKind.values()) {
            byLabel.put(kind.label(), (double) counts.getOrDefault(kind, 0L));
        }
        return byLabel;
    }

    private Map<String, Double> unmapped() {
        YearMonth month = YearMonth.from(agent.today());
        List<CategoryCount> counts = agent.parts().counts(month.minusMonths(1), month);
        Map<String, Double> ratios = new TreeMap<>();
        ratio(counts.stream().filter(count -> count.isAdult().orElse(false)).toList())
                .ifPresent(ratio -> ratios.put("adult", ratio));
        ratio(counts.stream().filter(count -> !count.isAdult().orElse(true)).toList())
                .ifPresent(ratio -> ratios.put("child", ratio));
        return ratios;
    }

    private static OptionalDouble ratio(List<CategoryCount> counts) {
        long all = counts.stream().mapToLong(CategoryCount::parts).sum();
        long without = counts.stream()
                .filter(count -> count.category().isEmpty())
                .mapToLong(CategoryCount::parts)
                .sum();
        return all == 0 ? OptionalDouble.empty() : OptionalDouble.of((double) without / all);
    }

    /** The newest scanners only: whoever may send reports could invent scanners without end. */
    private void lastReports(GaugeWithCallback.Callback callback) {
        agent.doses().devices().stream()
                .sorted(Comparator.comparing(StoredDevice::lastReport).reversed())
                .limit(maxScanners)
                .forEach(scanner -> {
                    DeviceKey key = scanner.key();
                    callback.call(
                            (double) scanner.lastReport().getEpochSecond(),
                            key.manufacturer(),
                            key.model(),
                            key.serialNumber());
                });
    }

    private static double size(Path file) {
        try {
            return Files.exists(file) ? Files.size(file) : 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static double usable(Path folder) {
        try {
            return Files.getFileStore(folder).getUsableSpace();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
