package org.doseagent.store.inbox.log;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.doseagent.store.inbox.log.PutQueue.Waiting;
import org.doseagent.store.inbox.log.segment.Frame;
import org.doseagent.store.inbox.log.segment.InboxObject;
import org.doseagent.store.inbox.log.segment.LogLimits;

/**
 * Durable puts a second and their 99th percentile, for {@code scripts/bench-inbox}: the log, and blobs in
 * SQLite with a large page behind the same queue as the log's. All alternate in one process, because disks are not the same from minute
 * to minute.
 */
final class InboxBench {

    private static final int OBJECT_BYTES = 25_000;
    private static final int DISTINCT = 64;
    private static final LogLimits LIMITS = LogLimits.of(TestLog.UNLIMITED, 16 << 20);

    private InboxBench() {}

    /** What is measured: keeps an object and returns when it is on disk. */
    private interface Target extends AutoCloseable {
        void put(int number, byte[] bytes);

        @Override
        void close() throws IOException, SQLException;
    }

    /** How a target is opened in a folder. */
    private interface Opening {
        Target in(Path folder) throws Exception;
    }

    private record Subject(String name, Opening opening) {}

    private record Figures(double perSecond, double p50Micros, double p99Micros, double cpuMicros) {}

    /** Arguments: a scratch folder, objects of one measurement, rounds. */
    public static void main(String[] args) throws Exception {
        Path scratch = Path.of(args[0]);
        int objects = Integer.parseInt(args[1]);
        int rounds = Integer.parseInt(args[2]);
        List<Subject> subjects = List.of(
                new Subject("log", InboxBench::log),
                new Subject("SQLite blobs, page 8192", folder -> new Blobs(folder, 8192)),
                new Subject("SQLite blobs, page 16384", folder -> new Blobs(folder, 16_384)));
        System.out.printf(
                "%-28s %8s %10s %10s %10s %12s%n", "", "putters", "objects/s", "p50 us", "p99 us", "CPU us/obj");
        for (Subject subject : subjects) {
            measure(subject, scratch, 8, Math.min(objects, 2000));
        }
        for (int putters : new int[] {1, 8, 16}) {
            List<List<Figures>> figures = new ArrayList<>();
            subjects.forEach(subject -> figures.add(new ArrayList<>()));
            for (int round = 0; round < rounds; round++) {
                for (int i = 0; i < subjects.size(); i++) {
                    figures.get(i).add(measure(subjects.get(i), scratch, putters, objects));
                }
            }
            for (int i = 0; i < subjects.size(); i++) {
                print(subjects.get(i).name(), putters, figures.get(i));
            }
        }
    }

    /** Prints the round with the median rate. */
    private static void print(String name, int putters, List<Figures> rounds) {
        List<Figures> sorted = rounds.stream()
                .sorted((one, other) -> Double.compare(one.perSecond(), other.perSecond()))
                .toList();
        Figures median = sorted.get(sorted.size() / 2);
        System.out.printf(
                "%-28s %8d %10.0f %10.0f %10.0f %12.0f%n",
                name, putters, median.perSecond(), median.p50Micros(), median.p99Micros(), median.cpuMicros());
    }

    private static Figures measure(Subject subject, Path scratch, int putters, int objects) throws Exception {
        Path folder = Files.createTempDirectory(scratch, "bench");
        ExecutorService threads = Executors.newFixedThreadPool(putters);
        long[] nanos = new long[objects];
        long start;
        long end;
        long cpu;
        try (Target target = subject.opening().in(folder)) {
            for (int i = 0; i < 200; i++) {
                target.put(objects + i, bytes(objects + i));
            }
            List<Future<Void>> futures = new ArrayList<>();
            cpu = cpuNanos();
            start = System.nanoTime();
            for (int putter = 0; putter < putters; putter++) {
                int first = putter;
                Callable<Void> task = () -> {
                    for (int i = first; i < objects; i += putters) {
                        byte[] bytes = bytes(i);
                        long before = System.nanoTime();
                        target.put(i, bytes);
                        nanos[i] = System.nanoTime() - before;
                    }
                    return null;
                };
                futures.add(threads.submit(task));
            }
            for (Future<Void> future : futures) {
                future.get();
            }
            end = System.nanoTime();
            cpu = cpuNanos() - cpu;
        } finally {
            threads.shutdown();
            delete(folder);
        }
        Arrays.sort(nanos);
        double seconds = (end - start) / (double) TimeUnit.SECONDS.toNanos(1);
        return new Figures(
                objects / seconds, nanos[objects / 2] / 1e3, nanos[objects * 99 / 100] / 1e3, cpu / 1e3 / objects);
    }

