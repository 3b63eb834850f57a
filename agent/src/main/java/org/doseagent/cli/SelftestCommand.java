package org.doseagent.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.doseagent.cli.exams.ExamJson;
import org.doseagent.cli.output.Count;
import org.doseagent.cli.output.Json;
import org.doseagent.config.ConfigException;
import org.doseagent.config.ConfigLoader;
import org.doseagent.config.Settings;
import org.doseagent.daemon.Agent;
import org.doseagent.daemon.AgentDaemon;
import org.doseagent.dicom.Part10File;
import org.doseagent.dicom.Tag;
import org.doseagent.dose.assessment.AssessedExam;
import org.doseagent.dose.identity.SopInstanceUid;
import org.doseagent.dose.identity.TransferSyntaxUid;
import org.doseagent.net.calling.Requestor;
import org.doseagent.store.inbox.InboxEntry;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "selftest",
        description = {
            "Sends synthetic reports to a daemon of its own, and checks the exams.",
            "The daemon has a temporary data directory, a free port of this machine, and the categories, mapping and levels of the site. It"
                    + " delivers and notifies nothing. Exit code 1 if an exam differs."
        },
        footer = {"", "Example: dose-agent selftest"})
final class SelftestCommand extends Common implements Callable<Integer> {

    private static final Duration ANSWER = Duration.ofSeconds(60);

    /** Maximum time for processing all reports. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final long ASK_MILLIS = 20;

    @Option(names = "--json", description = "Prints JSON.")
    boolean json;

    /** A case and how its exam differs from the expected one. */
    private record Result(SelftestCase of, List<String> differences) {}

    @Override
    public Integer call() throws Exception {
        Settings.LevelFiles levels = settings().levels();
        Path folder = Files.createTempDirectory("dose-agent-selftest");
        try {
            List<Result> results = run(own(folder).withLevels(levels));
            long failed = results.stream()
                    .filter(result -> !result.differences().isEmpty())
                    .count();
            if (json) {
                ObjectNode node = Json.object().put("status", failed == 0 ? "ok" : "bad");
                node.set("cases", Json.array(results, SelftestCommand::json));
                out().println(Json.text(node));
            } else {
                results.forEach(this::print);
                err().println(Count.of(results.size(), "case") + ", " + failed + " failed");
            }
            return failed == 0 ? 0 : Main.BAD_NEWS;
        } finally {
            delete(folder);
        }
    }

    /** Returns settings that share nothing with the site: a store, a port and an outbox of their own, and no channel of notifications. */
    private static Settings own(Path folder) throws IOException, ConfigException {
        Path file = Files.createFile(folder.resolve("agent.yaml"));
        return ConfigLoader.load(
                file,
                Map.of(
                        "site.id", "selftest",
                        "site.country", "XX",
                        "dataDir", folder.resolve("data").toString(),
                        "store.minFreeDisk", "0B",
                        "dicom.host", "127.0.0.1",
                        "dicom.port", "0",
                        "http.enabled", "false",
                        "forward.transport", "folder",
                        "forward.folder", folder.resolve("outbox").toString()),
                Map.of());
    }

    private List<Result> run(Settings settings) throws Exception {
        List<SelftestCase> cases = SelftestCase.all();
        List<Result> results = new ArrayList<>();
        try (Agent agent = Agent.open(settings)) {
            AgentDaemon daemon = AgentDaemon.start(agent);
            try {
                Map<String, Integer> answers = new HashMap<>();
                send(cases, settings, daemon, answers);
                awaitProcessed(agent);
                for (SelftestCase each : cases) {
                    results.add(new Result(each, differences(agent, each, answers.getOrDefault(each.name(), -1))));
                }
            } finally {
                daemon.close();
            }
        }
        return results;
    }

    private static void send(
            List<SelftestCase> cases, Settings settings, AgentDaemon daemon, Map<String, Integer> answers)
            throws Exception {
        Set<String> sopClasses = new LinkedHashSet<>();
        for (SelftestCase each : cases) {
            sopClasses.add(sopClass(each.report()));
        }
        try (Requestor requestor = Requestor.connect(
                new Requestor.Settings(
                        settings.network().dicom().aeTitle(),
                        new Requestor.Remote(
                                settings.network().dicom().aeTitle(),
                                "127.0.0.1",
                                daemon.dicomAddress().getPort()),
                        ANSWER),
                sopClasses)) {
            for (SelftestCase each : cases) {
                Part10File report = each.report();
                answers.put(
                        each.name(),
                        requestor.store(
                                sopClass(report),
                                new SopInstanceUid(report.fileMeta()
                                        .string(Tag.MEDIA_STORAGE_SOP_INSTANCE_UID)
                                        .orElseThrow()),
                                new TransferSyntaxUid(report.transferSyntaxUid()),
                                report.dataSetBytes()));
            }
        }
    }

    private static String sopClass(Part10File report) {
        return report.fileMeta().string(Tag.MEDIA_STORAGE_SOP_CLASS_UID).orElseThrow();
    }

    /** Returns when no report waits, or after the patience; a report that still waits then has no exam. */
    private static void awaitProcessed(Agent agent) throws InterruptedException {
        CountDownLatch never = new CountDownLatch(1);
        long end = System.nanoTime() + PATIENCE.toNanos();
        boolean isOver = false;
        while (!isOver
                && System.nanoTime() < end
                && agent.inbox().counts().getOrDefault(InboxEntry.State.RECEIVED, 0L) > 0) {
            isOver = never.await(ASK_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    private static List<String> differences(Agent agent, SelftestCase each, int status) {
        if (status != 0) {
            return List.of("C-STORE: answered status " + String.format(Locale.ROOT, "%04XH", status));
        }
        List<AssessedExam> found = agent.doses().find(each.study());
        return found.size() == 1
                ? each.differences(ExamJson.of(found.get(0)))
                : List.of("exam: expected one, found " + found.size());
    }

    private void print(Result result) {
        out().println(String.format(
                Locale.ROOT,
                "%-4s  %-26s  %s",
                result.differences().isEmpty() ? "ok" : "bad",
                result.of().name(),
                result.of().text()));
        result.differences()
                .forEach(each -> err().println("dose-agent: " + result.of().name() + ": " + each));
    }

    private static ObjectNode json(Result result) {
        ObjectNode node = Json.object()
                .put("case", result.of().name())
                .put("status", result.differences().isEmpty() ? "ok" : "bad")
                .put("text", result.of().text());
        result.differences().forEach(node.putArray("differences")::add);
        return node;
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> paths = Files.walk(folder)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }
}
