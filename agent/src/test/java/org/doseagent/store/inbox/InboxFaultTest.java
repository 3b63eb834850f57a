package org.doseagent.store.inbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.doseagent.store.inbox.TestInbox.object;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.doseagent.store.StoreException;
import org.doseagent.store.inbox.InboxEntry.State;
import org.doseagent.store.inbox.log.FaultyLog;
import org.doseagent.store.inbox.log.FaultyLog.Failing;
import org.doseagent.store.inbox.log.PutOutcome;
import org.doseagent.store.inbox.log.PutOutcome.Refusal;
import org.doseagent.store.inbox.log.PutOutcome.Refused;
import org.doseagent.store.inbox.log.PutOutcome.Stored;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The disk fails, is full or damaged, the clock jumps: what was acknowledged is processed once, and service resumes by itself. */
@Timeout(120)
class InboxFaultTest {

    @TempDir
    private Path folder;

    private final Set<String> acknowledged = new TreeSet<>();

    private PutOutcome put(Inbox inbox, String uid) {
        PutOutcome outcome = inbox.put(object(uid, "content of " + uid));
        if (outcome instanceof Stored) {
            acknowledged.add(uid);
        }
        return outcome;
    }

    private static Set<String> uids(Inbox inbox) {
        Set<String> uids = new TreeSet<>();
        inbox.list(Integer.MAX_VALUE)
                .forEach(entry -> uids.add(entry.sopInstanceUid().value()));
        return uids;
    }

    @ParameterizedTest
    @EnumSource(
            value = Failing.class,
            names = {"WRITE", "SYNC"})
    void an_error_of_the_disk_refuses_and_the_next_object_after_it_is_kept(Failing operation) {
        FaultyLog faulty = new FaultyLog(() -> new IOException("injected"));
        try (TestInbox opened = TestInbox.open(folder, (path, limits, damage) -> faulty.open(path, damage))) {
            Inbox inbox = opened.inbox();
            assertThat(put(inbox, "1")).isInstanceOf(Stored.class);
            faulty.fail(operation);
            assertThat(put(inbox, "2")).isEqualTo(new Refused(Refusal.IO_ERROR));
            assertThat(put(inbox, "3")).isEqualTo(new Refused(Refusal.IO_ERROR));
            faulty.fail(Failing.NOTHING);
            assertThat(put(inbox, "2")).isInstanceOf(Stored.class);
            assertThat(inbox.problem()).isEmpty();
        }
        try (TestInbox opened = TestInbox.open(folder)) {
            assertThat(opened.process()).isEqualTo(2);
            assertThat(uids(opened.inbox())).isEqualTo(acknowledged);
            assertThat(opened.inbox().damagedPlaces()).isZero();
        }
    }

    @Test
    void a_writer_that_ended_is_started_again_and_readiness_says_so_meanwhile() {
        FaultyLog faulty = new FaultyLog(() -> new OutOfMemoryError("injected"));
        try (TestInbox opened = TestInbox.open(folder, (path, limits, damage) -> faulty.open(path, damage))) {
            Inbox inbox = opened.inbox();
            assertThat(put(inbox, "1")).isInstanceOf(Stored.class);
            faulty.fail(Failing.WRITE);
            for (int i = 0; i < 8; i++) {
                assertThatThrownBy(() -> put(inbox, "2")).isInstanceOf(StoreException.class);
            }
            faulty.fail(Failing.NOTHING);
            Optional<String> problem = inbox.problem();
            assertThat(problem).hasValueSatisfying(text -> assertThat(text).contains("writer"));
            while (problem.isPresent()) {
                problem = inbox.problem();
            }
            assertThat(put(inbox, "3")).isInstanceOf(Stored.class);
            assertThat(opened.process()).isEqualTo(2);
            assertThat(uids(inbox)).isEqualTo(acknowledged);
        }
    }