    private static long cpuNanos() {
        return ((com.sun.management.OperatingSystemMXBean)
                        java.lang.management.ManagementFactory.getOperatingSystemMXBean())
                .getProcessCpuTime();
    }

    private static final byte[][] CORPUS = corpus();

    private static byte[][] corpus() {
        byte[][] corpus = new byte[DISTINCT][OBJECT_BYTES];
        Random random = new Random(25);
        for (byte[] bytes : corpus) {
            random.nextBytes(bytes);
        }
        return corpus;
    }

    /** Returns an object that no other number has. */
    private static byte[] bytes(int number) {
        byte[] bytes = CORPUS[number % DISTINCT].clone();
        for (int i = 0; i < Integer.BYTES; i++) {
            bytes[i] = (byte) (number >>> 8 * i);
        }
        return bytes;
    }

    private static InboxObject object(int number, byte[] bytes) {
        InboxObject named = TestLog.object(number % 1000, 1);
        return new InboxObject(
                named.sopInstanceUid(), named.sopClassUid(), named.transferSyntaxUid(), named.origin(), bytes);
    }

    private static Target log(Path folder) {
        InboxLog log = InboxLog.open(folder, LIMITS, Thread::new, damage -> {});
        return new Target() {
            @Override
            public void put(int number, byte[] bytes) {
                TestLog.stored(log.put(object(number, bytes)));
            }

            @Override
            public void close() {
                log.close();
            }
        };
    }

    /** One table of blobs without a second index, written by one thread that commits all puts that wait: the least that SQLite has to do. */
    private static final class Blobs implements Target {

        private final PutQueue queue = new PutQueue(LIMITS);
        private final Connection connection;
        private final PreparedStatement insert;
        private final Thread writer = new Thread(this::run);

        Blobs(Path folder, int pageBytes) throws SQLException {
            connection = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("blobs.db"));
            try (Statement statement = connection.createStatement()) {
                statement.execute("PRAGMA page_size=" + pageBytes);
                statement.execute("PRAGMA journal_mode=WAL");
                statement.execute("PRAGMA synchronous=FULL");
                statement.execute("CREATE TABLE received (id INTEGER PRIMARY KEY, metadata BLOB, bytes BLOB)");
            }
            connection.setAutoCommit(false);
            insert = connection.prepareStatement("INSERT INTO received (metadata, bytes) VALUES (?, ?)");
            writer.start();
        }

        private void run() {
            try {
                for (List<Waiting> batch = queue.takeBatch(); !batch.isEmpty(); batch = queue.takeBatch()) {
                    for (Waiting put : batch) {
                        insert.setBytes(1, put.frame().metadata());
                        insert.setBytes(2, put.frame().dataSet());
                        insert.executeUpdate();
                    }
                    connection.commit();
                    batch.forEach(put -> put.outcome().complete(new PutOutcome.Stored(1)));
                }
            } catch (InterruptedException | SQLException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public void put(int number, byte[] bytes) {
            CompletableFuture<PutOutcome> outcome = new CompletableFuture<>();
            InboxObject object = object(number, bytes);
            queue.add(
                    new Waiting(Frame.of(object).orElseThrow(), object.origin().receivedAt(), 0, outcome));
            outcome.join();
        }

        @Override
        public void close() throws SQLException {
            queue.close();
            try {
                writer.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            connection.close();
        }
    }

    private static void delete(Path folder) throws Exception {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
