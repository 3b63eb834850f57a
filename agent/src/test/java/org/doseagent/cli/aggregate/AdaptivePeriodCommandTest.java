package org.doseagent.cli.aggregate;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeSet;
import org.doseagent.aggregate.cells.Canonical;
import org.doseagent.cli.CommandLineRun;
import org.doseagent.testdata.TwoYears;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Adaptive periods from reports to releases: a first year without history, the year after it, and the attack on both. */
final class AdaptivePeriodCommandTest {

    /** 40 heads and 35 trunks a month make months; 25 chests make quarters. */
    private static final String[] REPORTS = {"", "SIM-CT", "100", "2024-01", "15"};

    @TempDir
    private Path folder;

    private CommandLineRun agent;

    private String close(String period) {
        assertThat(agent.run("aggregate", "close", "--period", period))
                .as(agent.err())
                .isZero();
        return agent.out().strip();
    }

    private TreeSet<String> categories(String period) {
        assertThat(agent.run("aggregate", "preview", "--period", period, "--format", "json"))
                .as(agent.err())
                .isZero();
        TreeSet<String> categories = new TreeSet<>();
        Canonical.parse(agent.out())
                .path("cells")
                .forEach(cell -> categories.add(cell.path("category").asText()));
        return categories;
    }

    @Test
    void a_category_is_released_in_periods_of_the_length_that_its_year_has() throws Exception {
        String[] reports = REPORTS.clone();
        reports[0] = folder.resolve("reports").toString();
        TwoYears.main(reports);
        agent = new CommandLineRun(folder.resolve("data")).naming("SIM-CT").setting("aggregate.period=adaptive");
        assertThat(agent.run("import", reports[0])).as(agent.err()).isZero();

        assertThat(close("2024-03")).isEqualTo("2024-03 has no cell that may be released");
        assertThat(close("2024-H1")).isEqualTo("2024-H1 released");
        assertThat(close("2024-H2")).isEqualTo("2024-H2 released");
        assertThat(close("2024")).isEqualTo("2024 has no cell that may be released");
        assertThat(categories("2024-H1")).contains("CT-CHEST", "CT-CHEST-ABDOMEN-PELVIS", "CT-HEAD");

        for (String month : new String[] {"2025-01", "2025-02", "2025-03"}) {
            assertThat(close(month)).isEqualTo(month + " released");
            assertThat(categories(month)).containsExactly("CT-CHEST-ABDOMEN-PELVIS", "CT-HEAD");
        }
        assertThat(close("2025-Q1")).isEqualTo("2025-Q1 released");
        assertThat(categories("2025-Q1")).containsExactly("CT-CHEST");

        assertThat(agent.run("aggregate", "verify"))
                .as(agent.out() + agent.err())
                .isZero();
        assertThat(agent.run("aggregate", "attack")).as(agent.out()).isZero();
        assertThat(agent.run("aggregate", "close", "--period", "2024-Q5")).isEqualTo(2);
        assertThat(agent.err()).contains("2026-Q4");

        CommandLineRun byMonth =
                new CommandLineRun(folder.resolve("data")).naming("SIM-CT").setting("aggregate.period=month");
        assertThat(byMonth.run("aggregate", "close", "--period", "2024-05")).isZero();
        assertThat(byMonth.out()).as("the year keeps its scheme").contains("no cell that may be released");
        JsonNode list = byMonth.json("aggregate", "list");
        assertThat(list).hasSize(6);
        assertThat(Files.readString(folder.resolve("data").resolve("releases.journal")))
                .contains("2025-Q1", "2024-H2");
    }
}
