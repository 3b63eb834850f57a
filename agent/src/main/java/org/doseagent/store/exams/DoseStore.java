package org.doseagent.store.exams;

import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.doseagent.dose.ReceivedReport;
import org.doseagent.dose.assessment.AssessedExam;
import org.doseagent.dose.identity.AeTitle;
import org.doseagent.dose.identity.ContentHash;
import org.doseagent.dose.identity.Device;
import org.doseagent.dose.identity.StudyInstanceUid;
import org.doseagent.store.Chunks;
import org.doseagent.store.StoreIdentity;
import org.doseagent.store.alerts.AlertStore;
import org.doseagent.store.alerts.AuditAct;
import org.doseagent.store.alerts.AuditEntry;
import org.doseagent.store.alerts.NotificationStore;
import org.doseagent.store.archive.ArchiveProgress;
import org.doseagent.store.commitment.CommitmentStore;
import org.doseagent.store.erasure.PatientTables;
import org.doseagent.store.exams.ProcessedBatch.RevisedExam;
import org.doseagent.store.exams.columns.Dictionary;
import org.doseagent.store.inbox.InboxStates;
import org.doseagent.store.sql.Rows;
import org.doseagent.store.sql.Session;
import org.jspecify.annotations.Nullable;

/**
 * Exams, events, alerts, devices and releases. One writer at a time, readers beside it, also from other processes. Thread-safe.
 */
public final class DoseStore implements AutoCloseable {

    private final String site;
    private final Clock clock;
    private final Session session;
    private final AlertStore alerts;
    private final InboxStates received;
    private final Dictionary dictionary;
    private final StudyWriter writer;

    /** Opens {@code doses.db} in the data directory. */
    public DoseStore(Path dataDirectory, String site, Clock clock) {
        this(new Session(dataDirectory), site, clock);
    }

