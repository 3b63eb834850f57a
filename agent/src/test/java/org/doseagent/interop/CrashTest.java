package org.doseagent.interop;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.doseagent.cli.CommandLineRun;
import org.doseagent.testdata.TestData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A power cut at any moment, while DCMTK's sender sends: what was acknowledged is there, and every exam is whole. */
final class CrashTest {

    /** {@code scripts/crash-test} asks for more. */
    private static final int ROUNDS = Integer.getInteger("crash.rounds", 50);

    private static final int REPORTS_A_ROUND = 30;
    private static final long SEED = Long.getLong("crash.seed", 20261124);

    /** One line of storescu -v names the file, a later one the status. */
    private static final Pattern SENDING = Pattern.compile("Sending file: (\\S+)");

    @TempDir
    private Path scratch;

    @Test
    void nothing_acknowledged_is_lost_by_power_cuts() throws Exception {
        Tool.require("storescu");
        Random random = new Random(SEED);
        Path data = scratch.resolve("data");
        Set<String> acknowledged = new HashSet<>();
        int cutShort = 0;
        for (int round = 0; round < ROUNDS; round++) {
            Path folder = Files.createDirectories(scratch.resolve("round" + round));
            List<String> command = new ArrayList<>(List.of("storescu", "-v", "-aec", "DOSE_AGENT"));
            try (RunningAgent agent = RunningAgent.start(data)) {
                command.addAll(List.of(agent.host(), "" + agent.port()));
                for (int i = 0; i < REPORTS_A_ROUND; i++) {
                    Path file = folder.resolve("crash-" + round + "-" + i);
                    Files.write(file, TestData.chestReport(file.getFileName().toString()));
                    command.add(file.toString());
                }
                Path log = folder.resolve("log");
                Process sender = Tool.start(log, folder, command);
                awaitSent(log, sender, random.nextInt(REPORTS_A_ROUND));
                agent.kill();
                sender.waitFor();
                Set<String> round1 = acknowledgedIn(Files.readString(log));
                cutShort += round1.size() < REPORTS_A_ROUND ? 1 : 0;
                acknowledged.addAll(round1);
            }
        }
        assertThat(cutShort).as("rounds that the cut interrupted").isGreaterThan(ROUNDS / 2);
        checkAll(data, acknowledged);
    }

    /** Waits, in the log of the sender, for this many answers or its end. */
    private static void awaitSent(Path log, Process sender, int answers) throws Exception {
        while (sender.isAlive() && acknowledgedIn(Files.readString(log)).size() < answers) {
            Thread.onSpinWait();
        }
    }

    private static Set<String> acknowledgedIn(String log) {
        Set<String> names = new HashSet<>();
        String current = "";
        for (String line : log.lines().toList()) {
            Matcher sending = SENDING.matcher(line);
            if (sending.find()) {
                current = Path.of(sending.group(1)).getFileName().toString();
            } else if (line.contains("Received Store Response (Success)")) {
                names.add(current);
            }
        }
        return names;
    }

    private static void checkAll(Path data, Set<String> acknowledged) {
        CommandLineRun agent = new CommandLineRun(data);
        try (RunningAgent last = RunningAgent.start(data)) {
            assertThat(last.port()).isPositive();
            while (!agent.json("inbox", "list", "--state", "received").isEmpty()) {
                assertThat(last.log()).noneMatch(line -> line.contains("ERROR"));
            }
            assertThat(last.terminate()).isZero();
        }
        Set<String> stored = new HashSet<>();
        agent.json("inbox", "list").forEach(entry -> {
            assertThat(entry.get("state").asText()).isEqualTo("processed");
            stored.add(entry.get("sopInstanceUid").asText());
        });
        assertThat(acknowledged)
                .isNotEmpty()
                .allSatisfy(name -> assertThat(stored).contains(TestData.uidOf(name)));
        Set<String> studies = new HashSet<>();
        for (JsonNode exam : agent.json("exams", "list")) {
            studies.add(exam.get("studyInstanceUid").asText());
            assertThat(exam.get("eventCount").asInt()).isEqualTo(2);
            assertThat(exam.get("dlpTotalMGyCm").asDouble()).isEqualTo(210.0);
            assertThat(exam.get("parts")).hasSize(1);
        }
        assertThat(studies).hasSameSizeAs(stored);
    }
}
