package org.doseagent.interop;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.doseagent.cli.CommandLineRun;
import org.doseagent.testdata.ArchiveSample;
import org.doseagent.testdata.ArchiveSample.Size;
import org.doseagent.testdata.ArchiveSample.Written;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The history of a real PACS is fetched: every dose report once, and nothing else. {@code scripts/pacs-history} runs this with 2,000 studies; the
 * size is in the system properties {@code history.studies}, {@code history.reports} and {@code history.perDay}.
 */
final class PacsHistoryTest {

    private static final int STUDIES = Integer.getInteger("history.studies", 40);
    private static final int REPORTS = Integer.getInteger("history.reports", 30);
    private static final int PER_DAY = Integer.getInteger("history.perDay", 20);

    private static final int KILL_SECONDS = 600;

    @TempDir
    private Path scratch;

    private Written sample;
    private Size size;

    @Test
    void dcmqrscp_sends_every_dose_report_once_by_get_also_when_the_run_is_killed() throws Exception {
        Tool.require("dcmqrscp", "dcmqridx");
        write(0);
        try (ArchiveServer server = ArchiveServer.dcmqrscp(files(), ArchiveServer.freePort())) {
            killAndResume(server, "retrieve: get");
        }
    }

    @Test
    void orthanc_sends_every_dose_report_once_by_get_also_when_the_run_is_killed() throws Exception {
        Tool.require("Orthanc", "storescu");
        write(REPORTS / 10); // Orthanc returns class and template, so dose reports of a general class are found too
        try (ArchiveServer server = ArchiveServer.orthanc(files(), ArchiveServer.freePort(), 0)) {
            killAndResume(server, "retrieve: get");
        }
    }

    @Test
    void dcmqrscp_moves_dose_reports_to_the_daemon() throws Exception {
        Tool.require("dcmqrscp", "dcmqridx");
        write(0);
        try (RunningAgent daemon = RunningAgent.start(data());
                ArchiveServer server = ArchiveServer.dcmqrscp(files(), daemon.port())) {
            for (String title : server.titles()) {
                JsonNode summary = agent(server, "retrieve: move").json(command("backfill", "--pacs", title));
                assertThat(summary.get("failed").asInt()).isZero();
                assertThat(summary.get("fetched").asInt())
                        .isEqualTo(summary.get("reports").asInt());
            }
            // Without a class at IMAGE level, C-MOVE brings the other reports of these studies too.
            assertThat(stored(agent(server, ""))).containsAll(sample.expected());
        }
    }

    @Test
    void orthanc_moves_exactly_the_dose_reports_to_the_daemon() throws Exception {
        Tool.require("Orthanc", "storescu");
        write(REPORTS / 10);
        try (RunningAgent daemon = RunningAgent.start(data());
                ArchiveServer server = ArchiveServer.orthanc(files(), daemon.port(), 0)) {
            JsonNode summary = agent(server, "retrieve: move").json(command("backfill"));
            assertThat(summary.get("fetched").asInt()).isEqualTo(REPORTS);
            assertThat(stored(agent(server, ""))).containsExactlyElementsOf(sample.expected());
        }
    }

    @Test
    void a_day_with_more_studies_than_the_limit_of_orthanc_is_split_by_time() throws Exception {
        Tool.require("Orthanc", "storescu");
        write(0);
        try (ArchiveServer server = ArchiveServer.orthanc(files(), ArchiveServer.freePort(), 6)) {
            JsonNode summary = agent(server, "retrieve: get").json(command("backfill"));
            assertThat(summary.get("incompleteDays")).isEmpty();
            assertThat(summary.get("fetched").asInt()).isEqualTo(REPORTS);
        }
    }

    @Test
    void a_dry_run_counts_and_fetches_nothing_and_completeness_names_studies_without_a_report() throws Exception {
        Tool.require("Orthanc", "storescu");
        write(REPORTS / 10);
        try (ArchiveServer server = ArchiveServer.orthanc(files(), ArchiveServer.freePort(), 0)) {
            CommandLineRun agent = agent(server, "retrieve: get");
            assertThat(agent.json("pacs", "echo").get(0).get("services").toString())
                    .isEqualTo("[\"FIND\",\"MOVE\",\"GET\"]");
            JsonNode counted = agent.json(command("backfill", "--dry-run"));
            assertThat(counted.get("toFetch").asInt()).isEqualTo(REPORTS);
            assertThat(counted.get("undecided").asInt()).isEqualTo(sample.undecided());
            assertThat(Files.exists(data().resolve("doses.db"))).isFalse();
            JsonNode found = agent.json(command("find"));
            assertThat(found.findValuesAsText("studyInstanceUid")).hasSizeGreaterThanOrEqualTo(REPORTS);
            agent.json(command("backfill"));
            List<String> completeness = new ArrayList<>(List.of("completeness", "--against", ArchiveServer.TITLE));
            completeness.addAll(period());
            JsonNode missing = agent.json(completeness.toArray(String[]::new));
            assertThat(missing.get("ctStudies").asInt()).isEqualTo(STUDIES);
            assertThat(new TreeSet<>(missing.get("studies").findValuesAsText("studyInstanceUid")))
                    .isEqualTo(sample.withoutReport());
            assertThat(missing.get("studies").findValuesAsText("doseReport")).containsOnly("none");
        }
    }