    /** Uses a session, which it closes. */
    public DoseStore(Session session, String site, Clock clock) {
        this.site = site;
        this.clock = clock;
        this.session = session;
        this.alerts = new AlertStore(session, site, clock);
        this.received = new InboxStates(session, site);
        Dictionary.Writer rows = new Dictionary.Writer() {
            @Override
            public int run(String sql, @Nullable Object... values) throws SQLException {
                return session.run(sql, values);
            }

            @Override
            public <T> List<T> query(String sql, Rows.Reader<T> reader, @Nullable Object... values)
                    throws SQLException {
                return session.queryInTransaction(sql, reader, values);
            }
        };
        this.dictionary = new Dictionary(site, rows);
        this.writer = new StudyWriter(rows, dictionary);
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
     * Stores a batch in one transaction; doing it again changes nothing.
     *
     * @return false where a study was written after its reports were read with {@link #studies}: nothing was stored, and the exams must be
     *     made again
     */
    public boolean write(ProcessedBatch batch) {
        boolean isCommitted = false;
        try {
            boolean isWritten = session.inTransaction(() -> writeRows(batch));
            isCommitted = true;
            return isWritten;
        } finally {
            if (!isCommitted) {
                dictionary.forgetNumbers();
            }
        }
    }

    private boolean writeRows(ProcessedBatch batch) throws SQLException {
        dictionary.followDeletions();
        List<StudyWriter.Known> known = new ArrayList<>();
        for (RevisedExam exam : batch.exams()) {
            StudyWriter.Known before = writer.known(exam.assessed().exam());
            if (exam.basis() != before.revision()) {
                return false;
            }
            known.add(before);
        }
        seeScanners(batch.reports());
        for (int i = 0; i < known.size(); i++) {
            RevisedExam exam = batch.exams().get(i);
            writer.write(exam.assessed(), exam.reports(), known.get(i));
            alerts.ofExam(
                    exam.assessed().exam().studyInstanceUid(), exam.assessed().alerts());
        }
        received.write(batch.inbox());
        return true;
    }

    /** Notes when each scanner was seen first and last; a batch has thousands of events of a handful of scanners. */
    private void seeScanners(List<ReceivedReport> reports) throws SQLException {
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
            String firstReport = seen.getValue().toString();
            String lastReport = Objects.requireNonNull(last.get(seen.getKey())).toString();
            session.run(
                    """
                    UPDATE scanner SET first_report = CASE WHEN first_report <= ? THEN first_report ELSE ? END,
                                       last_report = CASE WHEN last_report >= ? THEN last_report ELSE ? END
                     WHERE site = ? AND id = ?
                    """,
                    firstReport,
                    firstReport,
                    lastReport,
                    lastReport,
                    dictionary.site(),
                    dictionary.idsOf(seen.getKey()).scanner());
        }
    }

    /** Returns what is stored of these studies; those of which nothing is stored are left out. Takes no write lock. */
    public Map<StudyInstanceUid, StoredStudy> studies(Collection<StudyInstanceUid> uids) {
        return session.read(store -> {
            StudyReader reader = new StudyReader(store, dictionary, site);
            Map<StudyInstanceUid, StoredStudy> studies = new HashMap<>();
            for (List<StudyInstanceUid> some : Chunks.of(uids)) {
                studies.putAll(reader.studies(some));
            }
            return studies;
        });
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
        return new ExamSnapshot(session.snapshot(), site, dictionary);
    }

    /** Returns the exams with this Study Instance UID or accession number. */
    public List<AssessedExam> find(String studyOrAccession) {
        return session.read(store -> {
            StudyReader reader = new StudyReader(store, dictionary, site);
            List<ExamTable.Row> rows = store.query(
                    "SELECT " + ExamTable.COLUMNS + """
                             FROM exam WHERE site = (SELECT id FROM site WHERE name = ?)
                               AND id IN (SELECT k.id FROM site s JOIN exam k ON k.site = s.id WHERE s.name = ? AND k.study_uid = ?
                                          UNION SELECT k.id FROM site s JOIN exam k ON k.site = s.id WHERE s.name = ? AND k.accession_number = ?)
                             ORDER BY study_date_time NULLS FIRST
                            """,
                    reader::row,
                    site,
                    site,
                    studyOrAccession,
                    site,
                    studyOrAccession);
            List<AssessedExam> exams = new ArrayList<>();
            for (List<ExamTable.Row> some : Chunks.of(rows)) {
                exams.addAll(reader.exams(some));
            }
            return exams;
        });
    }

    /** Returns the fingerprints of keys and site. */
    public StoreIdentity identity() {
        return new StoreIdentity(session, site);
    }

    /** Returns the access to what is stored about one patient. */
    public PatientTables patients() {
        return new PatientTables(session, site);
    }

    /** Writes an act into the audit. */
    public void note(AuditAct act) {
        session.inTransaction(() -> session.audit(site).append(act));
    }

    /** Empties the log of SQLite; see {@link Session#truncateLog}. */
    public boolean truncateLog() {
        return session.truncateLog();
    }

    /** Writes the store anew, so that no file has what was deleted; see {@link Session#compact}. */
    public boolean compact() {
        return session.compact();
    }

    /** Returns the states of the received objects. */
    public InboxStates received() {
        return received;
    }

    /** Returns the names of all sites of the store. */
    public List<String> sites() {
        return session.sites();
    }

    /** Returns the alerts of this store. */
    public AlertStore alerts() {
        return alerts;
    }

    /** Returns who is to be told of which alert. */
    public NotificationStore notifications() {
        return new NotificationStore(session, site);
    }

    /** Returns how far the history of a PACS was fetched. */
    public ArchiveProgress archive(AeTitle pacs) {
        return new ArchiveProgress(session, site, clock, pacs);
    }

    /** Returns the requests for storage commitment that wait for their answer. */
    public CommitmentStore commitments() {
        return new CommitmentStore(session, site);
    }

    /** Returns which of these studies have an exam. */
    public Set<StudyInstanceUid> known(Collection<StudyInstanceUid> uids) {
        Set<StudyInstanceUid> known = new HashSet<>();
        for (StudyInstanceUid uid : uids) {
            session.query(
                            "SELECT 1 FROM exam WHERE site = (SELECT id FROM site WHERE name = ?) AND study_uid = ?",
                            row -> row.getInt(1),
                            site,
                            uid.value())
                    .forEach(found -> known.add(uid));
        }
        return known;
    }

    /** Returns what people have decided about phantoms and patients. */
    public QaDecisions qaDecisions() {
        return new QaDecisions(session, site, clock);
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
        return session.query(StoredDevice.SEEN.formatted("""
                (SELECT count(*) FROM exam e WHERE e.site = d.site AND e.device = d.id)
                """), StoredDevice::read, site);
    }

    /** Notes that somebody of the site vouches for a set of reference levels as it stands, and writes that into the audit. */
    public void adopt(String setId, ContentHash content, String by) {
        session.inTransaction(() -> {
            session.run(
                    "INSERT INTO adoption (site, set_id, set_sha256, adopted_by, adopted_at) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
                    site,
                    setId,
                    content.hex(),
                    by,
                    clock.instant().toString());
            session.audit(site)
                    .append(new AuditAct(
                            clock.instant(), by, AuditAct.Kind.DRL_SET_ADOPTED, setId + " sha256 " + content.hex()));
        });
    }

    /** Writes into the audit that percentiles of other hospitals were taken. */
    public void noteBenchmark(String issuer, ContentHash content, String by) {
        session.inTransaction(() -> session.audit(site)
                .append(new AuditAct(
                        clock.instant(),
                        by,
                        AuditAct.Kind.BENCHMARK_IMPORTED,
                        "sha256 " + content.hex() + " of " + issuer)));
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
