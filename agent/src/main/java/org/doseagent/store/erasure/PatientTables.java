package org.doseagent.store.erasure;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.doseagent.dose.identity.PatientKey;
import org.doseagent.dose.identity.StudyInstanceUid;
import org.doseagent.store.Chunks;
import org.doseagent.store.alerts.AuditAct;
import org.doseagent.store.sql.Session;
import org.jspecify.annotations.Nullable;

/** The rows of {@code doses.db} about one patient: finds, counts and deletes them. Thread-safe. */
public final class PatientTables {

    private static final String SITE = "(SELECT s.id FROM site s WHERE s.name = ?)";
    private static final String EXAM = "(SELECT e.id FROM exam e WHERE e.site = " + SITE + " AND e.study_uid = ?)";

    private static final String HELD = "SELECT study_uid, patient_key, accession_number FROM exam WHERE site = " + SITE;

    /** Rows of one study, in the order in which they are deleted; {@code ?} are site and study in turn. */
    static final Map<String, String> OF_STUDY = ofStudy();

    /** Texts of senders in which a name could be. */
    private static final String FREE_TEXTS =
            "SELECT study_description FROM exam WHERE site = " + SITE + " AND id = " + EXAM
                    + " UNION SELECT study_description FROM report WHERE site = " + SITE + " AND exam = " + EXAM
                    + " UNION SELECT protocol FROM event WHERE site = " + SITE + " AND exam = " + EXAM
                    + " UNION SELECT evidence FROM part WHERE site = " + SITE + " AND exam = " + EXAM
                    + " UNION SELECT text FROM finding WHERE site = " + SITE + " AND exam = " + EXAM;

    /** The columns that name a text, by table. */
    static final Map<String, List<String>> TEXT_COLUMNS = Map.of(
            "exam", List.of("study_description", "institution"),
            "report", List.of("study_description", "institution", "calling_ae_title", "sop_class_uid"),
            "event", List.of("protocol", "modulation_type"),
            "part", List.of("mapping_rule", "mapping_version", "evidence"),
            "finding", List.of("text"),
            "assessment", List.of("reason", "drl_set", "drl_set_hash", "population"),
            "xray_source", List.of("source"));

    private final Session session;
    private final String site;

    public PatientTables(Session session, String site) {
        this.session = session;
        this.site = site;
    }

    private static Map<String, String> ofStudy() {
        Map<String, String> tables = new LinkedHashMap<>();
        tables.put(
                "notifications",
                "notification WHERE site = ? AND alert_id IN (SELECT a.id FROM alert a WHERE a.site = notification.site AND a.study_uid = ?)");
        tables.put("alerts", "alert WHERE site = ? AND study_uid = ?");
        tables.put("archiveStudies", "archive_study WHERE site = ? AND study_uid = ?");
        tables.put("decisions", "qa_decision WHERE site = ? AND study_uid = ?");
        tables.put("events", "event WHERE site = " + SITE + " AND exam = " + EXAM);
        tables.put("reports", "report WHERE site = " + SITE + " AND exam = " + EXAM);
        tables.put("exams", "exam WHERE site = " + SITE + " AND study_uid = ?"); // cascades to all its rows
        return tables;
    }

    /** An exam that the store holds. */
    public record Held(StudyInstanceUid study, Optional<PatientKey> patient, Optional<String> accessionNumber) {}

    /** Returns the exams of these patients. */
    public List<Held> ofPatients(Collection<PatientKey> keys) {
        List<Held> held = new ArrayList<>();
        for (PatientKey key : keys) {
            held.addAll(held(HELD + " AND patient_key = ? ORDER BY id", site, key.value()));
        }
        return held;
    }

    /** Returns the exams with an accession number. */
    public List<Held> ofAccession(String accessionNumber) {
        return held(HELD + " AND accession_number = ? ORDER BY id", site, accessionNumber);
    }

    /** Returns all exams, in portions: those after a Study Instance UID, in the order of the UIDs. */
    public List<Held> after(String studyUid, int limit) {
        return held(HELD + " AND study_uid > ? ORDER BY study_uid LIMIT ?", site, studyUid, limit);
    }

    /** Returns exams from before a day, such as {@code 2016-01-01}; those without a date are not among them. */
    public List<Held> before(String day, int limit) {
        return held(HELD + " AND study_date_time < ? ORDER BY study_date_time LIMIT ?", site, day, limit);
    }

    private List<Held> held(String sql, @Nullable Object... values) {
        return session.query(
                sql,
                row -> new Held(
                        new StudyInstanceUid(row.getString(1)),
                        Optional.ofNullable(row.getString(2)).map(PatientKey::new),
                        Optional.ofNullable(row.getString(3))),
                values);
    }

