package org.doseagent.testdata;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import org.doseagent.cli.CommandLineRun;
import org.doseagent.testdata.Event.Region;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Phases, repeats and the DLP of each phantom, from the report to what the commands print. */
final class PhasesOfReportsTest {

    @TempDir
    private Path folder;

    private CommandLineRun agent;

    private CommandLineRun received(Report report) throws Exception {
        Path file = Files.write(folder.resolve("report.dcm"), ReportWriter.file(report));
        agent = new CommandLineRun(folder.resolve("data"));
        assertThat(agent.run("import", file.toString())).isZero();
        return agent;
    }

    private static Report report(String name) {
        return Report.of(Cases.uid(name), Cases.uid(name + " study")).study("PHASES1", "CT Abdomen");
    }

    @Test
    void a_stated_repeat_and_positions_along_the_table_are_read_stored_and_printed() throws Exception {
        Event first = Event.spiral(Cases.uid("p1"), "Abdomen", Region.ABDOMEN, "8", "320", "400");
        first.topMm = "-20.5";
        first.bottomMm = "-420.5";
        Event repeat = Event.spiral(Cases.uid("p2"), "Abdomen", Region.ABDOMEN, "8", "320", "400");
        repeat.repeatReason = "128553";
        Event late = Event.spiral(Cases.uid("p3"), "Abdomen spät", Region.ABDOMEN, "8", "320", "400");
        late.topMm = "-430";
        late.bottomMm = "-830";
        JsonNode exam = received(report("repeat").add(first, repeat, late)).json("exams", "show", "PHASES1");
        assertThat(exam.path("phases").isInt()).isTrue();
        assertThat(exam.path("phases").asInt())
                .as("the late scan is below the first, though both are called abdomen")
                .isEqualTo(1);
        assertThat(exam.path("repeats").asInt()).isEqualTo(1);
        JsonNode events = exam.path("events");
        assertThat(events.get(0).path("topMm").decimalValue()).isEqualByComparingTo("-20.5");
        assertThat(events.get(0).path("isRepeated").isNull()).isTrue();
        assertThat(events.get(1).path("isRepeated").asBoolean()).isTrue();
        assertThat(events.get(1).path("repeatReason").path("value").asText()).isEqualTo("128553");
        assertThat(agent.json("exams", "list").get(0).path("repeats").asInt()).isEqualTo(1);
        assertThat(agent.run("exams", "show", "PHASES1")).isZero();
        assertThat(agent.out()).contains("Phases     1, and 1 repeated events");
    }

    @Test
    void values_of_two_phantoms_are_printed_for_each_and_never_as_one_sum() throws Exception {
        Report report = report("mixed")
                .add(
                        Event.spiral(Cases.uid("m1"), "Kopf", Region.HEAD, "50", "800", "160"),
                        Event.spiral(Cases.uid("m2"), "Thorax", Region.CHEST, "8", "272", "340"))
                .totals("1072");
        JsonNode exam = received(report).json("exams", "show", "PHASES1");
        assertThat(exam.path("phases").asInt()).isEqualTo(1);
        assertThat(exam.path("dlpByPhantom").toString())
                .isEqualTo("[{\"phantomCm\":16,\"dlpMGyCm\":800},{\"phantomCm\":32,\"dlpMGyCm\":272}]");
        agent.run("exams", "show", "PHASES1");
        assertThat(agent.out())
                .contains("800 mGy·cm on the 16 cm phantom, 272 mGy·cm on the 32 cm phantom, reported 1072 by the scanner, "
                        + "which adds both phantoms");
        agent.run("exams", "list");
        assertThat(agent.out()).contains("16 cm 800, 32 cm 272").doesNotContain("1072");
    }
}
