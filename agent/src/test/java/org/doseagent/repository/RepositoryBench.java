package org.doseagent.repository;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.doseagent.aggregate.cells.Canonical;
import org.doseagent.aggregate.control.FacilityDocument;
import org.doseagent.aggregate.control.ReleasedDocument;
import org.doseagent.aggregate.control.Signer;
import org.doseagent.config.ConfigLoader;
import org.doseagent.daemon.RepositoryHost;

/** Intake rate, time of computation and size of a repository, as scripts/bench-repository starts it: the receiver in this process, without TLS. */
final class RepositoryBench {

    private static final PrintStream OUT = System.out;
    private static final int SENDERS = 2;
    private static final double SECOND = 1e9;
    private static final String TEMPLATE = "/org/doseagent/aggregate/render/first.json";

    private final RepositoryHost host;
    private final ObjectNode template;
    private final int cells;
    private final AtomicLong bytes = new AtomicLong();
    private final AtomicLong refused = new AtomicLong();
    private final AtomicLong nanosOfPuts = new AtomicLong();
    private final AtomicLong cpuOfPuts = new AtomicLong();

    private record Sender(String pseudonym, Signer signer, long seed) {}

    private RepositoryBench(RepositoryHost host, ObjectNode template, int cells) {
        this.host = host;
        this.template = template;
        this.cells = cells;
    }

    /** Arguments: folder, facilities, periods, cells of a release. */
    public static void main(String[] args) throws Exception {
        Path folder = Path.of(args[0]);
        RepositorySettings settings = ConfigLoader.load(
                        Path.of("config/agent.yaml"), Map.of("repository.folder", folder.toString()), Map.of())
                .network()
                .repository();
        byte[] sample = RepositoryBench.class.getResourceAsStream(TEMPLATE).readAllBytes();
        try (RepositoryHost host = RepositoryHost.open(settings)) {
            host.store().prepareToWrite();
            RepositoryBench bench = new RepositoryBench(host, Canonical.parse(sample), Integer.parseInt(args[3]));
            bench.run(Integer.parseInt(args[1]), Integer.parseInt(args[2]), folder);
        }
    }

    private void run(int facilities, int periods, Path folder) throws Exception {
        long began = System.nanoTime();
        List<Sender> senders = enrol(facilities);
        double enrolling = (System.nanoTime() - began) / SECOND;
        OUT.printf("enrolled %d facilities in %.1f s%n", facilities, enrolling);
        int half = periods / 2;
        send(senders, 1, half);
        compute("first computation, " + half + " periods");
        send(senders, half + 1, periods);
        compute("second computation, " + periods + " periods");
        send(senders.subList(0, Math.max(1, facilities / 100)), periods + 1, periods + 1);
        compute("after one more period of 1 % of the facilities");
        long start = System.nanoTime();
        long cpu = cpu();
        OUT.printf(
                "%s in %.1f s, %.1f s of CPU%n",
                host.publisher().publish(), (System.nanoTime() - start) / SECOND, (cpu() - cpu) / SECOND);
        long size = Files.size(folder.resolve("repository.db"));
        long releases = host.store().submissions();
        OUT.printf(
                "%d releases of %d cells, %d refused; %d bytes sent, %.0f kB a release; repository.db %d MB, %.2f kB a release%n",
                releases,
                cells,
                refused.get(),
                bytes.get(),
                bytes.get() / 1e3 / releases,
                size / 1_000_000,
                size / 1e3 / releases);
    }

    private List<Sender> enrol(int count) {
        List<Sender> senders = new ArrayList<>();
        for (int i = 1; i <= count; i++) {
            Sender sender = new Sender(String.format("%032x", i), SimulatedHospital.newSigner(), i);
            String token = host.enrolment()
                    .invite(new Enrolment.Invitation("Bench", "XX", Optional.empty()), new SecureRandom());
            FacilityDocument.Who who = new FacilityDocument.Who(sender.pseudonym(), "XX");
            host.enrolment().take(FacilityDocument.enrol(who, token, sender.signer()));
            senders.add(sender);
        }
        return senders;
    }

    private void send(List<Sender> senders, int from, int to) throws InterruptedException {
        long before = nanosOfPuts.get();
        long cpuBefore = cpuOfPuts.get();
        ExecutorService threads = Executors.newFixedThreadPool(SENDERS);
        for (Sender sender : senders) {
            threads.execute(() -> {
                for (int period = from; period <= to; period++) {
                    put(sender, YearMonth.of(2024, 1).plusMonths(period - 1));
                }
            });
        }
        threads.shutdown();
        threads.awaitTermination(1, TimeUnit.HOURS);
        double busy = (nanosOfPuts.get() - before) / SECOND / SENDERS;
        int count = senders.size() * (to - from + 1);
        OUT.printf(
                "taken %d releases: %.0f a second in %d threads, %.1f ms of CPU each%n",
                count, count / busy, SENDERS, (cpuOfPuts.get() - cpuBefore) / 1e6 / count);
    }

    private void put(Sender sender, YearMonth month) {
        byte[] body = release(sender, month);
        String id = Canonical.parse(body).path("submissionId").asText();
        bytes.addAndGet(body.length);
        long start = System.nanoTime();
        long cpu = cpu();
        Reply reply = host.receiver().put(id, body);
        cpuOfPuts.addAndGet(cpu() - cpu);
        nanosOfPuts.addAndGet(System.nanoTime() - start);
        if (!reply.isTaken()) {
            refused.incrementAndGet();
        }
    }

    private byte[] release(Sender sender, YearMonth month) {
        Random random = new Random(sender.seed() * 1000 + month.getMonthValue());
        ObjectNode document = template.deepCopy();
        document.put("sequence", 1)
                .put("createdAt", month.plusMonths(1).atDay(15).toString());
        document.remove("supersedes");
        document.withObject("facility").put("pseudonym", sender.pseudonym()).put("country", "XX");
        document.withObject("period")
                .put("start", month.atDay(1).toString())
                .put("end", month.atEndOfMonth().toString());
        ObjectNode cell = (ObjectNode) document.path("cells").get(0);
        ArrayNode array = document.putArray("cells");
        for (int i = 0; i < cells; i++) {
            int median = 100 + i * 10 + random.nextInt(50);
            ObjectNode each = cell.deepCopy().put("category", String.format("CT-BENCH-%03d", i));
            each.put("n", 20 * (1 + random.nextInt(5)));
            each.put("p25", median - 20).put("p50", median).put("p75", median + 40);
            array.add(each);
        }
        return Canonical.bytes(sender.signer().signed(ReleasedDocument.withOwnId(document)));
    }

    private static long cpu() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    private void compute(String what) {
        long start = System.nanoTime();
        long cpu = cpu();
        int computed = host.publisher().recompute();
        OUT.printf(
                "%s: %d facility-years in %.1f s, %.1f s of CPU%n",
                what, computed, (System.nanoTime() - start) / SECOND, (cpu() - cpu) / SECOND);
    }
}
