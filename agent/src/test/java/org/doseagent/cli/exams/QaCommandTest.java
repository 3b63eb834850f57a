package org.doseagent.cli.exams;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.doseagent.cli.CommandLineRun;
import org.doseagent.testdata.TestData;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The worklist of suspects from import to decision, with the shipped configuration. */
final class QaCommandTest {

    @TempDir
    private Path folder;

    private CommandLineRun agent;

    @BeforeEach
    void importReports() throws IOException {
        agent = new CommandLineRun(folder.resolve("data"));
        Files.write(folder.resolve("old.dcm"), TestData.reportOf("old", "CT Chest", "100Y"));
        Files.write(folder.resolve("phantom.dcm"), TestData.reportOf("phantom", "Wasserphantom", "050Y"));
        Files.write(folder.resolve("patient.dcm"), TestData.reportOf("patient", "CT Chest", "061Y"));
        assertThat(agent.run("import", folder.toString())).as(agent.err()).isZero();
    }

    @Test
    void lists_suspects_and_with_all_what_is_decided() {
        JsonNode suspects = agent.json("qa", "list", "--since", "2026-01-01");
        assertThat(suspects).hasSize(1);
        assertThat(suspects.get(0).path("accessionNumber").asText()).isEqualTo("old");
        assertThat(suspects.get(0).path("state").asText()).isEqualTo("suspect");
        assertThat(suspects.get(0).path("reason").asText()).contains("an age of 100 years or more without a weight");
        assertThat(agent.json("qa", "list", "--since", "2026-01-01", "--all")).hasSize(2);
        assertThat(agent.run("qa", "list", "--since", "2026-01-01")).isZero();
        assertThat(agent.out()).contains("ACCESSION", "old", "suspect").doesNotContain("patient");
        assertThat(agent.run("qa", "list", "--since", "2026-01-01", "--csv")).isZero();
        assertThat(agent.out()).startsWith("studyInstanceUid,accessionNumber,");
    }

    @Test
    void a_phantom_has_its_reason_in_the_json_and_is_in_no_median() {
        JsonNode exam = agent.json("exams", "show", "phantom");
        assertThat(exam.path("isQa").asBoolean()).isTrue();
        assertThat(exam.path("qaReason").asText()).startsWith("the study has a name of phantoms");
        assertThat(agent.json("exams", "show", "patient").path("isQa").asBoolean(true))
                .isFalse();
        assertThat(agent.json("exams", "show", "patient").path("qaReason").isNull())
                .isTrue();
        assertThat(counted()).isEqualTo(2);
    }

    @Test
    void a_confirmed_suspect_leaves_the_medians_and_stays_out_when_it_is_processed_again() {
        assertThat(agent.run("qa", "confirm", "old", "--by", "M. Physicist"))
                .as(agent.err())
                .isZero();
        assertThat(counted()).isEqualTo(1);
        assertThat(agent.json("qa", "list", "--since", "2026-01-01")).isEmpty();
        assertThat(agent.run("reprocess")).as(agent.err()).isZero();
        assertThat(counted()).isEqualTo(1);
        JsonNode exam = agent.json("exams", "show", "old");
        assertThat(exam.path("isQa").asBoolean()).isTrue();
        assertThat(exam.path("qaReason").asText()).startsWith("a person of the site has confirmed");
    }

    @Test
    void a_freed_phantom_counts_as_a_patient_and_a_decision_can_be_changed() {
        assertThat(agent.run("qa", "free", "phantom", "--by", "M. Physicist", "--note", "a person"))
                .isZero();
        assertThat(counted()).isEqualTo(3);
        assertThat(agent.run("reprocess")).isZero();
        assertThat(counted()).isEqualTo(3);
        JsonNode decided = agent.json("qa", "list", "--since", "2026-01-01", "--all");
        assertThat(decided).anySatisfy(each -> {
            assertThat(each.path("state").asText()).isEqualTo("freed");
            assertThat(each.path("decidedBy").asText()).isEqualTo("M. Physicist");
            assertThat(each.path("note").asText()).isEqualTo("a person");
        });
        assertThat(agent.run("qa", "confirm", "phantom", "--by", "M. Physicist"))
                .isZero();
        assertThat(counted()).isEqualTo(2);
    }

    @Test
    void an_exam_that_does_not_exist_is_exit_code_3() {
        assertThat(agent.run("qa", "confirm", "nobody", "--by", "M. Physicist")).isEqualTo(3);
    }

    /** Exams in the medians of stats. */
    private int counted() {
        int exams = 0;
        for (JsonNode group : agent.json("stats")) {
            exams += group.path("dlpMGyCm").path("n").asInt();
        }
        return exams;
    }
}
