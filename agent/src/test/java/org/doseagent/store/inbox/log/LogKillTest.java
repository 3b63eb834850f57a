package org.doseagent.store.inbox.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.doseagent.store.inbox.log.TestLog.assertSame;
import static org.doseagent.store.inbox.log.TestLog.object;
import static org.doseagent.store.inbox.log.TestLog.open;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.doseagent.store.inbox.log.segment.InboxObject;
import org.doseagent.store.inbox.log.segment.LogDamage;
import org.doseagent.store.inbox.log.segment.LogLimits;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A process that is killed in the middle of puts: every object that it was told is stored is there, byte for byte. */
@Timeout(180)
final class LogKillTest {

    private static final int KILLS = 10;
    private static final int PUTTERS = 4;
    private static final int LENGTH = 4_000;
    private static final LogLimits LIMITS = TestLog.limits(1 << 18);

    @TempDir
    private Path folder;

    @Test
    void every_acknowledged_object_is_there_after_each_kill() throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        Map<Long, Integer> acknowledged = new TreeMap<>();
        List<LogDamage> damage = new ArrayList<>();
        for (int kill = 0; kill < KILLS; kill++) {
            putUntilKilled(kill * 100_000, random.nextInt(120), acknowledged);
            try (InboxLog log = open(folder, LIMITS, damage)) {
                for (Map.Entry<Long, Integer> one : acknowledged.entrySet()) {
                    InboxObject read = log.read(one.getKey())
                            .orElseThrow(() -> new AssertionError("seed " + seed + ": lost " + one))
                            .object();
                    assertSame(read, object(one.getValue(), LENGTH));
                }
                assertThat(log.status().records()).isGreaterThanOrEqualTo(acknowledged.size());
            }
            assertThat(damage).as("seed %s", seed).isEmpty();
        }
        assertThat(acknowledged).isNotEmpty();
    }

    /** Reads every acknowledgement that the child wrote before it died. */
    private void putUntilKilled(int first, int wanted, Map<Long, Integer> acknowledged) throws Exception {
        Process child = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-Dorg.slf4j.simpleLogger.defaultLogLevel=off",
                        "-cp",
                        System.getProperty("java.class.path"),
                        LogKillTest.class.getName(),
                        folder.toString(),
                        Integer.toString(first))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(child.getInputStream(), StandardCharsets.US_ASCII))) {
            int seen = 0;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                String[] parts = line.split(" ", -1);
                if (parts.length == 3 && parts[2].equals(".")) {
                    acknowledged.put(Long.parseLong(parts[0]), Integer.parseInt(parts[1]));
                }
                if (seen == wanted) {
                    // Process.destroyForcibly would close the stream with the last lines in it.
                    child.toHandle().destroyForcibly();
                }
                seen++;
            }
            assertThat(seen).as("lines of the child").isGreaterThan(wanted);
        } finally {
            child.destroyForcibly();
            assertThat(child.waitFor(20, TimeUnit.SECONDS)).isTrue();
        }
    }

    /** The child: puts objects until it is killed and prints one line for each that is stored. */
    public static void main(String[] args) throws IOException {
        InboxLog log = open(Path.of(args[0]), LIMITS, new ArrayList<>());
        for (int putter = 0; putter < PUTTERS; putter++) {
            int start = Integer.parseInt(args[1]) + putter;
            new Thread(() -> {
                        for (int i = start; i < start + 90_000; i += PUTTERS) {
                            if (log.put(object(i, LENGTH)) instanceof PutOutcome.Stored stored) {
                                print(stored.sequence() + " " + i + " .\n");
                            }
                        }
                    })
                    .start();
        }
    }

    private static void print(String line) {
        byte[] bytes = line.getBytes(StandardCharsets.US_ASCII);
        synchronized (LogKillTest.class) {
            System.out.write(bytes, 0, bytes.length);
            System.out.flush();
        }
    }
}
