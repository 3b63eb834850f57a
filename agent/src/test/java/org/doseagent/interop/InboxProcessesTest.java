package org.doseagent.interop;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.doseagent.cli.CommandLineRun;
import org.doseagent.store.inbox.TestInbox;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The inbox between processes: a command beside the daemon, a release that took over the store of an earlier one, a store made anew. */
@Timeout(300)
final class InboxProcessesTest {

    private static final Path CASES = Path.of(System.getProperty("project.root", ".."), "test-data", "cases");

    @TempDir
    private Path scratch;

    private Path data() {
        return scratch.resolve("data");
    }

    private static String caseFolder(String name) {
        return CASES.resolve(name).resolve("01.dcm").toString();
    }

    private static List<String> texts(JsonNode array, String field) {
        List<String> texts = new ArrayList<>();
        array.forEach(each -> texts.add(each.get(field).asText()));
        return texts;
    }

    @Test
    void an_import_beside_the_daemon_is_handed_to_it_and_has_the_same_summary() {
        CommandLineRun command = new CommandLineRun(data());
        String[] files = {
            "import",
            caseFolder("philips-abdomen"),
            caseFolder("philips-abdomen"),
            caseFolder("not-a-ct"),
            caseFolder("no-study")
        };
        String expected =
                "{\"files\":4,\"stored\":3,\"duplicates\":1,\"notApplicable\":1,\"quarantined\":1,\"rejected\":0}";
        String again =
                "{\"files\":4,\"stored\":0,\"duplicates\":4,\"notApplicable\":0,\"quarantined\":0,\"rejected\":0}";
        try (RunningAgent agent = RunningAgent.start(data())) {
            assertThat(command.json(files).toString()).isEqualTo(expected);
            assertThat(command.json(files).toString()).isEqualTo(again);
            assertThat(texts(command.json("inbox", "list"), "state"))
                    .containsExactly("quarantined", "not-applicable", "processed");
            assertThat(command.run("inbox", "retry", "--all")).isZero();
            assertThat(command.err()).contains("1 object given back");
            assertThat(agent.log()).anyMatch(line -> line.contains("event=handed-over-taken objects=3"));
            assertThat(agent.terminate()).isZero();
        }
        assertThat(command.json(files).toString()).as("without the daemon").isEqualTo(again);
        assertThat(new CommandLineRun(scratch.resolve("alone")).json(files).toString())
                .isEqualTo(expected);
    }

    @Test
    void the_store_of_the_release_before_the_log_is_taken_over_with_its_numbers_states_and_exams() throws Exception {
        TestInbox.unpack("release-inbox.db.gz", data().resolve("inbox.db"));
        TestInbox.unpack("release-doses.db.gz", data().resolve("doses.db"));
        Files.write(data().resolve("secret.key"), new byte[32]); // that release had made one; without it, the store is refused
        CommandLineRun command = new CommandLineRun(data());
        assertThat(command.run("inbox", "list")).isEqualTo(4);
        assertThat(command.err()).contains("Restart the daemon");
        assertThat(command.run("inbox", "retry", "--all")).as(command.err()).isZero();
        JsonNode entries = command.json("inbox", "list");
        assertThat(texts(entries, "id")).containsExactly("10", "7", "6", "5", "4", "3", "2", "1");
        assertThat(texts(entries, "state"))
                .containsExactly(
                        "processed",
                        "processed",
                        "processed",
                        "processed",
                        "processed",
                        "quarantined",
                        "not-applicable",
                        "processed");
        assertThat(command.run("inbox", "show", "1", "--dump")).isEqualTo(3);
        assertThat(command.err()).contains("its bytes are deleted");
        assertThat(command.run("inbox", "show", "4", "--dump")).isZero();
        JsonNode before;
        try (InputStream exams = TestInbox.class.getResourceAsStream("release-exams.json")) {
            before = new ObjectMapper().readTree(exams);
        }
        JsonNode after = command.json("exams", "list");
        assertThat(after).hasSize(before.size() + 1);
        assertThat(texts(after, "studyInstanceUid")).containsAll(texts(before, "studyInstanceUid"));
        for (JsonNode exam : before) {
            assertThat(after)
                    .filteredOn(each -> each.get("studyInstanceUid").equals(exam.get("studyInstanceUid")))
                    .singleElement()
                    .satisfies(each -> {
                        assertThat(each.get("parts")).isEqualTo(exam.get("parts"));
                        assertThat(each.get("eventCount")).isEqualTo(exam.get("eventCount"));
                    });
        }
        assertThat(data().resolve("inbox.db")).doesNotExist();
    }

    @Test
    void a_lost_or_damaged_store_is_made_anew_from_the_inbox_with_the_same_exams() throws Exception {
        CommandLineRun command = new CommandLineRun(data());
        assertThat(command.run("import", CASES.toString())).isZero();
        String exams = command.json("exams", "list").toString();
        String entries = states(command);
        for (Path file : storeFiles()) {
            Files.delete(file);
        }
        assertThat(command.run("reprocess", "--all")).as(command.err()).isZero();
        assertThat(command.json("exams", "list").toString()).isEqualTo(exams);
        assertThat(states(command)).isEqualTo(entries);
        byte[] bytes = Files.readAllBytes(data().resolve("doses.db"));
        byte[] garbage = "no page of a database ".repeat(200).getBytes(StandardCharsets.US_ASCII);
        for (int at = 4096; at + garbage.length < bytes.length; at += 16_384) {
            System.arraycopy(garbage, 0, bytes, at, garbage.length);
        }
        Files.write(data().resolve("doses.db"), bytes);
        assertThat(command.run("reprocess", "--all")).as(command.err()).isZero();
        assertThat(command.err()).contains("doses.db is damaged and was renamed to doses.db.damaged-1");
        assertThat(command.json("exams", "list").toString()).isEqualTo(exams);
        assertThat(states(command)).isEqualTo(entries);
        assertThat(data().resolve("doses.db.damaged-1")).hasBinaryContent(bytes);
    }

    private static String states(CommandLineRun command) {
        JsonNode entries = command.json("inbox", "list");
        return texts(entries, "sopInstanceUid") + " " + texts(entries, "state") + " " + texts(entries, "reason");
    }

    private List<Path> storeFiles() throws Exception {
        try (Stream<Path> files = Files.list(data())) {
            return files.filter(file -> file.getFileName().toString().startsWith("doses.db"))
                    .toList();
        }
    }
}
