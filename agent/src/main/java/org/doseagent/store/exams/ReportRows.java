package org.doseagent.store.exams;

import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.doseagent.dose.identity.DeviceKey;
import org.doseagent.dose.identity.StudyInstanceUid;
import org.doseagent.store.sql.Session;
import org.doseagent.trend.ExamArrival;

/** What a report about a period reads: columns, never whole exams, so that a million of them fit. Days are inclusive. Thread-safe. */
public final class ReportRows {

    private final Session session;
    private final String site;

    ReportRows(Session session, String site) {
        this.session = session;
        this.site = site;
    }

    /** Exams of patients on one scanner and day. */
    public record Day(DeviceKey deviceKey, LocalDate day, int exams) {}

    /** Returns how many exams of patients each scanner had, day by day. */
    public List<Day> days(LocalDate from, LocalDate to) {
        DeviceKeys keys = new DeviceKeys();
        return session.query(
                """
                SELECT d.device_key, substr(e.study_date_time, 1, 10), count(*)
                  FROM exam e JOIN device d ON d.site = e.site AND d.id = e.device
                 WHERE e.site = (SELECT id FROM site WHERE name = ?) AND e.is_qa = 0 AND e.study_date_time >= ? AND e.study_date_time < ?
                 GROUP BY 1, 2
                """,
                row -> new Day(keys.of(row.getString(1)), LocalDate.parse(row.getString(2)), row.getInt(3)),
                site,
                from.toString(),
                to.plusDays(1).toString());
    }

    /**
     * Returns what arrived, phantoms too; ask for a month at a time.
     *
     * <p>A report that speaks of more events than it has is contradictory, which opens an alert about the data: only the exams that have one are
     * counted.
     */
    public List<ExamArrival> arrivals(LocalDate from, LocalDate to) {
        DeviceKeys keys = new DeviceKeys();
        return session.query(
                """
                SELECT d.device_key, e.study_date_time, e.study_uid, e.accession_number, e.is_qa,
                       CASE WHEN EXISTS (SELECT 1 FROM alert a
                                          WHERE a.site = ? AND a.study_uid = e.study_uid AND a.alert_key = 'data-quality')
                            AND e.reported_event_count > e.event_count THEN e.reported_event_count - e.event_count ELSE 0 END
                  FROM exam e JOIN device d ON d.site = e.site AND d.id = e.device
                 WHERE e.site = (SELECT id FROM site WHERE name = ?) AND e.study_date_time >= ? AND e.study_date_time < ?
                 ORDER BY study_date_time
                """,
                row -> new ExamArrival(
                        keys.of(row.getString(1)),
                        LocalDateTime.parse(row.getString(2)),
                        new StudyInstanceUid(row.getString(3)),
                        Optional.ofNullable(row.getString(4)),
                        row.getInt(5) == 1,
                        row.getInt(6)),
                site,
                site,
                from.toString(),
                to.plusDays(1).toString());
    }

    /** Tells whether an exam of this study is stored. */
    public boolean isKnown(StudyInstanceUid study) {
        return !session.query(
                        "SELECT 1 FROM exam WHERE site = (SELECT id FROM site WHERE name = ?) AND study_uid = ?",
                        row -> row.getInt(1),
                        site,
                        study.value())
                .isEmpty();
    }

    /** Returns how many exams of patients of each scanner have a part with a category. */
    public Map<DeviceKey, Integer> mappedExams(LocalDate from, LocalDate to) {
        Map<DeviceKey, Integer> mapped = new HashMap<>();
        session.query(
                """
                SELECT d.device_key, count(DISTINCT p.exam) FROM part p JOIN device d ON d.site = p.site AND d.id = p.device
                 WHERE p.site = (SELECT id FROM site WHERE name = ?) AND p.is_qa = 0 AND p.category IS NOT NULL
                   AND p.study_date_time >= ? AND p.study_date_time < ?
                 GROUP BY d.device_key
                """,
                row -> mapped.put(DeviceKey.parse(row.getString(1)), row.getInt(2)),
                site,
                from.toString(),
                to.plusDays(1).toString());
        return mapped;
    }

    /**
     * Alerts of one kind, category and scanner.
     *
     * @param scanner its label
     * @param first study date of the first, and {@code last}, for alerts of exams; else the day it opened
     */
    public record AlertGroup(
            String kind,
            Optional<String> category,
            String scanner,
            Counts counts,
            Optional<BigDecimal> largestRatio,
            LocalDate first,
            LocalDate last) {

        /** Alerts by state; {@code justified} are those of any state that have a reason. */
        public record Counts(int open, int acknowledged, int closed, int justified) {}

        public int open() {
            return counts.open();
        }

        public int acknowledged() {
            return counts.acknowledged();
        }

        public int closed() {
            return counts.closed();
        }

        public int justified() {
            return counts.justified();
        }

        /** Returns the alerts of all states. */
        public int all() {
            return open() + acknowledged() + closed();
        }
    }

    private static final String COUNTS = """
            count(*) FILTER (WHERE a.status = 'open'), count(*) FILTER (WHERE a.status = 'acknowledged'),
            count(*) FILTER (WHERE a.status = 'closed'), count(a.reason), max(CAST(a.ratio AS DOUBLE PRECISION))
            """;

    /** Returns the alerts about exams of this period, counted. */
    public List<AlertGroup> alertsOfExams(LocalDate from, LocalDate to) {
        return session.query(
                "SELECT a.kind, a.category, d.device_key, " + COUNTS + """
                        , min(e.study_date_time), max(e.study_date_time)
                          FROM site s CROSS JOIN exam e ON e.site = s.id CROSS JOIN alert a ON a.site = s.name AND a.study_uid = e.study_uid
                          JOIN device d ON d.site = e.site AND d.id = e.device
                         WHERE s.name = ? AND e.study_date_time >= ? AND e.study_date_time < ?
                         GROUP BY 1, 2, 3
                        """,
                ReportRows::alerts,
                site,
                from.toString(),
                to.plusDays(1).toString());
    }

    /** Returns the alerts about scanners that are not closed now, counted. */
    public List<AlertGroup> standingAlertsOfScanners() {
        return session.query(
                "SELECT a.kind, a.category, coalesce(a.device, ''), " + COUNTS + """
                        , min(a.opened_at), max(a.opened_at)
                          FROM alert a WHERE a.site = ? AND a.study_uid = '' AND a.status <> 'closed'
                         GROUP BY 1, 2, 3
                        """, ReportRows::alerts, site);
    }

    private static AlertGroup alerts(ResultSet row) throws SQLException {
        double ratio = row.getDouble(8);
        return new AlertGroup(
                row.getString(1),
                Optional.ofNullable(row.getString(2)),
                DeviceKey.parse(row.getString(3)).label(),
                new AlertGroup.Counts(row.getInt(4), row.getInt(5), row.getInt(6), row.getInt(7)),
                ratio > 0 ? Optional.of(BigDecimal.valueOf(ratio)) : Optional.empty(),
                LocalDate.parse(row.getString(9).substring(0, 10)),
                LocalDate.parse(row.getString(10).substring(0, 10)));
    }

    /** Returns the scanners, by key, with the exams of patients of this period. */
    public List<StoredDevice> devices(LocalDate from, LocalDate to) {
        Map<DeviceKey, Long> exams = new HashMap<>();
        days(from, to).forEach(day -> exams.merge(day.deviceKey(), (long) day.exams(), Long::sum));
        return session.query(StoredDevice.SEEN.formatted("0"), StoredDevice::read, site).stream()
                .map(device -> device.withExams(exams.getOrDefault(device.key(), 0L)))
                .toList();
    }
}