    /** Kills the run in the middle of each storage area, and runs it again. */
    private void killAndResume(ArchiveServer server, String settings) throws Exception {
        CommandLineRun agent = agent(server, settings);
        int before = 0;
        int reports = 0;
        for (String title : server.titles()) {
            int half = before + REPORTS / server.titles().size() / 2;
            Process run = start(server, settings, title);
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(KILL_SECONDS);
            while (run.isAlive() && System.nanoTime() < end && stored(agent).size() < half) {
                Thread.onSpinWait();
            }
            run.destroyForcibly();
            run.waitFor();
            Set<String> atKill = stored(agent);
            assertThat(atKill).as("stored when the run was killed").hasSizeGreaterThan(before);
            assertThat(sample.expected()).containsAll(atKill);
            JsonNode resumed = agent.json(command("backfill", "--pacs", title));
            before = stored(agent).size();
            assertThat(resumed.get("fetched").asInt())
                    .as("some are left, and none is fetched twice")
                    .isPositive()
                    .isEqualTo(before - atKill.size());
            assertThat(resumed.get("failed").asInt()).isZero();
            reports += resumed.get("reports").asInt();
            JsonNode again = agent.json(command("backfill", "--pacs", title));
            assertThat(again.get("fetched").asInt())
                    .as("a second run has nothing to do")
                    .isZero();
        }
        assertThat(reports).isEqualTo(REPORTS);
        assertThat(stored(agent)).containsExactlyElementsOf(sample.expected());
        assertThat(agent.json("exams", "list")).hasSize(REPORTS);
    }

    private Process start(ArchiveServer server, String settings, String title) throws Exception {
        List<String> command = new ArrayList<>(RunningAgent.command(command("backfill", "--pacs", title)));
        command.addAll(List.of("--data-dir", data().toString(), "--set", "store.minFreeDisk=0B"));
        // A run of a few studies must not end before it is killed.
        int pace = STUDIES <= 100 ? 300 : 100_000;
        command.addAll(List.of("--set", pacs(server, settings), "--set", "backfill.studiesPerMinute=" + pace));
        return Tool.start(scratch.resolve("backfill.log"), scratch, command);
    }

    private void write(int enhanced) throws Exception {
        size = new Size(STUDIES, REPORTS, PER_DAY, enhanced);
        sample = ArchiveSample.write(files(), size);
    }

    private Path files() {
        return scratch.resolve("files");
    }

    private Path data() {
        return scratch.resolve("data");
    }

    private String[] command(String name, String... options) {
        List<String> command = new ArrayList<>(List.of("pacs", name));
        command.addAll(period());
        command.addAll(List.of(options));
        return command.toArray(String[]::new);
    }

    private List<String> period() {
        return List.of(
                "--from", ArchiveSample.FIRST.toString(), "--to", size.last().toString());
    }

    private CommandLineRun agent(ArchiveServer server, String settings) {
        return new CommandLineRun(data()).setting(pacs(server, settings)).setting("backfill.studiesPerMinute=100000");
    }

    private static String pacs(ArchiveServer server, String settings) {
        return server.titles().stream()
                .map(title -> "{aeTitle: " + title + ", host: 127.0.0.1, port: " + server.port()
                        + (settings.isEmpty() ? "" : ", " + settings) + "}")
                .collect(Collectors.joining(", ", "pacs=[", "]"));
    }

    /** Returns the SOP Instance UIDs of the inbox; one that is there twice fails. */
    private static Set<String> stored(CommandLineRun agent) {
        List<String> all = new ArrayList<>(agent.json("inbox", "list").findValuesAsText("sopInstanceUid"));
        assertThat(all).doesNotHaveDuplicates();
        return new TreeSet<>(all);
    }
}
