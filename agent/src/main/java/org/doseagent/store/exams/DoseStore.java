package org.doseagent.store.exams;

import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.doseagent.dose.Exam;
import org.doseagent.dose.ExamPart;
import org.doseagent.dose.IrradiationEvent;
import org.doseagent.dose.PatientFacts;
import org.doseagent.dose.ReceivedReport;
import org.doseagent.dose.assessment.AssessedExam;
import org.doseagent.dose.identity.Device;
import org.doseagent.dose.identity.DeviceKey;
import org.doseagent.dose.identity.StudyInstanceUid;
import org.doseagent.store.Rows;
import org.doseagent.store.Session;
import org.doseagent.store.alerts.AlertStore;
import org.doseagent.store.alerts.AuditAct;
import org.doseagent.store.alerts.AuditEntry;
import org.doseagent.store.alerts.NotificationStore;
import org.jspecify.annotations.Nullable;

/**
 * Exams, events, alerts, devices and releases. One writer at a time, readers beside it, also from other processes. Thread-safe.
 */
public final class DoseStore implements AutoCloseable {

    private final String site;
    private final Clock clock;
    private final Session session;
    private final AlertStore alerts;

    /** Opens {@code doses.db} in the data directory. */
    public DoseStore(Path dataDirectory, String site, Clock clock) {
        this.site = site;
        this.clock = clock;
        this.session = new Session(dataDirectory);
        this.alerts = new AlertStore(session, site, clock);
    }

    /** Makes the store, or brings its schema up to date, if that is needed. */
    public void prepareToWrite() {
        session.prepareToWrite();
    }

