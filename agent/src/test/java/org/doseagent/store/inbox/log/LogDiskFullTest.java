package org.doseagent.store.inbox.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.doseagent.store.inbox.log.TestLog.all;
import static org.doseagent.store.inbox.log.TestLog.assertSame;
import static org.doseagent.store.inbox.log.TestLog.object;
import static org.doseagent.store.inbox.log.TestLog.open;
import static org.doseagent.store.inbox.log.TestLog.stored;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.doseagent.store.inbox.log.PutOutcome.Refusal;
import org.doseagent.store.inbox.log.PutOutcome.Refused;
import org.doseagent.store.inbox.log.segment.LogDamage;
import org.doseagent.store.inbox.log.segment.LogLimits;
import org.doseagent.store.inbox.log.segment.StoredObject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A disk of 20 MB that really fills up. Needs the right to mount one; skipped where that is missing. */
@Timeout(120)
final class LogDiskFullTest {

    private static final LogLimits LIMITS = TestLog.limits(4 << 20);

    @TempDir
    private Path folder;

    private Path disk;
    private boolean isMounted;

    @BeforeEach
    void mount() throws Exception {
        disk = Files.createDirectory(folder.resolve("disk"));
        isMounted = run("mount", "-t", "tmpfs", "-o", "size=20m", "tmpfs", disk.toString());
        assumeTrue(isMounted, "a file system can be mounted (needs root)");
    }

    @AfterEach
    void unmount() throws Exception {
        if (isMounted) {
            assertThat(run("umount", disk.toString())).isTrue();
        }
    }

    private static boolean run(String... command) throws InterruptedException {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor(20, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException e) {
            return false;
        }
    }

    @Test
    void a_full_disk_refuses_and_the_log_goes_on_when_there_is_space_again() throws Exception {
        List<LogDamage> damage = new ArrayList<>();
        Path ballast = disk.resolve("ballast");
        Files.write(ballast, new byte[5 << 20]);
        int count = 0;
        try (InboxLog log = open(disk.resolve("inbox"), LIMITS, damage)) {
            PutOutcome outcome = log.put(object(count, 200_000));
            while (outcome instanceof PutOutcome.Stored && count < 1000) {
                count++;
                outcome = log.put(object(count, 200_000));
            }
            assertThat(outcome).isEqualTo(new Refused(Refusal.NO_SPACE));
            assertThat(count).isGreaterThan(20);
            Files.delete(ballast);
            stored(log.put(object(count, 200_000)));
        }
        try (InboxLog log = open(disk.resolve("inbox"), LIMITS, damage)) {
            List<StoredObject> read = all(log);
            assertThat(read).hasSize(count + 1);
            for (int i = 0; i <= count; i++) {
                assertSame(read.get(i).object(), object(i, 200_000));
            }
        }
        assertThat(damage).isEmpty();
    }

    @Test
    void somebody_else_who_fills_the_disk_costs_no_record() throws Exception {
        List<LogDamage> damage = new ArrayList<>();
        try (InboxLog log = open(disk.resolve("inbox"), LIMITS, damage)) {
            stored(log.put(object(1, 1000)));
            fill(disk.resolve("ballast"));
            int count = 1;
            PutOutcome outcome = log.put(object(2, 200_000));
            while (outcome instanceof PutOutcome.Stored && count < 1000) {
                count++;
                outcome = log.put(object(2, 200_000));
            }
            assertThat(outcome).isEqualTo(new Refused(Refusal.NO_SPACE));
            assertThat(log.verify()).isEqualTo(count);
            Files.delete(disk.resolve("ballast"));
            stored(log.put(object(3, 200_000)));
        }
        assertThat(damage).isEmpty();
    }

    private static void fill(Path file) throws IOException {
        byte[] piece = new byte[64 << 10];
        try (var out = Files.newOutputStream(file)) {
            for (int i = 0; i < 1000; i++) {
                out.write(piece);
            }
        } catch (IOException e) {
            assertThat(file).exists();
        }
    }
}
