package org.doseagent.cli.exams;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.doseagent.cli.CommandLineRun;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page and the completeness of what was imported, beside what the other commands say of the same store. */
final class ReportCommandTest {

    private static final Path DATA =
            Path.of(System.getProperty("project.root", "..")).resolve("test-data");

    @TempDir
    private Path scratch;

    private CommandLineRun agent;

    @BeforeEach
    void importAMonth() {
        agent = new CommandLineRun(scratch.resolve("data"));
        agent.run(
                "import",
                DATA.resolve("demo-month").toString(),
                DATA.resolve("cases/truncated").toString());
    }

    @Test
    void the_page_counts_the_exams_that_the_list_has_and_names_none() throws Exception {
        JsonNode exams = agent.json("exams", "list", "--since", "2026-10-01", "--until", "2026-10-31");
        Path file = scratch.resolve("page.html");
        for (String language : List.of("en", "de", "fr")) {
            assertThat(agent.run(
                            "report",
                            "--out",
                            file.toString(),
                            "--from",
                            "2026-10-01",
                            "--to",
                            "2026-10-31",
                            "--lang",
                            language))
                    .as(agent.err())
                    .isZero();
            String page = Files.readString(file);
            assertThat(page).contains("<strong>" + exams.size() + "</strong>", "uk-ndrl-2022");
            assertThat(page)
                    .doesNotContain(exams.get(0).get("accessionNumber").asText())
                    .doesNotContain(exams.get(0).get("studyInstanceUid").asText());
        }
    }

    @Test
    void completeness_adds_up_day_by_day_in_json_and_csv() {
        String[] question = {"completeness", "--from", "2026-10-01", "--to", "2026-10-31"};
        JsonNode json = agent.json(question);
        int days = 0;
        for (JsonNode scanner : json.get("scanners")) {
            for (JsonNode count : scanner.get("examsByDay")) {
                days += count.asInt();
            }
        }
        assertThat(json.get("exams").asInt()).isEqualTo(days).isEqualTo(200);
        List<String> csv = new ArrayList<>(List.of(question));
        csv.add("--csv");
        assertThat(agent.run(csv.toArray(String[]::new))).isZero();
        int arrived = agent.out()
                .lines()
                .filter(line -> line.contains(",arrived,"))
                .mapToInt(line -> Integer.parseInt(line.split(",", -1)[4]))
                .sum();
        assertThat(arrived).isEqualTo(days);
    }

    @Test
    void a_report_that_is_cut_off_and_is_all_that_is_known_of_its_exam_is_missing() {
        JsonNode all = agent.json("completeness", "--from", "2020-01-01", "--to", "2100-01-01");
        assertThat(all.get("unreadable")).hasSize(1);
        assertThat(all.get("missing").asInt()).isEqualTo(1);
        assertThat(all.get("sentence").asText()).contains("200 arrived", "1 is missing");
    }
}
