package org.doseagent.interop;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.doseagent.cli.CommandLineRun;
import org.doseagent.net.calling.Requestor;
import org.doseagent.testdata.TestData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Cumulative, continued, overlapping and repeated reports of the same studies through eight associations at once. */
final class MergeTest {

    private static final int ASSOCIATIONS = 8;
    private static final int STUDIES = 12;
    private static final int EVENTS = 6;
    private static final long SEED = 7;

    @TempDir
    private Path scratch;

    @Test
    void eight_associations_at_once_give_the_one_right_exam_of_each_study() throws Exception {
        List<byte[]> reports = new ArrayList<>();
        for (int study = 0; study < STUDIES; study++) {
            for (int from = 1; from <= EVENTS; from++) {
                for (int to = from; to <= EVENTS; to += 2) {
                    reports.add(TestData.windowReport("merge " + study, from, to));
                }
            }
        }
        List<byte[]> all = new ArrayList<>(reports);
        all.addAll(reports.subList(0, reports.size() / 3));
        Collections.shuffle(all, new Random(SEED));
        Path data = scratch.resolve("data");
        try (RunningAgent agent = RunningAgent.start(data)) {
            send(agent, all);
            CommandLineRun line = new CommandLineRun(data);
            while (!line.json("inbox", "list", "--state", "received").isEmpty()) {
                assertThat(agent.log()).noneMatch(text -> text.contains("ERROR"));
            }
            assertThat(line.json("inbox", "list")).hasSize(reports.size());
            check(line);
        }
    }

    private static void check(CommandLineRun line) {
        JsonNode exams = line.json("exams", "list");
        assertThat(exams).hasSize(STUDIES);
        for (JsonNode summary : exams) {
            JsonNode exam =
                    line.json("exams", "show", summary.get("studyInstanceUid").asText());
            TreeSet<String> uids = new TreeSet<>();
            exam.get("events")
                    .forEach(event -> uids.add(event.get("irradiationEventUid").asText()));
            assertThat(uids).hasSize(EVENTS);
            assertThat(exam.get("eventCount").asInt()).isEqualTo(EVENTS);
            assertThat(exam.get("dlpTotalMGyCm").asDouble()).isEqualTo(EVENTS * 70.0);
            assertThat(exam.get("parts")).hasSize(1);
        }
    }

    private static void send(RunningAgent agent, List<byte[]> reports) throws Exception {
        ExecutorService senders = Executors.newFixedThreadPool(ASSOCIATIONS);
        try {
            List<Future<Integer>> futures = new ArrayList<>();
            for (int i = 0; i < ASSOCIATIONS; i++) {
                int first = i;
                Callable<Integer> task = () -> {
                    int failed = 0;
                    try (Requestor requestor = Senders.connect(agent.host(), agent.port(), "PACS" + first)) {
                        for (int at = first; at < reports.size(); at += ASSOCIATIONS) {
                            failed += Senders.store(requestor, reports.get(at)) == 0 ? 0 : 1;
                        }
                    }
                    return failed;
                };
                futures.add(senders.submit(task));
            }
            for (Future<Integer> future : futures) {
                assertThat(future.get()).isZero();
            }
        } finally {
            senders.shutdownNow();
        }
    }
}
