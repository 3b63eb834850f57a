package org.doseagent.cli.data;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.doseagent.cli.CommandLineRun;
import org.doseagent.config.ConfigLoader;
import org.doseagent.daemon.Agent;
import org.doseagent.daemon.AgentDaemon;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The request of a patient: what is stored, and that no file has it after the erasure. */
final class PatientCommandTest {

    private static final Path ROOT = Path.of(System.getProperty("project.root", ".."));
    private static final String NAME = "MARKERNAME^WINTER";
    private static final String DESCRIPTION = "CT VOGLS"; // only this exam has it: a text of the dictionary
    private static final String STUDY = "2.25.161370789751972179952050262612844385673";
    private static final String ACCESSION = "T1A2A65B";
    private static final List<String> MARKERS = List.of(NAME, DESCRIPTION, STUDY, ACCESSION);

    @TempDir
    private Path scratch;

    private Path data;
    private Path in;
    private CommandLineRun agent;

    @BeforeEach
    void importReports() throws IOException {
        data = scratch.resolve("data");
        in = Files.createDirectories(scratch.resolve("in"));
        Path plain = ROOT.resolve("test-data/cases/siemens-dual-source-chest/01.dcm");
        byte[] marked = replace(Files.readAllBytes(plain), Map.of("SYNTHETIC^PATIENT", NAME, "CT Chest", DESCRIPTION));
        Files.write(in.resolve("a.dcm"), marked);
        // A second version of the report, and one that cannot be read: all of the same study.
        Files.write(in.resolve("b.dcm"), replace(marked, Map.of("101112", "101113")));
        String otherUid = "2.25.42390126890758560947684306167960137833";
        byte[] cut = replace(marked, Map.of("2.25.42390126890758560947684306167960137832", otherUid));
        Files.write(in.resolve("c.dcm"), Arrays.copyOf(cut, cut.length - 300));
        for (String name : List.of("002", "003", "004")) {
            Files.write(in.resolve(name + ".dcm"), report(name));
        }
        agent = new CommandLineRun(data);
        JsonNode imported = agent.json("import", in.toString());
        assertThat(imported.path("stored").asInt()).isEqualTo(6);
        assertThat(imported.path("quarantined").asInt()).isEqualTo(1);
    }

    private static byte[] report(String name) throws IOException {
        return Files.readAllBytes(ROOT.resolve("test-data/demo-month/" + name + ".dcm"));
    }

    /** Replaces texts by texts of the same length. */
    private static byte[] replace(byte[] bytes, Map<String, String> texts) {
        String all = new String(bytes, StandardCharsets.ISO_8859_1);
        for (Map.Entry<String, String> text : texts.entrySet()) {
            assertThat(text.getKey()).hasSameSizeAs(text.getValue());
            assertThat(all).contains(text.getKey());
            all = all.replace(text.getKey(), text.getValue());
        }
        return all.getBytes(StandardCharsets.ISO_8859_1);
    }

    @Test
    void an_erased_patient_is_in_no_file_and_does_not_come_back() throws IOException {
        for (String marker : MARKERS) {
            assertThat(StoreBytes.filesWith(data, marker)).as(marker).isNotEmpty();
        }
        JsonNode before = agent.json("exams", "list");
        JsonNode counted = agent.json("patient", "erase", "--patient-id", "SYN-0001", "--dry-run");
        assertThat(counted.path("exams").asInt()).isEqualTo(1);
        assertThat(counted.path("inboxObjects").asInt()).isEqualTo(3);
        assertThat(agent.json("exams", "list")).isEqualTo(before);
        JsonNode erased = agent.json("patient", "erase", "--patient-id", "SYN-0001", "--by", "DPO");
        assertThat(erased.path("studies").asInt()).isEqualTo(1);
        assertThat(erased.path("compact").asBoolean()).isTrue();
        assertThat(erased.path("kept").path("ledger").asText()).contains("keyed hashes");
        assertGone();
        assertThat(agent.json("import", in.toString()).path("quarantined").asInt())
                .isZero();
        assertGone();
        assertThat(agent.run("reprocess")).isZero();
        assertGone();
        assertThat(agent.json("exams", "list")).isEqualTo(without(before));
        assertThat(agent.json("db", "verify").path("status").asText()).isEqualTo("ok");
        assertThat(agent.run("audit", "list")).isZero();
        assertThat(agent.out()).contains("DPO", "patient-erased", "1 studies, 3 inbox objects");
    }

    private void assertGone() throws IOException {
        for (String marker : MARKERS) {
            assertThat(StoreBytes.filesWith(data, marker)).as(marker).isEmpty();
        }
        assertThat(agent.json("inbox", "list")).hasSize(3);
    }

    private static JsonNode without(JsonNode exams) {
        com.fasterxml.jackson.databind.node.ArrayNode rest = exams.deepCopy();
        for (int i = rest.size() - 1; i >= 0; i--) {
            if (rest.get(i).path("studyInstanceUid").asText().equals(STUDY)) {
                rest.remove(i);
            }
        }
        assertThat(rest).hasSize(exams.size() - 1);
        return rest;
    }

