package org.doseagent.interop;

import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import org.doseagent.config.ConfigLoader;
import org.doseagent.daemon.Agent;
import org.doseagent.dicom.DicomLimits;
import org.doseagent.dicom.Part10File;
import org.doseagent.dose.identity.AeTitle;
import org.doseagent.dose.identity.SopInstanceUid;
import org.doseagent.net.ReceivedObject;
import org.doseagent.testdata.TestData;

/** CPU that the worker needs to take a received report to its end, in a warm machine: for scripts/bench-worker. Prints reports per second. */
final class WorkerBench {

    private static final PrintStream OUT = System.out;

    private WorkerBench() {}

    /** Arguments: reports of a round, rounds. */
    public static void main(String[] args) throws Exception {
        int reports = Integer.parseInt(args[0]);
        Path data = Files.createTempDirectory("worker");
        try (Agent agent = Agent.open(ConfigLoader.load(
                Path.of("config/agent.yaml"),
                Map.of("dataDir", data.toString(), "store.minFreeDisk", "0B"),
                System.getenv()))) {
            for (int round = 0; round <= Integer.parseInt(args[1]); round++) {
                for (int i = 0; i < reports; i++) {
                    agent.intake().put(received("worker " + round + " " + i));
                }
                long start = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
                int processed = 0;
                for (int batch = 1; batch > 0; processed += batch) {
                    batch = agent.worker().processBatch();
                }
                double seconds = (ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - start) / 1e9;
                OUT.printf(
                        Locale.ROOT,
                        "%s %d reports, %.0f a second of CPU%n",
                        round == 0 ? "warming" : "round " + round,
                        processed,
                        processed / seconds);
            }
        }
    }

    private static ReceivedObject received(String name) throws Exception {
        Part10File file = Part10File.parse(TestData.chestReport(name), DicomLimits.DEFAULT);
        return new ReceivedObject(
                "1.2.840.10008.5.1.4.1.1.88.67",
                new SopInstanceUid(TestData.uidOf(name)),
                file.transferSyntaxUid(),
                file.dataSetBytes(),
                new AeTitle("BENCH"),
                new AeTitle("BENCH"),
                "localhost");
    }
}
