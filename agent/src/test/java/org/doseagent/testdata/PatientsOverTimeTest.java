package org.doseagent.testdata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import org.doseagent.cli.CommandLineRun;
import org.doseagent.testdata.Event.Region;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Doses of patients by pseudonym: sums, marks, the switch, and the audit. */
final class PatientsOverTimeTest {

    @TempDir
    private Path folder;

    private CommandLineRun agent;
    private int number;

    private void exam(Path files, String patient, String date, String dlp) throws Exception {
        number++;
        Report report = Report.of(Cases.uid("over time " + number), Cases.uid("over time study " + number))
                .study("T" + number, "CT Chest")
                .patient(patient, "F", "061Y")
                .add(Event.spiral(Cases.uid("over time event " + number), "Thorax", Region.CHEST, "10", dlp, "340"));
        report.date = date;
        Files.write(files.resolve("r" + number), ReportWriter.file(report));
    }

    @BeforeEach
    void receive() throws Exception {
        Path files = Files.createDirectory(folder.resolve("files"));
        exam(files, "MANY", "20210301", "3000");
        exam(files, "MANY", "20240301", "3000");
        exam(files, "MANY", "20240302", "3000");
        exam(files, "FEW", "20180301", "4000");
        exam(files, "FEW", "20250301", "4000");
        agent = new CommandLineRun(folder.resolve("data"));
        assertThat(agent.run("import", files.toString())).isZero();
    }

    @Test
    void nothing_is_summed_before_the_switch_is_on() {
        assertThat(agent.run("patients", "list", "--by", "M. Physicist")).isEqualTo(2);
        assertThat(agent.err()).contains("patients.enabled is false");
    }

    @Test
    void doses_are_summed_and_recurrent_exams_are_marked() {
        agent.setting("patients.enabled=true");
        JsonNode patients = agent.json("patients", "list", "--by", "M. Physicist");
        assertThat(patients).hasSize(2);
        JsonNode many = patients.get(0);
        assertThat(many.path("exams").asInt()).isEqualTo(3);
        assertThat(many.path("dlp32MGyCm").asDouble()).isEqualTo(9000.0);
        assertThat(many.path("dlp16MGyCm").asDouble()).isZero();
        assertThat(many.path("effectiveDoseMSv").asDouble()).isCloseTo(126.0, within(0.05));
        assertThat(many.path("marks").toString())
                .isEqualTo("[\"at least 100 mSv within 5 years\",\"same protocol within 24 hours\"]");
        JsonNode few = patients.get(1);
        assertThat(few.path("effectiveDoseMSv").asDouble()).isCloseTo(112.0, within(0.05));
        assertThat(few.path("marks")).as("112 mSv, but seven years apart").isEmpty();
        String key = many.path("patientKey").asText();
        assertThat(key).doesNotContain("MANY");
        JsonNode shown = agent.json("patients", "show", key, "--by", "M. Physicist");
        assertThat(shown.path("visits")).hasSize(3);
        assertThat(agent.err()).contains("it is not the risk of a patient", "AAPM Report 96");
        assertThat(agent.json("audit", "list").toString())
                .contains("patients-shown", "M. Physicist")
                .doesNotContain(key);
        assertThat(agent.run("patients", "show", "nobody", "--by", "M. Physicist")).isEqualTo(3);
    }
}
