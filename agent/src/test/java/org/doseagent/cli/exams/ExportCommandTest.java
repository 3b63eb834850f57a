package org.doseagent.cli.exams;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.dhatim.fastexcel.reader.Cell;
import org.dhatim.fastexcel.reader.ReadableWorkbook;
import org.dhatim.fastexcel.reader.Row;
import org.dhatim.fastexcel.reader.Sheet;
import org.doseagent.cli.CommandLineRun;
import org.doseagent.cli.Main;
import org.doseagent.aggregate.render.CsvTest;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What leaves as files for spreadsheets, read by others' readers. */
final class ExportCommandTest {

    private static final Path TEST_DATA =
            Path.of(System.getProperty("project.root", "..")).resolve("test-data");

    @TempDir
    private static Path filled;

    @TempDir
    private Path scratch;

    private final CommandLineRun agent = new CommandLineRun(filled);

    @BeforeAll
    static void fill() {
        new CommandLineRun(filled).run("import", TEST_DATA.resolve("demo-month").toString());
    }

    @Test
    void a_workbook_has_every_exam_and_event_with_their_numbers() throws IOException {
        Path file = scratch.resolve("doses.xlsx");
        assertThat(agent.run("export", "--xlsx", file.toString())).isZero();
        JsonNode exams = agent.json("exams", "list");
        Map<String, List<Map<String, Object>>> sheets = read(file);
        assertThat(sheets.keySet()).containsExactlyInAnyOrder("exams", "events", "medians", "about");
        assertThat(sheets.get("events")).hasSize(sum(exams, "eventCount").intValueExact());
        assertThat(total(sheets.get("exams"), "DLP of the exam, one phantom or none stated [mGy·cm]"))
                .isEqualByComparingTo(sum(exams, "dlpTotalMGyCm"));
        assertThat(total(sheets.get("events"), "DLP [mGy·cm]")).isEqualByComparingTo(sum(exams, "dlpTotalMGyCm"));
        assertThat(sheets.get("exams").stream()
                        .map(row -> row.get("Accession number"))
                        .distinct())
                .hasSize(exams.size());
        assertThat(sheets.get("exams").get(0))
                .containsKey("Study date and time")
                .doesNotContainKey("Patient key");
        assertThat(Files.exists(scratch.resolve("doses.xlsx.part"))).isFalse();
    }

    @Test
    void what_identifies_is_chosen() throws IOException {
        Path file = scratch.resolve("doses.xlsx");
        assertThat(agent.run("export", "--xlsx", file.toString(), "--no-accession", "--patient-key"))
                .isZero();
        JsonNode exam = agent.json("exams", "list").get(0);
        Map<String, Object> row = read(file).get("exams").get(0);
        assertThat(row).doesNotContainKey("Accession number");
        assertThat(row.get("Patient key")).isEqualTo(exam.get("patientKey").asText());
    }

    @Test
    void csv_files_have_the_rows_of_the_workbook() throws IOException {
        Path folder = scratch.resolve("csv");
        Path file = scratch.resolve("doses.xlsx");
        assertThat(agent.run("export", "--csv", folder.toString(), "--xlsx", file.toString()))
                .isZero();
        Map<String, List<Map<String, Object>>> sheets = read(file);
        for (String name : List.of("exams", "events", "medians", "about")) {
            List<String[]> rows = CsvTest.parsed(Files.readString(folder.resolve(name + ".csv")));
            assertThat(rows.get(0)).doesNotHaveDuplicates();
            assertThat(rows).hasSize(sheets.get(name).size() + 1);
        }
    }

    @Test
    void the_period_is_kept_and_empty_ones_too() throws IOException {
        Path file = scratch.resolve("doses.xlsx");
        assertThat(agent.run("export", "--xlsx", file.toString(), "--from", "2026-10-30", "--to", "2026-10-30"))
                .isZero();
        assertThat(read(file).get("exams"))
                .hasSize(agent.json("exams", "list", "--since", "2026-10-30", "--until", "2026-10-30")
                        .size());
        assertThat(agent.run("export", "--xlsx", file.toString(), "--from", "2020-01-01", "--to", "2020-01-02"))
                .isZero();
        assertThat(read(file).get("exams")).isEmpty();
    }

    @Test
    void a_summary_has_the_columns_of_a_survey_and_marks_missing_values() throws IOException {
        Path file = scratch.resolve("summary.csv");
        assertThat(agent.run("export", "--summary", file.toString(), "--from", "2026-10-01", "--to", "2026-10-31"))
                .isZero();
        List<String[]> rows = CsvTest.parsed(Files.readString(file));
        JsonNode head = agent.json("stats", "--category", "CT-HEAD", "--by", "category,device")
                .get(0);
        Map<String, String> row = rows.stream()
                .skip(1)
                .map(cells -> CsvTest.row(rows.get(0), cells))
                .filter(cells -> cells.get("Exam").equals("CT-HEAD")
                        && cells.get("Age band").equals("adult"))
                .findFirst()
                .orElseThrow();
        assertThat(row)
                .containsEntry("N", head.get("dlpMGyCm").get("n").asText())
                .containsEntry("Phantom [cm]", "16")
                .containsEntry("From", "2026-10-01")
                .containsEntry("To", "2026-10-31")
                .containsEntry("Installed [year]", "")
                .containsEntry("Mean weight, where known [kg]", "");
        assertThat(new BigDecimal(row.get("DLP of the exam, median [mGy·cm]")))
                .isEqualByComparingTo(head.get("dlpMGyCm").get("p50").decimalValue());
        assertThat(row.get("Software in the period")).isNotEmpty();
        assertThat(row.get("Remarks"))
                .contains("fewer than 100 exams")
                .contains("weight known of 0 of ")
                .contains("year of installation not configured");
    }

    @Test
    void a_missing_or_unwritable_output_is_reported() {
        assertThat(agent.run("export")).isEqualTo(Main.USAGE);
        assertThat(agent.run(
                        "export",
                        "--xlsx",
                        scratch.resolve("missing/doses.xlsx").toString()))
                .isEqualTo(Main.NOT_FOUND);
    }

    private static BigDecimal sum(JsonNode exams, String field) {
        BigDecimal sum = BigDecimal.ZERO;
        for (JsonNode exam : exams) {
            sum = sum.add(exam.get(field).decimalValue());
        }
        return sum;
    }

    private static BigDecimal total(List<Map<String, Object>> rows, String header) {
        return rows.stream()
                .map(row -> (BigDecimal) row.getOrDefault(header, BigDecimal.ZERO))
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    private static Map<String, List<Map<String, Object>>> read(Path file) throws IOException {
        Map<String, List<Map<String, Object>>> sheets = new HashMap<>();
        try (ReadableWorkbook workbook = new ReadableWorkbook(file.toFile());
                Stream<Sheet> all = workbook.getSheets()) {
            for (Sheet sheet : all.toList()) {
                List<Row> rows = sheet.read();
                List<Map<String, Object>> values = new ArrayList<>();
                for (Row row : rows.subList(1, rows.size())) {
                    Map<String, Object> cells = new HashMap<>();
                    row.stream()
                            .filter(java.util.Objects::nonNull)
                            .forEach(cell -> cells.put(header(rows.get(0), cell), cell.getValue()));
                    values.add(cells);
                }
                sheets.put(sheet.getName(), values);
            }
        }
        return sheets;
    }

    private static String header(Row headers, Cell cell) {
        return headers.getCellText(cell.getColumnIndex());
    }
}
