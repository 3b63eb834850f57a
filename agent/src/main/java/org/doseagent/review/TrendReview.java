package org.doseagent.review;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.doseagent.dose.assessment.Alert;
import org.doseagent.dose.identity.DeviceKey;
import org.doseagent.store.alerts.AlertStore;
import org.doseagent.store.exams.PartDoses;
import org.doseagent.store.exams.ScannerHistory;
import org.doseagent.trend.TrendAlerts;

/** Reviews the scanners up to now, and opens and closes the alerts about their changes, silence and doses. Thread-safe. */
public final class TrendReview {

    /** Months over which software versions, rhythms and protocols are reviewed. */
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

    /** Reviews changes and silences, as of this time in UTC. */
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

    /** Returns the day on which charts start for somebody who looks on a day: a fixed one, about two years back, so that they find the same again. */
    static LocalDate chartStart(LocalDate day) {
        return day.minusYears(2).withDayOfYear(1);
    }

    /** Reviews rising doses. */
    public void creep(LocalDateTime now) {
        Map<DeviceKey, List<Alert>> drafts = new TreeMap<>(DeviceKey.BY_LABEL);
        LocalDate from = chartStart(now.toLocalDate());
        List<String> known = alerts.keys(TrendAlerts.CREEP_PREFIX);
        for (String category : parts.categories(from, now.toLocalDate())) {
            collect(drafts, trend.creep(parts.parts(category, from, now.toLocalDate()), known));
        }
        alerts.ofScanners(drafts, TrendAlerts.CREEP_PREFIX);
    }

    private static void collect(Map<DeviceKey, List<Alert>> all, Map<DeviceKey, List<Alert>> some) {
        some.forEach((device, drafts) ->
                all.computeIfAbsent(device, absent -> new ArrayList<>()).addAll(drafts));
    }
}