    @Test
    void a_damaged_record_costs_itself_and_the_others_are_processed() throws Exception {
        try (TestInbox opened = TestInbox.open(folder)) {
            for (String uid : List.of("1", "2", "3")) {
                put(opened.inbox(), uid);
            }
        }
        Path segment;
        try (Stream<Path> files = Files.list(folder.resolve("inbox"))) {
            segment = files.filter(file -> file.toString().endsWith(".log"))
                    .findFirst()
                    .orElseThrow();
        }
        String bytes = Files.readString(segment, java.nio.charset.StandardCharsets.ISO_8859_1);
        try (FileChannel channel = FileChannel.open(segment, StandardOpenOption.WRITE)) {
            channel.write(java.nio.ByteBuffer.wrap(new byte[] {'X'}), bytes.indexOf("content of 2") + 3);
        }
        try (TestInbox opened = TestInbox.open(folder)) {
            assertThat(opened.process()).isEqualTo(2);
            assertThat(uids(opened.inbox())).containsExactly("1", "3");
            assertThat(opened.inbox().damagedPlaces()).isEqualTo(1);
            assertThat(opened.inbox().waiting())
                    .as("the damaged one does not wait for ever")
                    .isZero();
            assertThat(opened.inbox().verify()).isEqualTo(2);
        }
    }

    @Test
    void a_clock_that_jumps_changes_neither_numbers_nor_what_is_kept_unprocessed() {
        try (TestInbox opened = TestInbox.open(folder)) {
            Inbox inbox = opened.inbox();
            inbox.put(object("1", "now"));
            inbox.put(object("2", "the battery of the clock is empty", Instant.EPOCH));
            inbox.put(object("3", "far ahead", Instant.parse("2099-01-01T00:00:00Z")));
            inbox.put(object("4", "now again"));
            assertThat(inbox.deleteBytes(Instant.parse("2100-01-01T00:00:00Z"))).isZero();
            assertThat(opened.process(text -> text.contains("ahead") ? State.QUARANTINED : State.PROCESSED))
                    .isEqualTo(4);
            assertThat(inbox.list(10)).extracting(InboxEntry::id).containsExactly(4L, 3L, 2L, 1L);
            assertThat(inbox.deleteBytes(Instant.parse("2100-01-01T00:00:00Z"))).isEqualTo(3);
            assertThat(inbox.find(3).orElseThrow().bytes()).isNotEmpty();
        }
    }

    @Test
    void a_full_disk_refuses_and_everything_acknowledged_is_processed_once_there_is_room() throws Exception {
        Path disk = Files.createDirectory(folder.resolve("disk"));
        assumeTrue(
                run("mount", "-t", "tmpfs", "-o", "size=20m", "tmpfs", disk.toString()),
                "a file system of 20 MB can be mounted (needs root)");
        try (TestInbox opened = TestInbox.open(disk, (path, limits, damage) -> FaultyLog.small(path, damage))) {
            Path ballast = Files.write(disk.resolve("ballast"), new byte[4 << 20]);
            Inbox inbox = opened.inbox();
            int number = 0;
            PutOutcome outcome = putLarge(inbox, number);
            while (outcome instanceof Stored && number < 1_000) {
                number++;
                outcome = putLarge(inbox, number);
            }
            assertThat(outcome).isEqualTo(new Refused(Refusal.NO_SPACE));
            assertThat(acknowledged).hasSizeGreaterThan(20);
            Files.delete(ballast);
            assertThat(putLarge(inbox, number)).isInstanceOf(Stored.class);
            assertThat(opened.process()).isEqualTo(acknowledged.size());
            assertThat(uids(inbox)).isEqualTo(acknowledged);
        } finally {
            assertThat(run("umount", disk.toString())).isTrue();
        }
    }

    private PutOutcome putLarge(Inbox inbox, int number) {
        PutOutcome outcome = inbox.put(object("1." + number, "x".repeat(200_000) + number));
        if (outcome instanceof Stored) {
            acknowledged.add("1." + number);
        }
        return outcome;
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
}
