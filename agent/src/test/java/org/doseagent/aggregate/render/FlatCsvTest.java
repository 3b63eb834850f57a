package org.doseagent.aggregate.render;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class FlatCsvTest {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    /** Scripts of receivers rely on these names; they may grow at the right end, and change never. */
    private static final String HEADER =
            "record_id,schema,submission_id,sequence,supersedes,created_at,facility_pseudonym,facility_country,period_start,"
                    + "period_end,quantile_method,dc_min_exams,dc_min_patients,dc_max_exams_per_patient,dc_min_each_side,"
                    + "dc_max_patient_share,dc_min_correction,dc_n_rounded_down_to,dc_significant_digits,dc_suppression,"
                    + "dc_mechanism,dc_epsilon_per_cell,mapping_version,mapped_percent,software_name,software_version,"
                    + "category,population,equipment_age,detector_rows,quantity,unit,scope,timing_runs,phantom_cm,n,p25,p50,"
                    + "p75,codes,above_drl_1_set,above_drl_1_jurisdiction,above_drl_1_sha256,above_drl_1_drl,above_drl_1_exams";

    @Test
    void has_stable_columns_that_redcap_takes() {
        String first = text("correction").lines().findFirst().orElseThrow();
        assertThat(first).isEqualTo(HEADER);
        assertThat(first.split(",", -1)).allMatch(name -> name.matches("[a-z][a-z0-9_]{0,99}"));
        assertThat(text("first").lines().findFirst().orElseThrow())
                .isEqualTo(
                        HEADER
                                + ",above_drl_2_set,above_drl_2_jurisdiction,above_drl_2_sha256,above_drl_2_drl,above_drl_2_exams");
    }

    @Test
    void one_row_a_cell_with_its_numbers_as_released() throws Exception {
        List<Map<String, String>> rows = rows(text("first"));
        JsonNode document = MAPPER.readTree(Samples.json("first"));
        assertThat(rows).hasSameSizeAs(document.path("cells"));
        String submission = document.path("submissionId").asText();
        assertThat(rows.get(0))
                .containsEntry("record_id", submission + "-1")
                .containsEntry("submission_id", submission)
                .containsEntry("supersedes", "")
                .containsEntry("p50", "8.9")
                .containsEntry("phantom_cm", "32")
                .containsEntry("codes", "http://loinc.org|44115-4")
                .containsEntry("above_drl_1_set", "synthetic-a")
                .containsEntry("above_drl_1_jurisdiction", "IE")
                .containsEntry("above_drl_1_drl", "12.5")
                .containsEntry("above_drl_1_exams", "10-19")
                .containsEntry("above_drl_2_exams", "5-9");
        assertThat(rows.get(2)).containsEntry("equipment_age", "any").containsEntry("above_drl_1_set", "");
        assertThat(rows).extracting(row -> row.get("record_id")).doesNotHaveDuplicates();
    }

    @Test
    void a_correction_says_what_it_supersedes() throws IOException {
        assertThat(rows(text("correction")))
                .singleElement()
                .satisfies(row -> assertThat(row)
                        .containsEntry("sequence", "2")
                        .hasEntrySatisfying(
                                "supersedes", id -> assertThat(text("first")).contains(id)));
        assertThat(text("withdrawn")).isEqualTo(HEADER + "\r\n");
    }

    @Test
    void a_text_that_a_spreadsheet_would_run_is_defused() throws Exception {
        ObjectNode document = (ObjectNode) MAPPER.readTree(Samples.json("first"));
        ((ObjectNode) document.path("software")).put("version", "=HYPERLINK(\"x\",\"y\")");
        String text = new String(Rendering.CSV.render(MAPPER.writeValueAsBytes(document)), StandardCharsets.UTF_8);
        assertThat(text).contains(",\"'=HYPERLINK(\"\"x\"\",\"\"y\"\")\",");
    }

    @Test
    void only_a_release_is_rendered() {
        for (Rendering rendering : List.of(Rendering.CSV, Rendering.MADX)) {
            assertThatThrownBy(() -> rendering.render("{}".getBytes(StandardCharsets.UTF_8)))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> rendering.render("{".getBytes(StandardCharsets.UTF_8)))
                    .isInstanceOf(IllegalArgumentException.class);
        }
        assertThat(Rendering.JSON.render(Samples.json("first"))).isEqualTo(Samples.json("first"));
    }

    private static String text(String sample) {
        return new String(Rendering.CSV.render(Samples.json(sample)), StandardCharsets.UTF_8);
    }

    private static List<Map<String, String>> rows(String text) throws IOException {
        assertThat(text).endsWith("\r\n");
        List<String[]> lines = CsvTest.parsed(text);
        String[] names = lines.get(0);
        List<Map<String, String>> rows = new ArrayList<>();
        for (String[] values : lines.subList(1, lines.size())) {
            assertThat(values).hasSameSizeAs(names);
            Map<String, String> row = new LinkedHashMap<>();
            for (int i = 0; i < names.length; i++) {
                row.put(names[i], values[i]);
            }
            rows.add(row);
        }
        return rows;
    }
}
