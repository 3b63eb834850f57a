package org.doseagent.store.exams;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.doseagent.dose.Exam;
import org.doseagent.dose.ExamPart;
import org.doseagent.dose.ReceivedReport;
import org.doseagent.dose.assessment.AssessedExam;
import org.doseagent.dose.identity.Device;
import org.doseagent.dose.identity.StudyInstanceUid;
import org.doseagent.store.StoreException;
import org.doseagent.store.exams.columns.Dictionary;
import org.doseagent.store.sql.Rows;
import org.doseagent.store.sql.Statements;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Moves the reports and exams of schema 8, which were JSON documents, into the columns of schema 9. The names of the documents' fields are
 * written down in {@link EarlierJson}; they do not follow later changes of the records.
 */
public final class EarlierDocuments {

    /** The schema whose migration needs this class. */
    public static final int SCHEMA = 9;

    private static final Logger LOG = LoggerFactory.getLogger(EarlierDocuments.class);

    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private final Statements statements;
    private final Map<String, Dictionary> dictionaries = new HashMap<>();

    private EarlierDocuments(Statements statements) {
        this.statements = statements;
    }

    /**
     * Moves everything, within the transaction of the migration: one study after the other, so that any number of them needs no memory.
     *
     * @throws StoreException if a document cannot be read; the store stays as it was
     */
    public static void move(Connection connection) throws SQLException {
        EarlierDocuments documents = new EarlierDocuments(new Statements(connection));
        documents.moveExams();
        documents.moveDevices();
        for (String table : List.of("earlier_report", "earlier_part", "earlier_exam", "earlier_device")) {
            documents.statements.update("DROP TABLE " + table);
        }
    }

    private Dictionary dictionary(String site) {
        return dictionaries.computeIfAbsent(site, name -> new Dictionary(name, writer()));
    }

    private Dictionary.Writer writer() {
        return new Dictionary.Writer() {
            @Override
            public int run(String sql, @Nullable Object... values) throws SQLException {
                return statements.update(sql, values);
            }

            @Override
            public <T> List<T> query(String sql, Rows.Reader<T> reader, @Nullable Object... values)
                    throws SQLException {
                return statements.query(sql, reader, values);
            }
        };
    }

    private void moveExams() throws SQLException {
        statements.each(
                "SELECT site, study_uid, json FROM earlier_exam ORDER BY site, study_date_time, study_uid", row -> {
                    moveExam(row.getString(1), new StudyInstanceUid(row.getString(2)), json(row.getString(3)));
                    return row;
                });
    }

    private void moveExam(String site, StudyInstanceUid study, JsonNode document) throws SQLException {
        List<ReceivedReport> reports = statements.query(
                "SELECT json FROM earlier_report WHERE site = ? AND study_uid = ? ORDER BY inbox_id",
                row -> EarlierJson.received(json(row.getString(1))),
                site,
                study.value());
        Set<Exam.ReportReference> known = new HashSet<>();
        reports.forEach(received -> known.add(ReportTable.reference(received)));
        List<Exam.ReportReference> references = new ArrayList<>();
        for (JsonNode each : document.path("exam").path("reports")) {
            Exam.ReportReference reference = EarlierJson.reference(each);
            if (known.contains(reference)) {
                references.add(reference);
            } else {
                LOG.warn("event=migration-report-unknown");
            }
        }
        AssessedExam assessed = new AssessedExam(
                EarlierJson.exam(document.path("exam"), references),
                parts(site, study, document.path("parts")),
                EarlierJson.assessments(document.path("assessments")),
                List.of());
        StudyWriter writer = new StudyWriter(writer(), dictionary(site));
        writer.write(assessed, reports, writer.known(assessed.exam()));
        int position = 0;
        for (JsonNode alert : document.path("alerts")) {
            statements.update(
                    "UPDATE alert SET exam_position = ?, exam_severity = ? WHERE site = ? AND study_uid = ? AND alert_key = ?",
                    position++,
                    alert.path("severity").asInt(),
                    site,
                    study.value(),
                    alert.path("key").asText());
        }
    }

    /** Documents of the first schema have no DLP without localizers; an earlier migration put it into the columns. */
    private List<ExamPart> parts(String site, StudyInstanceUid study, JsonNode documents) throws SQLException {
        List<ExamPart> parts = new ArrayList<>();
        for (int i = 0; i < documents.size(); i++) {
            ExamPart part = EarlierJson.part(documents.get(i));
            if (documents.get(i).has("dlpDiagnosticMGyCm")) {
                parts.add(part);
            } else {
                parts.addAll(statements.query(
                        """
                        SELECT dlp_diagnostic_mgycm, dlp_largest_event_mgycm FROM earlier_part
                         WHERE site = ? AND study_uid = ? AND position = ?
                        """,
                        row -> EarlierJson.withDiagnosticDlp(part, row.getString(1), row.getString(2)),
                        site,
                        study.value(),
                        i));
            }
        }
        return parts;
    }

    private void moveDevices() throws SQLException {
        statements.each("""
                SELECT site, manufacturer, model, serial_number, software_version, station_name, first_report, last_report FROM earlier_device
                """, row -> {
            Dictionary dictionary = dictionary(row.getString(1));
            Device device = new Device(
                    EarlierJson.present(row.getString(2)),
                    EarlierJson.present(row.getString(3)),
                    EarlierJson.present(row.getString(4)),
                    EarlierJson.present(row.getString(5)),
                    EarlierJson.present(row.getString(6)));
            return statements.update(
                    "UPDATE scanner SET first_report = ?, last_report = ? WHERE site = ? AND id = ?",
                    row.getString(7),
                    row.getString(8),
                    dictionary.site(),
                    dictionary.idsOf(device).scanner());
        });
    }

    private static JsonNode json(String text) {
        try {
            return MAPPER.readTree(text);
        } catch (JsonProcessingException e) {
            throw new StoreException("a document of the earlier store cannot be read", e, false);
        }
    }
}
