package org.doseagent.store.exams;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.doseagent.dose.Percentiles;
import org.doseagent.dose.identity.DeviceKey;
import org.doseagent.store.sql.Session;
import org.doseagent.trend.ProtocolUse;
import org.doseagent.trend.ScannerActivity;
import org.doseagent.trend.ScannerVersion;

/** What scanners did over time, exams of patients only. Thread-safe. */
public final class ScannerHistory {

    /** So many of the newest exams tell how long reports take to arrive. */
    private static final int NEWEST = 100;

    private final Session session;
    private final String site;

    ScannerHistory(Session session, String site) {
        this.session = session;
        this.site = site;
    }

    private record Hour(DeviceKey deviceKey, LocalDateTime hour, int exams) {}

    private record Arrival(DeviceKey deviceKey, Duration delay) {}

    /** Returns when each scanner worked, between two times. */
    public List<ScannerActivity> activity(LocalDateTime from, LocalDateTime until) {
        Map<DeviceKey, NavigableMap<LocalDateTime, Integer>> byScanner = new TreeMap<>();
        hours(from, until)
                .forEach(hour -> byScanner
                        .computeIfAbsent(hour.deviceKey, absent -> new TreeMap<>())
                        .put(hour.hour, hour.exams));
        Map<DeviceKey, List<Duration>> delays = new HashMap<>();
        arrivals(from, until)
                .forEach(arrival -> delays.computeIfAbsent(arrival.deviceKey, absent -> new ArrayList<>())
                        .add(arrival.delay));
        List<ScannerActivity> scanners = new ArrayList<>();
        byScanner.forEach((device, exams) ->
                scanners.add(new ScannerActivity(device, exams, median(delays.getOrDefault(device, List.of())))));
        return scanners;
    }

    private List<Hour> hours(LocalDateTime from, LocalDateTime until) {
        DeviceKeys keys = new DeviceKeys();
        return session.query(
                """
                SELECT d.device_key, substr(e.study_date_time, 1, 13), count(*)
                  FROM exam e JOIN device d ON d.site = e.site AND d.id = e.device
                 WHERE e.site = (SELECT id FROM site WHERE name = ?) AND e.is_qa = 0 AND e.study_date_time >= ? AND e.study_date_time < ?
                 GROUP BY 1, 2
                """,
                row -> new Hour(
                        keys.of(row.getString(1)), LocalDateTime.parse(row.getString(2) + ":00"), row.getInt(3)),
                site,
                from.toString(),
                until.toString());
    }

    private List<Arrival> arrivals(LocalDateTime from, LocalDateTime until) {
        return session.query(
                """
                SELECT d.device_key, study_date_time, received_at FROM (
                  SELECT site, device, study_date_time, received_at,
                         row_number() OVER (PARTITION BY device ORDER BY study_date_time DESC) AS newest
                    FROM exam
                   WHERE site = (SELECT id FROM site WHERE name = ?) AND is_qa = 0 AND study_date_time >= ? AND study_date_time < ?) e
                  JOIN device d ON d.site = e.site AND d.id = e.device
                 WHERE newest <= ? AND received_at IS NOT NULL
                """,
                row -> new Arrival(
                        DeviceKey.parse(row.getString(1)),
                        Duration.between(
                                LocalDateTime.parse(row.getString(2)),
                                LocalDateTime.ofInstant(Instant.parse(row.getString(3)), ZoneOffset.UTC))),
                site,
                from.toString(),
                until.toString(),
                NEWEST);
    }

    private static Duration median(List<Duration> delays) {
        return delays.isEmpty()
                ? Duration.ZERO
                : Duration.ofMillis(Percentiles.median(delays.stream()
                                .map(delay -> BigDecimal.valueOf(delay.toMillis()))
                                .toList())
                        .longValue());
    }

    /** Returns the software versions of all scanners, up to a day. */
    public List<ScannerVersion> versions(LocalDate until) {
        return session.query(
                """
                SELECT d.device_key, coalesce(c.software_version, ''), min(e.study_date_time), max(e.study_date_time), count(*)
                  FROM exam e JOIN device d ON d.site = e.site AND d.id = e.device JOIN scanner c ON c.site = e.site AND c.id = e.scanner
                 WHERE e.site = (SELECT id FROM site WHERE name = ?) AND e.is_qa = 0 AND e.study_date_time < ?
                 GROUP BY 1, 2
                """,
                row -> new ScannerVersion(
                        DeviceKey.parse(row.getString(1)),
                        row.getString(2),
                        LocalDateTime.parse(row.getString(3)).toLocalDate(),
                        LocalDateTime.parse(row.getString(4)).toLocalDate(),
                        row.getLong(5)),
                site,
                until.plusDays(1).toString());
    }

    /** Returns the protocols of diagnostic events, month by month, both months inclusive. */
    public List<ProtocolUse> protocols(YearMonth from, YearMonth to) {
        DeviceKeys keys = new DeviceKeys();
        return session.query(
                """
                SELECT (SELECT d.device_key FROM device d WHERE d.site = v.site AND d.id = v.device),
                       (SELECT t.value FROM text t WHERE t.site = v.site AND t.id = v.protocol), study_month, count(*)
                  FROM event v
                 WHERE counts = 1 AND role = 0 AND site = (SELECT id FROM site WHERE name = ?) AND protocol IS NOT NULL
                   AND study_month >= ? AND study_month <= ?
                 GROUP BY site, device, protocol, study_month
                """,
                row -> new ProtocolUse(
                        keys.of(row.getString(1)),
                        row.getString(2),
                        AssessmentRows.monthOf(row.getInt(3)),
                        row.getLong(4)),
                site,
                AssessmentRows.numberOf(from),
                AssessmentRows.numberOf(to));
    }
}