    /**
     * Commits one write that changes nothing.
     *
     * @throws StoreException if the store takes no writes
     */
    public void checkWritable() {
        session.checkWritable();
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
            Set<StudyInstanceUid> studies = new LinkedHashSet<>();
            Map<Long, ReceivedReport> written = new HashMap<>();
            for (ReceivedReport received : reports) {
                studies.add(received.report().studyInstanceUid());
                written.put(received.inboxId(), received);
                insertReport(received);
            }
            seeDevices(reports);
            for (StudyInstanceUid study : studies) {
                writeExam(assess.apply(merge.apply(reportsOf(study, written))));
            }
        });
    }

    /** Reads all reports of a study; those that this transaction wrote are at hand. */
    private List<ReceivedReport> reportsOf(StudyInstanceUid study, Map<Long, ReceivedReport> written)
            throws SQLException {
        // "+" keeps SQLite from reading all reports of the site in the order of their numbers.
        return session.queryInTransaction(
                "SELECT inbox_id, json FROM report WHERE site = ? AND study_uid = ? ORDER BY +inbox_id",
                row -> {
                    ReceivedReport atHand = written.get(row.getLong(1));
                    return atHand != null ? atHand : StoredJson.parse(row.getString(2), ReceivedReport.class);
                },
                site,
                study.value());
    }

    private void insertReport(ReceivedReport received) throws SQLException {
        session.run(
                """
                INSERT INTO report (site, inbox_id, study_uid, json) VALUES (?, ?, ?, ?)
                ON CONFLICT (site, inbox_id) DO UPDATE SET study_uid = excluded.study_uid, json = excluded.json
                """,
                site,
                received.inboxId(),
                received.report().studyInstanceUid().value(),
                StoredJson.text(received));
    }

    /** Notes when each scanner was seen first and last; a batch has thousands of events of a handful of scanners. */
    private void seeDevices(List<ReceivedReport> reports) throws SQLException {
        Map<Device, Instant> first = new LinkedHashMap<>();
        Map<Device, Instant> last = new HashMap<>();
        for (ReceivedReport received : reports) {
            Set<Device> devices = new HashSet<>();
            received.report().events().forEach(event -> devices.add(event.device()));
            if (devices.isEmpty()) {
                devices.add(received.report().device());
            }
            for (Device device : devices) {
                first.merge(device, received.receivedAt(), (one, other) -> one.isBefore(other) ? one : other);
                last.merge(device, received.receivedAt(), (one, other) -> one.isAfter(other) ? one : other);
            }
        }
        for (Map.Entry<Device, Instant> seen : first.entrySet()) {
            Device device = seen.getKey();
            session.run(
                    """
                    INSERT INTO device (site, device_key, software_version, manufacturer, model, serial_number, station_name, first_report, last_report)
                    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
                    ON CONFLICT (site, device_key, software_version)
                    DO UPDATE SET first_report = min(first_report, excluded.first_report), last_report = max(last_report, excluded.last_report)
                    """,
                    site,
                    device.key().text(),
                    device.softwareVersion().orElse(""),
                    device.manufacturer().orElse(null),
                    device.model().orElse(null),
                    device.serialNumber().orElse(null),
                    device.stationName().orElse(null),
                    seen.getValue().toString(),
                    java.util.Objects.requireNonNull(last.get(device)).toString());
        }
    }

    private void writeExam(AssessedExam assessed) throws SQLException {
        Exam exam = assessed.exam();
        String study = exam.studyInstanceUid().value();
        session.run("DELETE FROM event WHERE site = ? AND study_uid = ?", site, study);
        session.run("DELETE FROM part WHERE site = ? AND study_uid = ?", site, study);
        session.run(
                """
                INSERT INTO exam (site, study_uid, accession_number, study_date_time, device_key, device_label, is_qa, json,
                                  software_version, received_at)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT (site, study_uid) DO UPDATE SET accession_number = excluded.accession_number,
                  study_date_time = excluded.study_date_time, device_key = excluded.device_key,
                  device_label = excluded.device_label, is_qa = excluded.is_qa, json = excluded.json,
                  software_version = excluded.software_version, received_at = excluded.received_at
                """,
                site,
                study,
                exam.study().accessionNumber().orElse(null),
                exam.study().studyDateTime().map(Object::toString).orElse(null),
                exam.device().key().text(),
                exam.device().label(),
                exam.isQa() ? 1 : 0,
                StoredJson.text(assessed),
                exam.device().softwareVersion().orElse(null),
                exam.reports().stream()
                        .map(Exam.ReportReference::receivedAt)
                        .min(java.util.Comparator.naturalOrder())
                        .map(Instant::toString)
                        .orElse(null));
        for (int i = 0; i < exam.events().size(); i++) {
            writeEvent(exam, i);
        }
        for (int i = 0; i < assessed.parts().size(); i++) {
            writePart(exam, i, assessed.parts().get(i));
        }
        alerts.ofExam(exam.studyInstanceUid(), assessed.alerts());
    }

    private void writeEvent(Exam exam, int position) throws SQLException {
        IrradiationEvent event = exam.events().get(position);
        session.run(
                """
                INSERT INTO event (site, study_uid, event_key, position, role, protocol, ctdi_vol_mgy, phantom_cm, dlp_mgycm, device_key,
                                   study_month)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
                site,
                exam.studyInstanceUid().value(),
                event.key().value(),
                position,
                event.role().name(),
                event.protocol().orElse(null),
                Rows.decimal(event.dose().ctdiVolMGy().orElse(null)),
                event.dose().phantomCm().orElse(null),
                Rows.decimal(event.dose().dlpMGyCm().orElse(null)),
                event.device().key().text(),
                month(exam));
    }

    private void writePart(Exam exam, int position, ExamPart part) throws SQLException {
        session.run(
                """
                INSERT INTO part (site, study_uid, position, category, phantom_cm, ctdi_vol_mgy, dlp_mgycm, dlp_diagnostic_mgycm,
                                  dlp_largest_event_mgycm, study_date_time, study_month, device_key, age_days, is_adult,
                                  weight_kg, is_qa)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
                site,
                exam.studyInstanceUid().value(),
                position,
                part.category().orElse(null),
                part.phantomCm().orElse(null),
                Rows.decimal(part.ctdiVolMGy().orElse(null)),
                Rows.decimal(part.dlpMGyCm().orElse(null)),
                Rows.decimal(part.totals().dlpDiagnosticMGyCm().orElse(null)),
                Rows.decimal(part.totals().dlpLargestEventMGyCm().orElse(null)),
                exam.study().studyDateTime().map(Object::toString).orElse(null),
                month(exam),
                exam.device().key().text(),
                exam.patient().ageDays().orElse(null),
                exam.patient()
                        .ageDays()
                        .map(days -> days >= PatientFacts.ADULT_DAYS ? 1 : 0)
                        .orElse(null),
                Rows.decimal(exam.patient().weightKg().orElse(null)),
                exam.isQa() ? 1 : 0);
    }

    private static @Nullable String month(Exam exam) {
        return exam.study()
                .studyDateTime()
                .map(at -> YearMonth.from(at).toString())
                .orElse(null);
    }

    /** Returns exams, newest study first. */
    public List<AssessedExam> exams(ExamQuery query) {
        List<AssessedExam> exams = new ArrayList<>();
        each(query, exams::add);
        return exams;
    }

    /** Gives exams one after the other, newest study first; they are never in memory together. */
    public void each(ExamQuery query, Consumer<AssessedExam> consumer) {
        try (ExamSnapshot snapshot = snapshot()) {
            snapshot.each(query, consumer);
        }
    }

    /** Returns the exams as they are now, for whoever reads them more than once. */
    public ExamSnapshot snapshot() {
        return new ExamSnapshot(session.another(), site, text -> StoredJson.parse(text, AssessedExam.class));
    }

    /** Returns the exams with this Study Instance UID or accession number. */
    public List<AssessedExam> find(String studyOrAccession) {
        return session.query(
                "SELECT json FROM exam WHERE site = ? AND (study_uid = ? OR accession_number = ?) ORDER BY study_date_time",
                row -> StoredJson.parse(row.getString(1), AssessedExam.class),
                site,
                studyOrAccession,
                studyOrAccession);
    }

    /** Returns the alerts of this store. */
    public AlertStore alerts() {
        return alerts;
    }

    /** Returns who is to be told of which alert. */
    public NotificationStore notifications() {
        return new NotificationStore(session, site);
    }

    /** Returns what scanners did over time. */
    public ScannerHistory history() {
        return new ScannerHistory(session, site);
    }

    /** Returns what reports about a period read. */
    public ReportRows rows() {
        return new ReportRows(session, site);
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
                        DeviceKey.parse(row.getString(1)),
                        new Device(
                                Optional.ofNullable(row.getString(2)),
                                Optional.ofNullable(row.getString(3)),
                                Optional.ofNullable(row.getString(4)),
                                Optional.empty(),
                                Optional.ofNullable(row.getString(5))),
                        Arrays.stream(row.getString(6).split("\n", -1))
                                .filter(version -> !version.isEmpty())
                                .toList(),
                        Instant.parse(row.getString(7)),
                        Instant.parse(row.getString(8)),
                        row.getLong(9)),
                site);
    }

    /** Notes that somebody of the site vouches for a set of reference levels as it stands, and writes that into the audit. */
    public void adopt(String setId, String sha256, String by) {
        session.inTransaction(() -> {
            session.run(
                    "INSERT INTO adoption (site, set_id, set_sha256, adopted_by, adopted_at) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
                    site,
                    setId,
                    sha256,
                    by,
                    clock.instant().toString());
            session.audit(site)
                    .append(new AuditAct(clock.instant(), by, "drl-set-adopted", setId + " sha256 " + sha256));
        });
    }

    /** Writes into the audit that percentiles of other hospitals were taken. */
    public void noteBenchmark(String sha256, String issuer, String by) {
        session.inTransaction(() -> session.audit(site)
                .append(new AuditAct(clock.instant(), by, "benchmark-imported", "sha256 " + sha256 + " of " + issuer)));
    }

    /** Returns the content hashes of the adopted sets. */
    public Set<String> adoptedSets() {
        return new HashSet<>(
                session.query("SELECT set_sha256 FROM adoption WHERE site = ?", row -> row.getString(1), site));
    }

    /** Returns what stands in the audit, oldest first. */
    public List<AuditEntry> audit() {
        return session.auditEntries(site);
    }

    /** Returns what is wrong with the audit, in a sentence; empty when nobody changed, deleted, inserted or cut off an entry. */
    public Optional<String> auditProblem() {
        return session.auditProblem(site);
    }

    @Override
    public void close() {
        session.close();
    }
}