    /** Returns the patient keys of a person: of one Patient ID under different issuers or spellings. */
    public Set<PatientKey> keysOf(String person) {
        return new LinkedHashSet<>(session.query(
                "SELECT patient_key FROM person WHERE site = ? AND person = ? ORDER BY patient_key",
                row -> new PatientKey(row.getString(1)),
                site,
                person));
    }

    /** Returns the numbers of the inbox objects of a study. */
    public List<Long> inboxIds(StudyInstanceUid study) {
        return session.query(
                "SELECT inbox_id FROM report WHERE site = " + SITE + " AND exam = " + EXAM + " ORDER BY inbox_id",
                row -> row.getLong(1),
                site,
                site,
                study.value());
    }

    /** Returns how many rows the store has of these studies, by kind. */
    public Map<String, Long> count(Collection<StudyInstanceUid> studies) {
        Map<String, Long> counts = new LinkedHashMap<>();
        OF_STUDY.forEach((name, from) -> {
            long count = 0;
            for (StudyInstanceUid study : studies) {
                count += session.query("SELECT count(*) FROM " + from, row -> row.getLong(1), values(from, study))
                        .get(0);
            }
            counts.put(name, count);
        });
        return counts;
    }

    private @Nullable Object[] values(String from, StudyInstanceUid study) {
        int marks = (int) from.chars().filter(each -> each == '?').count();
        @Nullable Object[] values = new Object[marks];
        for (int i = 0; i < marks; i++) {
            values[i] = i == marks - 1 ? study.value() : site;
        }
        return values;
    }

    /** What is deleted together. */
    public record Removal(
            Collection<StudyInstanceUid> studies, Collection<PatientKey> patients, Collection<Long> inboxIds) {}

    /** Deletes exams, alerts, persons and inbox entries, and notes the act in the audit; all in one transaction. */
    public void delete(Removal removal, AuditAct act) {
        session.inTransaction(() -> {
            Set<Long> texts = new LinkedHashSet<>();
            for (StudyInstanceUid study : removal.studies()) {
                texts.addAll(freeTexts(study));
                for (String from : OF_STUDY.values()) {
                    session.run("DELETE FROM " + from, values(from, study));
                }
            }
            for (PatientKey key : removal.patients()) {
                session.run("DELETE FROM person WHERE site = ? AND patient_key = ?", site, key.value());
            }
            for (Long id : removal.inboxIds()) {
                session.run("DELETE FROM received WHERE site = ? AND id = ?", site, id);
            }
            deleteUnused(texts);
            session.audit(site).append(act);
        });
    }

    /** Deletes the persons of patients who have no exam any more. */
    public void deletePersonsWithoutExam(Collection<Held> deleted) {
        session.inTransaction(() -> {
            for (Held exam : deleted) {
                if (exam.patient().isPresent()) {
                    session.run(
                            "DELETE FROM person WHERE site = ? AND patient_key = ? AND NOT EXISTS (SELECT 1 FROM exam e WHERE e.site = "
                                    + SITE + " AND e.patient_key = person.patient_key)",
                            site,
                            exam.patient().get().value(),
                            site);
                }
            }
        });
    }

    private List<Long> freeTexts(StudyInstanceUid study) throws SQLException {
        List<@Nullable Object> values = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            values.addAll(List.of(site, site, study.value()));
        }
        return session.queryInTransaction(FREE_TEXTS, row -> row.getLong(1), values.toArray()).stream()
                .filter(id -> id > 0)
                .toList();
    }

    /** Deletes texts that no row names any more, and lets other processes forget the numbers that they remember. */
    private void deleteUnused(Set<Long> texts) throws SQLException {
        Set<Long> unused = new LinkedHashSet<>(texts);
        for (List<Long> some : Chunks.of(texts)) {
            for (Map.Entry<String, List<String>> table : TEXT_COLUMNS.entrySet()) {
                for (String column : table.getValue()) {
                    unused.removeAll(used(column + " FROM " + table.getKey() + " WHERE " + column, some));
                }
            }
        }
        for (Long id : unused) {
            session.run("DELETE FROM text WHERE site = " + SITE + " AND id = ?", site, id);
        }
        if (!unused.isEmpty()) {
            session.run(
                    "INSERT INTO dictionary_generation (site, generation) VALUES (?, 1)"
                            + " ON CONFLICT (site) DO UPDATE SET generation = dictionary_generation.generation + 1",
                    site);
        }
    }

    private List<Long> used(String columnOfTable, List<Long> texts) throws SQLException {
        return session.queryInTransaction(
                "SELECT DISTINCT " + columnOfTable + " IN (" + Chunks.PLACEHOLDERS + ") AND site = " + SITE,
                row -> row.getLong(1),
                textsAndSite(texts));
    }

    private @Nullable Object[] textsAndSite(List<Long> texts) {
        @Nullable Object[] values = Arrays.copyOfRange(Chunks.values(site, texts), 1, Chunks.SIZE + 2);
        values[Chunks.SIZE] = site;
        return values;
    }
}
