package org.doseagent.interop;

import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.doseagent.config.ConfigLoader;
import org.doseagent.daemon.Agent;
import org.doseagent.dicom.DicomLimits;
import org.doseagent.dicom.Part10File;
import org.doseagent.dicom.Tag;
import org.doseagent.dose.identity.AeTitle;
import org.doseagent.dose.identity.SopInstanceUid;
import org.doseagent.net.ReceivedObject;
import org.doseagent.testdata.TestData;

/**
 * Time and CPU that the worker needs to take a backlog of received reports to its end, in a warm machine, and the room that an exam takes in
 * doses.db: for scripts/bench-worker.
 */
final class WorkerBench {

    private static final PrintStream OUT = System.out;

    private WorkerBench() {}

    /** Arguments: reports of a round, rounds, folder of reports that are all different; without one, synthetic chest reports. */
    public static void main(String[] args) throws Exception {
        int reports = Integer.parseInt(args[0]);
        int rounds = Integer.parseInt(args[1]);
        Path data = Files.createTempDirectory("worker");
        List<Path> files = args.length > 2 ? files(Path.of(args[2])) : List.of();
        if (!files.isEmpty() && files.size() < reports * (rounds + 1)) {
            throw new IllegalArgumentException(files.size() + " files are too few for " + (rounds + 1) + " rounds");
        }
        try (Agent agent =
                Agent.open(ConfigLoader.load(Path.of("config/agent.yaml"), settings(data), System.getenv()))) {
            agent.prepareToWrite();
            Iterator<Path> next = files.iterator();
            for (int round = 0; round <= rounds; round++) {
                for (int i = 0; i < reports; i++) {
                    agent.intake().put(next.hasNext() ? received(next.next()) : received("worker " + round + " " + i));
                }
                measure(agent, round == 0 ? "warming" : "round " + round);
            }
        }
        if (Files.notExists(data.resolve("doses.db"))) {
            return;
        }
        OUT.printf(
                Locale.ROOT,
                "doses.db: %,d bytes a report%n",
                Files.size(data.resolve("doses.db")) / ((long) reports * (rounds + 1)));
    }

    /** With {@code -Dbench.url} and {@code -Dbench.user} the doses are in a PostgreSQL database. */
    private static Map<String, String> settings(Path data) {
        Map<String, String> settings = new HashMap<>();
        settings.put("dataDir", data.toString());
        settings.put("store.minFreeDisk", "0B");
        settings.put("store.url", System.getProperty("bench.url", "sqlite"));
        settings.put("store.user", System.getProperty("bench.user", ""));
        return settings;
    }

    private static void measure(Agent agent, String name) {
        long start = System.nanoTime();
        long startCpu = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
        int processed = 0;
        for (int batch = 1; batch > 0; processed += batch) {
            batch = agent.worker().processBatch();
        }
        double cpuSeconds = (ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - startCpu) / 1e9;
        double seconds = (System.nanoTime() - start) / 1e9;
        OUT.printf(
                Locale.ROOT,
                "%s: %d reports, %.0f a second, %.0f a second of CPU, %.3f ms of CPU each%n",
                name,
                processed,
                processed / seconds,
                processed / cpuSeconds,
                cpuSeconds * 1000 / processed);
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile)
                    .sorted(Comparator.naturalOrder())
                    .toList();
        }
    }

    private static ReceivedObject received(Path path) throws Exception {
        Part10File file = Part10File.parse(Files.readAllBytes(path), DicomLimits.DEFAULT);
        return received(
                file,
                new SopInstanceUid(file.fileMeta()
                        .string(Tag.MEDIA_STORAGE_SOP_INSTANCE_UID)
                        .orElseThrow()),
                file.fileMeta().string(Tag.MEDIA_STORAGE_SOP_CLASS_UID).orElseThrow());
    }

    private static ReceivedObject received(String name) throws Exception {
        Part10File file = Part10File.parse(TestData.chestReport(name), DicomLimits.DEFAULT);
        return received(file, new SopInstanceUid(TestData.uidOf(name)), "1.2.840.10008.5.1.4.1.1.88.67");
    }

    private static ReceivedObject received(Part10File file, SopInstanceUid uid, String sopClass) {
        return new ReceivedObject(
                sopClass,
                uid,
                file.transferSyntaxUid(),
                file.dataSetBytes(),
                new AeTitle("BENCH"),
                new AeTitle("BENCH"),
                "localhost");
    }
}