    @ParameterizedTest(name = "patient export {0}")
    @ValueSource(strings = {"--accession T1A2A65B", "--patient-id SYN-0001", "--key"})
    void an_export_has_the_exams_of_the_patient_and_no_other(String who) {
        JsonNode exam = agent.json("exams", "show", STUDY);
        String all = who.equals("--key") ? "--key " + exam.path("patientKey").asText() : who;
        JsonNode answer = agent.json(("patient export " + all).split(" "));
        assertThat(answer.path("examList")).hasSize(1);
        assertThat(answer.path("examList").get(0)).isEqualTo(exam);
        assertThat(answer.path("inboxObjects").asInt()).isEqualTo(3);
        assertThat(answer.path("inboxObjectList")).hasSize(3);
        assertThat(answer.path("alertList"))
                .allMatch(alert -> alert.path("studyInstanceUid").asText().equals(STUDY));
        assertThat(agent.run("audit", "list")).isZero();
        assertThat(agent.out()).contains("patient-exported").doesNotContain("SYN-0001", ACCESSION);
    }

    @Test
    void a_patient_who_objected_is_refused_in_new_studies_too_and_others_are_not() throws IOException {
        assertThat(agent.run("patient", "erase", "--accession", ACCESSION, "--future"))
                .as(agent.err())
                .isZero();
        String newStudy = "2.25.161370789751972179952050262612844385699";
        byte[] later = replace(
                Files.readAllBytes(in.resolve("a.dcm")),
                Map.of(
                        STUDY,
                        newStudy,
                        "2.25.42390126890758560947684306167960137832",
                        "2.25.42390126890758560947684306167960137899"));
        Files.write(in.resolve("later.dcm"), later);
        assertThat(agent.run("import", in.toString())).isZero();
        assertThat(agent.json("exams", "list")).hasSize(3);
        assertThat(StoreBytes.filesWith(data, newStudy)).isEmpty();
        assertGone();
    }

    @Test
    void without_an_objection_a_new_study_of_an_erased_patient_is_kept() throws IOException {
        assertThat(agent.run("patient", "erase", "--accession", ACCESSION))
                .as(agent.err())
                .isZero();
        byte[] later = replace(
                Files.readAllBytes(in.resolve("a.dcm")),
                Map.of(
                        STUDY,
                        "2.25.161370789751972179952050262612844385699",
                        "2.25.42390126890758560947684306167960137832",
                        "2.25.42390126890758560947684306167960137899"));
        Files.write(in.resolve("later.dcm"), later);
        assertThat(agent.run("import", in.toString())).isZero();
        assertThat(agent.json("exams", "list")).hasSize(4);
    }

    @Test
    void an_older_backup_does_not_bring_an_erased_patient_back() throws IOException {
        Path backups = Files.createDirectories(scratch.resolve("backups"));
        assertThat(agent.run("db", "backup", backups.resolve("before.zip").toString()))
                .as(agent.err())
                .isZero();
        agent.setting("store.backup.folder=" + backups);
        assertThat(agent.run("patient", "erase", "--accession", ACCESSION))
                .as(agent.err())
                .isZero();
        assertThat(backups.resolve("erasures.journal")).exists();
        CommandLineRun other = new CommandLineRun(scratch.resolve("other"));
        JsonNode restored =
                other.json("db", "restore", backups.resolve("before.zip").toString());
        assertThat(restored.path("erasedAgain").asInt()).isEqualTo(1);
        assertThat(other.json("exams", "list")).isEqualTo(agent.json("exams", "list"));
        assertThat(StoreBytes.filesWith(scratch.resolve("other"), STUDY)).isEmpty();
    }

    @Test
    void beside_a_daemon_the_patient_is_erased_and_refused_too() throws Exception {
        Map<String, String> settings = new HashMap<>(
                Map.of("dataDir", data.toString(), "store.minFreeDisk", "0B", "dicom.port", "0", "http.port", "0"));
        settings.put("forward.folder", scratch.resolve("outbox").toString());
        try (AgentDaemon daemon = AgentDaemon.start(
                Agent.open(ConfigLoader.load(ROOT.resolve("config/agent.yaml"), settings, Map.of())))) {
            assertThat(daemon.dicomAddress().getPort()).isPositive();
            assertThat(agent.run("patient", "erase", "--accession", ACCESSION))
                    .as(agent.err())
                    .isZero();
            assertThat(agent.run("import", in.toString())).as(agent.err()).isZero(); // handed to the daemon
            assertThat(agent.json("exams", "list")).hasSize(3);
        }
        assertGone();
    }

    @Test
    void a_patient_of_whom_nothing_is_stored_is_not_found() {
        assertThat(agent.run("patient", "erase", "--patient-id", "NOBODY-1")).isEqualTo(3);
        assertThat(agent.err())
                .contains("the stores hold nothing of this patient")
                .doesNotContain("NOBODY-1");
        assertThat(agent.run("patient", "export", "--accession", "X9999")).isEqualTo(3);
        assertThat(agent.run("patient", "export", "--accession", "X", "--key", "Y"))
                .isEqualTo(2);
        assertThat(data.resolve("erasures.journal")).doesNotExist();
    }
}
