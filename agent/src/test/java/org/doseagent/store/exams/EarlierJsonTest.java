package org.doseagent.store.exams;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Objects;
import org.doseagent.dose.Exam;
import org.doseagent.dose.ReceivedReport;
import org.doseagent.dose.assessment.AlertKind;
import org.doseagent.dose.assessment.AssessedExam;
import org.doseagent.dose.assessment.Verdict;
import org.doseagent.dose.identity.AeTitle;
import org.doseagent.dose.identity.PatientKey;
import org.doseagent.dose.identity.SopInstanceUid;
import org.doseagent.dose.identity.StudyInstanceUid;
import org.doseagent.testdata.StatisticsStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The two resources are rows of a store that the program wrote before identities had types; the reports in them are synthetic. */
final class EarlierJsonTest {

    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    @Test
    void a_report_of_an_older_store_is_read_completely_and_written_in_the_same_form() throws IOException {
        String row = resource("report-row.json");
        ReceivedReport received = EarlierJson.received(MAPPER.readTree(row));
        assertThat(received.callingAeTitle()).contains(new AeTitle("IMPORT"));
        assertThat(received.patientKey()).contains(new PatientKey("88d9f8adf4cd00ac81212b9914ef13de"));
        assertThat(received.report().sopInstanceUid())
                .isEqualTo(new SopInstanceUid("2.25.329812764743285176372196644496373298634"));
        assertThat(received.report().studyInstanceUid())
                .isEqualTo(new StudyInstanceUid("2.25.231741922462894348428537296329644459926"));
        assertThat(received.report().document().predecessors())
                .containsExactly(new SopInstanceUid("2.25.254184405597927913206012280324848777404"));
        assertThat(present(StoredJson.text(received))).isEqualTo(present(row));
    }

    @Test
    void an_exam_of_an_older_store_is_read_completely_and_written_in_the_same_form() throws IOException {
        String row = resource("exam-row.json");
        AssessedExam assessed = StoredJson.parse(row, AssessedExam.class);
        JsonNode document = MAPPER.readTree(row);
        assertThat(EarlierJson.exam(document.path("exam"), assessed.exam().reports()))
                .isEqualTo(assessed.exam());
        assertThat(EarlierJson.assessments(document.path("assessments"))).isEqualTo(assessed.assessments());
        JsonNode stored = MAPPER.readTree(row);
        Exam exam = assessed.exam();
        assertThat(exam.studyInstanceUid().value())
                .isEqualTo(stored.at("/exam/studyInstanceUid").asText());
        assertThat(exam.patientKey().orElseThrow().value())
                .isEqualTo(stored.at("/exam/patientKey").asText());
        assertThat(exam.reports()).singleElement().satisfies(report -> {
            assertThat(report.sopInstanceUid().value())
                    .isEqualTo(stored.at("/exam/reports/0/sopInstanceUid").asText());
            assertThat(report.callingAeTitle()).contains(new AeTitle("IMPORT"));
        });
        assertThat(assessed.alerts()).isNotEmpty().allMatch(alert -> alert.kind() == AlertKind.DATA_QUALITY);
        assertThat(present(StoredJson.text(assessed))).isEqualTo(present(row));
    }

    /** Written by the program while category, level and acquisition were fields of part, assessment and event themselves. */
    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"exam-row-assessed.json", "exam-row-modulated.json"})
    void an_exam_of_flat_records_is_read_completely_and_written_in_the_same_form(String name) throws IOException {
        String row = resource(name);
        AssessedExam assessed = StoredJson.parse(row, AssessedExam.class);
        JsonNode document = MAPPER.readTree(row);
        assertThat(EarlierJson.exam(document.path("exam"), assessed.exam().reports()))
                .isEqualTo(assessed.exam());
        assertThat(EarlierJson.assessments(document.path("assessments"))).isEqualTo(assessed.assessments());
        assertThat(document.path("parts")).hasSize(assessed.parts().size());
        for (int i = 0; i < assessed.parts().size(); i++) {
            assertThat(EarlierJson.part(document.path("parts").get(i)))
                    .isEqualTo(assessed.parts().get(i));
        }
        assertThat(assessed.parts()).isNotEmpty().allSatisfy(part -> {
            assertThat(part.classification().rule()).isPresent();
            assertThat(part.totals().dlpLargestPhaseMGyCm()).isPresent();
        });
        assertThat(assessed.assessments())
                .isNotEmpty()
                .allMatch(assessment -> assessment.verdict() == Verdict.NOT_ASSESSED
                        || assessment.level().setHash().isPresent());
        assertThat(assessed.exam().events())
                .allMatch(event -> event.acquisition().type().isPresent());
        assertThat(present(StoredJson.text(assessed))).isEqualTo(present(row));
    }

    @ParameterizedTest(name = "\"{0}\"")
    @ValueSource(strings = {"", "  ", "a title of more than 16 characters"})
    void a_stored_title_that_is_none_is_read_as_absent(String title) throws IOException {
        String row = resource("report-row.json").replace("\"IMPORT\"", "\"" + title + "\"");
        assertThat(EarlierJson.received(MAPPER.readTree(row)).callingAeTitle()).isEmpty();
    }

    /** Returns the fields that have a value: whether an absent one is written as null is no matter. */
    private static JsonNode present(String json) throws IOException {
        JsonNode node = MAPPER.readTree(json);
        removeNulls(node);
        return node;
    }

    private static void removeNulls(JsonNode node) {
        node.properties().stream()
                .filter(field -> field.getValue().isNull())
                .toList()
                .forEach(field -> ((ObjectNode) node).remove(field.getKey()));
        node.forEach(EarlierJsonTest::removeNulls);
    }

    private static String resource(String name) throws IOException {
        try (InputStream in = EarlierJsonTest.class.getResourceAsStream(name)) {
            return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** The store that statistics and starts are measured on is one that the program reads. */
    @Test
    void the_store_of_the_benchmarks_is_read_whole(@TempDir Path folder) throws Exception {
        StatisticsStore.write(folder, 20);
        try (DoseStore store = new DoseStore(folder, "demo-hospital", Clock.systemUTC())) {
            assertThat(store.exams(ExamQuery.all())).hasSize(20).allSatisfy(exam -> {
                assertThat(exam.exam().patientKey()).isPresent();
                assertThat(exam.exam().reports())
                        .allSatisfy(
                                report -> assertThat(report.callingAeTitle()).isPresent());
                assertThat(exam.exam().events()).isNotEmpty();
            });
        }
    }
}
