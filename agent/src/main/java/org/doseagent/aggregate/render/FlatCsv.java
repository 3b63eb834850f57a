package org.doseagent.aggregate.render;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;

/**
 * Renders a release as CSV in UTF-8 with one row for each cell. Every row repeats the values of the whole release. The names of the columns
 * never change; a site that compares with more sets of reference levels has more columns at the right end.
 *
 * <p>The signature is left out: it signs the JSON, which {@code submission_id} identifies.
 */
final class FlatCsv {

    /** The columns that describe the whole release, with the place of each value in the document. */
    private static final Map<String, String> ENVELOPE = columns(
            "schema", "/schema",
            "submission_id", "/submissionId",
            "sequence", "/sequence",
            "supersedes", "/supersedes",
            "created_at", "/createdAt",
            "facility_pseudonym", "/facility/pseudonym",
            "facility_country", "/facility/country",
            "period_start", "/period/start",
            "period_end", "/period/end",
            "quantile_method", "/quantileMethod",
            "dc_min_exams", "/disclosureControl/minExams",
            "dc_min_patients", "/disclosureControl/minPatients",
            "dc_max_exams_per_patient", "/disclosureControl/maxExamsPerPatient",
            "dc_min_each_side", "/disclosureControl/minEachSide",
            "dc_max_patient_share", "/disclosureControl/maxPatientShare",
            "dc_min_correction", "/disclosureControl/minCorrection",
            "dc_n_rounded_down_to", "/disclosureControl/nRoundedDownTo",
            "dc_significant_digits", "/disclosureControl/significantDigits",
            "dc_suppression", "/disclosureControl/suppression",
            "dc_mechanism", "/disclosureControl/mechanism",
            "dc_epsilon_per_cell", "/disclosureControl/epsilonPerCell",
            "mapping_version", "/mapping/version",
            "mapped_percent", "/coverage/mappedPercent",
            "software_name", "/software/name",
            "software_version", "/software/version");

    private static final Map<String, String> CELL = columns(
            "category", "/category",
            "population", "/population",
            "equipment_age", "/equipmentAge",
            "detector_rows", "/detectorRows",
            "quantity", "/quantity",
            "unit", "/unit",
            "scope", "/scope",
            "timing_runs", "/timingRuns",
            "phantom_cm", "/phantomCm",
            "n", "/n",
            "p25", "/p25",
            "p50", "/p50",
            "p75", "/p75");

    private FlatCsv() {}

    static byte[] of(byte[] json) {
        JsonNode document = DocumentReader.parse(json);
        JsonNode cells = document.path("cells");
        int slots = slots(cells);
        StringWriter text = new StringWriter();
        try (Csv csv = new Csv(text)) {
            csv.row(header(slots));
            for (int i = 0; i < cells.size(); i++) {
                csv.row(row(document, cells.get(i), i + 1, slots));
            }
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** At least one, so that a site without sets of reference levels has the same columns as one with a single set. */
    private static int slots(JsonNode cells) {
        int slots = 1;
        for (JsonNode cell : cells) {
            slots = Math.max(slots, cell.path("aboveDrl").size());
        }
        return slots;
    }

    private static List<String> header(int slots) {
        List<String> names = new ArrayList<>();
        names.add("record_id");
        names.addAll(ENVELOPE.keySet());
        names.addAll(CELL.keySet());
        names.add("codes");
        for (int slot = 1; slot <= slots; slot++) {
            String prefix = "above_drl_" + slot + "_";
            names.addAll(List.of(
                    prefix + "set", prefix + "jurisdiction", prefix + "sha256", prefix + "drl", prefix + "exams"));
        }
        return names;
    }

    private static List<String> row(JsonNode document, JsonNode cell, int number, int slots) {
        List<String> values = new ArrayList<>();
        values.add(document.path("submissionId").asText() + "-" + number);
        ENVELOPE.values().forEach(pointer -> values.add(text(document.at(pointer))));
        CELL.values().forEach(pointer -> values.add(text(cell.at(pointer))));
        values.add(codes(cell.path("codes")));
        for (int slot = 0; slot < slots; slot++) {
            values.addAll(
                    aboveDrl(document.path("drlSets"), cell.path("aboveDrl").path(slot)));
        }
        return values;
    }

    private static String codes(JsonNode codes) {
        StringJoiner joined = new StringJoiner("; ");
        codes.forEach(code -> joined.add(
                code.path("system").asText() + "|" + code.path("code").asText()));
        return joined.toString();
    }

    private static List<String> aboveDrl(JsonNode sets, JsonNode above) {
        String id = above.path("drlSet").asText();
        String jurisdiction = "";
        String sha256 = "";
        for (JsonNode set : sets) {
            if (set.path("id").asText().equals(id)) {
                jurisdiction = set.path("jurisdiction").asText();
                sha256 = set.path("sha256").asText();
            }
        }
        return List.of(id, jurisdiction, sha256, text(above.path("drl")), text(above.path("exams")));
    }

    private static String text(JsonNode value) {
        return value.isBigDecimal() ? value.decimalValue().toPlainString() : value.asText();
    }

    private static Map<String, String> columns(String... namesAndPointers) {
        Map<String, String> columns = new LinkedHashMap<>();
        for (int i = 0; i < namesAndPointers.length; i += 2) {
            columns.put(namesAndPointers[i], namesAndPointers[i + 1]);
        }
        return columns;
    }
}
