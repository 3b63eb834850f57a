package org.doseagent.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.doseagent.dose.AlertDraft;
import org.doseagent.dose.AssessedExam;
import org.doseagent.dose.Device;
import org.doseagent.dose.Exam;
import org.doseagent.dose.ExamPart;
import org.doseagent.dose.IrradiationEvent;
import org.doseagent.dose.ReceivedReport;
import org.jspecify.annotations.Nullable;

/**
 * Exams, events, alerts, devices and releases. One writer at a time, readers beside it, also from other processes. Thread-safe.
 */
public final class DoseStore implements AutoCloseable {

    private final String site;
    private final Clock clock;
    private final Session session;
    private final ObjectMapper json = JsonMapper.builder()
            .addModule(new Jdk8Module())
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .disable(com.fasterxml.jackson.databind.DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    /** Opens {@code doses.db} in the data directory. */
    public DoseStore(Path dataDirectory, String site, Clock clock) {
        this.site = site;
        this.clock = clock;
        this.session = new Session(dataDirectory);
    }

    /**
     * Stores reports and makes the exams they touch anew, all in one transaction; doing it again changes nothing.
     *
     * @param merge all reports of one study to its exam
     * @param assess an exam to its parts, comparisons and alerts
     */
    public void apply(
            List<ReceivedReport> reports,
            Function<List<ReceivedReport>, Exam> merge,
            Function<Exam, AssessedExam> assess) {
        session.inTransaction(() -> {
            Set<String> studies = new LinkedHashSet<>();
            for (ReceivedReport received : reports) {
                studies.add(received.report().studyInstanceUid());
                insertReport(received);
                seeDevices(received);
            }
            for (String study : studies) {
                List<ReceivedReport> all = session.queryInTransaction(
                        "SELECT json FROM report WHERE site = ? AND study_uid = ? ORDER BY inbox_id",
                        row -> parse(row.getString(1), ReceivedReport.class),
                        site,
                        study);
                writeExam(assess.apply(merge.apply(all)));
            }
        });
    }

    private void insertReport(ReceivedReport received) throws SQLException {
        session.run("""
                INSERT INTO report (site, inbox_id, study_uid, json) VALUES (?, ?, ?, ?)
                ON CONFLICT (site, inbox_id) DO UPDATE SET study_uid = excluded.study_uid, json = excluded.json
                """, site, received.inboxId(), received.report().studyInstanceUid(), text(received));
    }

    private void seeDevices(ReceivedReport received) throws SQLException {
        Set<Device> devices = new LinkedHashSet<>();
        received.report().events().forEach(event -> devices.add(event.device()));
        if (devices.isEmpty()) {
            devices.add(received.report().device());
        }
        for (Device device : devices) {
            session.run(
                    """
                    INSERT INTO device (site, device_key, software_version, manufacturer, model, serial_number, station_name, first_report, last_report)
                    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
                    ON CONFLICT (site, device_key, software_version)
                    DO UPDATE SET first_report = min(first_report, excluded.first_report), last_report = max(last_report, excluded.last_report)
                    """,
                    site,
                    device.key(),
                    device.softwareVersion().orElse(""),
                    device.manufacturer().orElse(null),
                    device.model().orElse(null),
                    device.serialNumber().orElse(null),
                    device.stationName().orElse(null),
                    received.receivedAt().toString(),
                    received.receivedAt().toString());
        }
    }

    private void writeExam(AssessedExam assessed) throws SQLException {
        Exam exam = assessed.exam();
        String study = exam.studyInstanceUid();
        session.run("DELETE FROM event WHERE site = ? AND study_uid = ?", site, study);
        session.run("DELETE FROM part WHERE site = ? AND study_uid = ?", site, study);
        session.run(
                """
                INSERT INTO exam (site, study_uid, accession_number, study_date_time, device_key, device_label, is_qa, json)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT (site, study_uid) DO UPDATE SET accession_number = excluded.accession_number,
                  study_date_time = excluded.study_date_time, device_key = excluded.device_key,
                  device_label = excluded.device_label, is_qa = excluded.is_qa, json = excluded.json
                """,
                site,
                study,
                exam.study().accessionNumber().orElse(null),
                exam.study().studyDateTime().map(Object::toString).orElse(null),
                exam.device().key(),
                exam.device().label(),
                exam.isQa() ? 1 : 0,
                text(assessed));
        for (int i = 0; i < exam.events().size(); i++) {
            writeEvent(study, i, exam.events().get(i));
        }
        for (int i = 0; i < assessed.parts().size(); i++) {
            writePart(study, i, assessed.parts().get(i));
        }
        for (AlertDraft alert : assessed.alerts()) {
            writeAlert(study, alert);
        }
        closeOtherAlerts(study, assessed.alerts());
    }

    private void writeEvent(String study, int position, IrradiationEvent event) throws SQLException {
        session.run(
                """
                INSERT INTO event (site, study_uid, event_key, position, role, protocol, ctdi_vol_mgy, phantom_cm, dlp_mgycm, device_key)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
                site,
                study,
                event.key().value(),
                position,
                event.role().name(),
                event.protocol().orElse(null),
                decimal(event.dose().ctdiVolMGy()),
                event.dose().phantomCm().orElse(null),
                decimal(event.dose().dlpMGyCm()),
                event.device().key());
    }

    private void writePart(String study, int position, ExamPart part) throws SQLException {
        session.run(
                """
                INSERT INTO part (site, study_uid, position, category, phantom_cm, ctdi_vol_mgy, dlp_mgycm)
                VALUES (?, ?, ?, ?, ?, ?, ?)
                """,
                site,
                study,
                position,
                part.category().orElse(null),
                part.phantomCm().orElse(null),
                decimal(part.ctdiVolMGy()),
                decimal(part.dlpMGyCm()));
    }

    /** Closes the open alerts of an exam whose ground is gone, since later reports or other rules give other parts. */
    private void closeOtherAlerts(String study, List<AlertDraft> alerts) throws SQLException {
        Set<String> keys = new HashSet<>();
        alerts.forEach(alert -> keys.add(alert.key()));
        List<String> open = session.queryInTransaction(
                "SELECT alert_key FROM alert WHERE site = ? AND study_uid = ? AND status = 'open'",
                row -> row.getString(1),
                site,
                study);
        for (String key : open) {
            if (!keys.contains(key)) {
                session.run(
                        "UPDATE alert SET status = 'closed' WHERE site = ? AND study_uid = ? AND alert_key = ?",
                        site,
                        study,
                        key);
            }
        }
    }

    /** Opens an alert once; later readings of its exam change the numbers, never who acknowledged it. */
    private void writeAlert(String study, AlertDraft alert) throws SQLException {
        session.run(
                """
                INSERT INTO alert (site, study_uid, alert_key, kind, status, opened_at, category, quantity, value, drl, ratio, drl_set, text)
                VALUES (?, ?, ?, ?, 'open', ?, ?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT (site, study_uid, alert_key) DO UPDATE SET kind = excluded.kind,
                  status = CASE status WHEN 'closed' THEN 'open' ELSE status END, category = excluded.category, value = excluded.value,
                  drl = excluded.drl, ratio = excluded.ratio, drl_set = excluded.drl_set, text = excluded.text
                """,
                site,
                study,
                alert.key(),
                alert.kind().label(),
                clock.instant().toString(),
                alert.category().orElse(null),
                alert.quantity().map(Enum::name).orElse(null),
                decimal(alert.value()),
                decimal(alert.drl()),
                decimal(alert.ratio()),
                alert.drlSet().orElse(null),
                alert.text());
    }

    /** Returns exams, newest study first. */
    public List<AssessedExam> exams(ExamQuery query) {
        return session.query(
                """
                SELECT json FROM exam e
                 WHERE site = ? AND (? = '' OR study_date_time >= ?) AND (? = '' OR study_date_time < ?)
                   AND (? = '' OR EXISTS (SELECT 1 FROM part p WHERE p.site = e.site AND p.study_uid = e.study_uid AND p.category = ?))
                   AND (? = 0 OR EXISTS (SELECT 1 FROM part p WHERE p.site = e.site AND p.study_uid = e.study_uid AND p.category IS NULL))
                   AND (? = '' OR device_key = ? OR device_label = ? OR device_key LIKE '%|' || ?)
                 ORDER BY study_date_time DESC, study_uid LIMIT ?
                """,
                row -> parse(row.getString(1), AssessedExam.class),
                site,
                query.since().map(Object::toString).orElse(""),
                query.since().map(Object::toString).orElse(""),
                query.until().map(Object::toString).orElse(""),
                query.until().map(day -> day.plusDays(1).toString()).orElse(""),
                query.category().orElse(""),
                query.category().orElse(""),
                query.isUnmappedOnly() ? 1 : 0,
                query.device().orElse(""),
                query.device().orElse(""),
                query.device().orElse(""),
                query.device().orElse(""),
                query.limit());
    }

    /** Returns the exams with this Study Instance UID or accession number. */
    public List<AssessedExam> find(String studyOrAccession) {
        return session.query(
                "SELECT json FROM exam WHERE site = ? AND (study_uid = ? OR accession_number = ?) ORDER BY study_date_time",
                row -> parse(row.getString(1), AssessedExam.class),
                site,
                studyOrAccession,
                studyOrAccession);
    }

    private static final String ALERTS = """
            SELECT a.*, e.accession_number AS accession, e.device_label AS device
              FROM alert a LEFT JOIN exam e ON e.site = a.site AND e.study_uid = a.study_uid
            """;

    /** Returns alerts, newest first; an empty filter takes all. */
    public List<StoredAlert> alerts(String status, String kind, String openedSince, int limit) {
        return session.query(ALERTS + """
                         WHERE a.site = ? AND (? = '' OR a.status = ?) AND (? = '' OR a.kind = ?) AND a.opened_at >= ?
                         ORDER BY a.id DESC LIMIT ?
                        """, DoseStore::alert, site, status, status, kind, kind, openedSince, limit);
    }

    public Optional<StoredAlert> alert(long id) {
        return session.query(ALERTS + " WHERE a.site = ? AND a.id = ?", DoseStore::alert, site, id).stream()
                .findFirst();
    }

    /** Acknowledges an alert and writes that into the audit, in one transaction; false when there is no such alert. */
    public boolean acknowledge(long id, String by, String reason, Optional<String> note) {
        int[] changed = new int[1];
        session.inTransaction(() -> {
            changed[0] = session.run(
                    "UPDATE alert SET status = 'acknowledged', acknowledged_by = ?, acknowledged_at = ?, reason = ?, note = ? WHERE site = ? AND id = ?",
                    by,
                    clock.instant().toString(),
                    reason,
                    note.orElse(null),
                    site,
                    id);
            if (changed[0] == 1) {
                session.audit(site).append(clock.instant(), by, "alert-acknowledged", "alert " + id + " " + reason);
            }
        });
        return changed[0] == 1;
    }

    /** Returns the scanners, by key. */
    public List<StoredDevice> devices() {
        return session.query(
                """
                SELECT device_key, max(manufacturer), max(model), max(serial_number), max(station_name),
                       group_concat(software_version, char(10)), min(first_report), max(last_report),
                       (SELECT count(*) FROM exam e WHERE e.site = d.site AND e.device_key = d.device_key)
                  FROM device d WHERE site = ? GROUP BY device_key ORDER BY device_key
                """,
                row -> new StoredDevice(
                        row.getString(1),
                        Optional.ofNullable(row.getString(2)),
                        Optional.ofNullable(row.getString(3)),
                        Optional.ofNullable(row.getString(4)),
                        Optional.ofNullable(row.getString(5)),
                        Arrays.stream(row.getString(6).split("\n", -1))
                                .filter(version -> !version.isEmpty())
                                .toList(),
                        Instant.parse(row.getString(7)),
                        Instant.parse(row.getString(8)),
                        row.getLong(9)),
                site);
    }

    /** Tells whether the audit's hash chain is whole. */
    public boolean isAuditWhole() {
        return session.isAuditWhole(site);
    }

    private static StoredAlert alert(ResultSet row) throws SQLException {
        return new StoredAlert(
                row.getLong("id"),
                row.getString("kind"),
                row.getString("status"),
                Instant.parse(row.getString("opened_at")),
                row.getString("study_uid"),
                Optional.ofNullable(row.getString("accession")),
                Optional.ofNullable(row.getString("category")),
                Optional.ofNullable(row.getString("device")),
                Optional.ofNullable(row.getString("quantity")),
                Optional.ofNullable(row.getString("value")).map(BigDecimal::new),
                Optional.ofNullable(row.getString("drl")).map(BigDecimal::new),
                Optional.ofNullable(row.getString("ratio")).map(BigDecimal::new),
                Optional.ofNullable(row.getString("drl_set")),
                row.getString("text"),
                Optional.ofNullable(row.getString("acknowledged_by")),
                Optional.ofNullable(row.getString("acknowledged_at")).map(Instant::parse),
                Optional.ofNullable(row.getString("reason")),
                Optional.ofNullable(row.getString("note")));
    }

    private static @Nullable String decimal(Optional<BigDecimal> value) {
        return value.map(BigDecimal::toPlainString).orElse(null);
    }

    private String text(Object value) {
        try {
            return json.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private <T> T parse(String text, Class<T> type) {
        try {
            return json.readValue(text, type);
        } catch (JsonProcessingException e) {
            throw new StoreException("a stored " + type.getSimpleName() + " cannot be read", e, false);
        }
    }

    @Override
    public void close() {
        session.close();
    }
}
