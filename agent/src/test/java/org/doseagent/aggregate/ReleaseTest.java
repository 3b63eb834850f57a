package org.doseagent.aggregate;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.doseagent.dose.AssessedExam;
import org.doseagent.testdata.Exams;
import org.junit.jupiter.api.Test;

final class ReleaseTest {

    private static final DisclosureControl CONTROL = new DisclosureControl(20, 10);
    private static final Origin ORIGIN = new Origin("0123456789abcdef0123456789abcdef", "IE", "1.0", "abc");
    private static final YearMonth OCTOBER = YearMonth.of(2026, 10);
    private static final Path SCHEMA =
            Path.of(System.getProperty("project.root", "..")).resolve("docs/dose-aggregate-1.schema.json");

    @Test
    void the_same_exams_in_any_order_give_the_same_bytes() {
        List<AssessedExam> exams = exams("CT-CHEST", 40);
        exams.addAll(exams("CT-HEAD", 25));
        byte[] first = release(exams).json();
        Collections.shuffle(exams, new Random(3));
        assertThat(release(exams).json()).isEqualTo(first);
    }

    @Test
    void the_document_says_what_its_schema_says() throws Exception {
        JsonSchema schema =
                JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(Files.readString(SCHEMA));
        JsonNode document = document(exams("CT-CHEST", 40));
        assertThat(schema.validate(document)).isEmpty();
        assertThat(document.get("cells")).hasSize(2);
        ((com.fasterxml.jackson.databind.node.ObjectNode) document).put("patientName", "x");
        assertThat(schema.validate(document)).isNotEmpty();
    }

    @Test
    void keys_are_sorted_and_nothing_is_between_them() {
        String text = new String(release(exams("CT-CHEST", 40)).json(), StandardCharsets.UTF_8);
        assertThat(text)
                .doesNotContain(" ", "\n")
                .startsWith("{\"cells\":[{\"category\":\"CT-CHEST\",\"n\":40,\"p25\":");
    }

    @Test
    void another_month_or_other_cells_are_another_submission() {
        Release october = release(exams("CT-CHEST", 40));
        Release november = Release.of(
                YearMonth.of(2026, 11),
                Tabulation.of(exams("CT-CHEST", 40), CONTROL).cells(),
                CONTROL,
                ORIGIN);
        assertThat(List.of(
                        october.submissionId(),
                        november.submissionId(),
                        release(exams("CT-CHEST", 60)).submissionId()))
                .doesNotHaveDuplicates()
                .allMatch(id -> id.matches("[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"));
    }

    @Test
    void nothing_of_a_patient_is_in_it() {
        String text = new String(release(exams("CT-CHEST", 40)).json(), StandardCharsets.UTF_8);
        assertThat(text).doesNotContain("patient-", "1.2.", "A1", "2026-10-05");
    }

    @Test
    void cells_below_the_thresholds_are_withheld_and_named_on_site_only() throws Exception {
        List<AssessedExam> exams = exams("CT-CHEST", 40);
        exams.addAll(exams("CT-SINUS", 19));
        Tabulation tabulation = Tabulation.of(exams, CONTROL);
        assertThat(tabulation.withheld())
                .hasSize(2)
                .allMatch(cell -> cell.key().category().equals("CT-SINUS"));
        assertThat(document(exams).toString()).doesNotContain("SINUS");
    }

    private static List<AssessedExam> exams(String category, int count) {
        List<AssessedExam> exams = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            exams.add(Exams.inCategory(category, "patient-" + category + i, String.valueOf(200 + 7 * i)));
        }
        return exams;
    }

    private static Release release(List<AssessedExam> exams) {
        return Release.of(OCTOBER, Tabulation.of(exams, CONTROL).cells(), CONTROL, ORIGIN);
    }

    private static JsonNode document(List<AssessedExam> exams) throws Exception {
        return new ObjectMapper().readTree(release(exams).json());
    }
}
