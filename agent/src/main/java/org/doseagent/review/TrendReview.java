package org.doseagent.review;

import java.time.LocalDateTime;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.doseagent.dose.Alert;
import org.doseagent.dose.DeviceKey;
import org.doseagent.store.alerts.AlertStore;
import org.doseagent.store.exams.PartDoses;
import org.doseagent.store.exams.ScannerHistory;
import org.doseagent.trend.TrendAlerts;

/** Looks at what scanners did up to now, and opens and closes the alerts of it. Thread-safe. */
public final class TrendReview {

    /** Software versions and rhythms are looked at over these months, protocols too. */
    private static final int MONTHS = 12;

    private final ScannerHistory scanners;
    private final PartDoses parts;
    private final AlertStore alerts;
    private final TrendAlerts trend;

    public TrendReview(ScannerHistory scanners, PartDoses parts, AlertStore alerts, TrendAlerts trend) {
        this.scanners = scanners;
        this.parts = parts;
        this.alerts = alerts;
        this.trend = trend;
    }

    /** Looks at changes and silences, as of this time in UTC. */
    public void changes(LocalDateTime now) {
        YearMonth month = YearMonth.from(now);
        Map<DeviceKey, List<Alert>> drafts = new TreeMap<>(DeviceKey.BY_LABEL);
        collect(
                drafts,
                trend.changes(
                        scanners.versions(now.toLocalDate()),
                        scanners.protocols(month.minusMonths(MONTHS), month),
                        now.toLocalDate()));
        collect(drafts, trend.silences(scanners.activity(now.minusMonths(MONTHS), now.plusDays(1)), now));
        alerts.ofScanners(drafts, TrendAlerts.PREFIX);
    }

    /** Looks at doses that creep; the charts begin with the year before the last, so that what they once told they tell again. */
    public void creep(LocalDateTime now) {
        Map<DeviceKey, List<Alert>> drafts = new TreeMap<>(DeviceKey.BY_LABEL);
        var from = now.toLocalDate().minusYears(2).withDayOfYear(1);
        for (String category : parts.categories(from, now.toLocalDate())) {
            collect(drafts, trend.creep(parts.parts(category, from, now.toLocalDate())));
        }
        alerts.ofScanners(drafts, TrendAlerts.CREEP_PREFIX);
    }

    private static void collect(Map<DeviceKey, List<Alert>> all, Map<DeviceKey, List<Alert>> some) {
        some.forEach((device, drafts) ->
                all.computeIfAbsent(device, absent -> new ArrayList<>()).addAll(drafts));
    }
}
