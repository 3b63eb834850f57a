package org.doseagent.interop;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.doseagent.net.calling.Requestor;
import org.doseagent.testdata.TestData;

/** A sender that is never the bottleneck, for scripts/bench: distinct reports, made before the clock starts. Prints objects per second. */
final class StoreBench {

    private StoreBench() {}

    /** Arguments: host, port, associations, objects, a name that makes the objects of this run distinct. */
    public static void main(String[] args) throws Exception {
        int associations = Integer.parseInt(args[2]);
        List<byte[]> reports = new ArrayList<>();
        for (int i = 0; i < Integer.parseInt(args[3]); i++) {
            reports.add(TestData.chestReport(args[4] + " " + i));
        }
        ExecutorService senders = Executors.newFixedThreadPool(associations);
        long start = System.nanoTime();
        List<Future<Integer>> futures = new ArrayList<>();
        for (int i = 0; i < associations; i++) {
            int first = i;
            Callable<Integer> task = () -> {
                int stored = 0;
                try (Requestor requestor = Senders.connect(args[0], Integer.parseInt(args[1]), "BENCH")) {
                    for (int at = first; at < reports.size(); at += associations) {
                        stored += Senders.store(requestor, reports.get(at)) == 0 ? 1 : 0;
                    }
                }
                return stored;
            };
            futures.add(senders.submit(task));
        }
        int stored = 0;
        for (Future<Integer> future : futures) {
            stored += future.get();
        }
        double seconds = (System.nanoTime() - start) / (double) TimeUnit.SECONDS.toNanos(1);
        senders.shutdown();
        if (stored != reports.size()) {
            throw new IllegalStateException(stored + " of " + reports.size() + " stored");
        }
        System.out.printf("%.0f%n", stored / seconds);
    }
}
