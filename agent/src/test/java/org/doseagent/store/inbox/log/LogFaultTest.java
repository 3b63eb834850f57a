package org.doseagent.store.inbox.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.doseagent.store.inbox.log.TestLog.all;
import static org.doseagent.store.inbox.log.TestLog.assertSame;
import static org.doseagent.store.inbox.log.TestLog.limits;
import static org.doseagent.store.inbox.log.TestLog.object;
import static org.doseagent.store.inbox.log.TestLog.stored;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.doseagent.store.StoreException;
import org.doseagent.store.inbox.log.FaultyStorage.Operation;
import org.doseagent.store.inbox.log.PutOutcome.Refusal;
import org.doseagent.store.inbox.log.PutOutcome.Refused;
import org.doseagent.store.inbox.log.segment.Frame;
import org.doseagent.store.inbox.log.segment.LogDamage;
import org.doseagent.store.inbox.log.segment.LogDamage.Kind;
import org.doseagent.store.inbox.log.segment.LogLimits;
import org.doseagent.store.inbox.log.segment.LogLimits.Capacity;
import org.doseagent.store.inbox.log.segment.SegmentHeader;
import org.doseagent.store.inbox.log.segment.StoredObject;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A disk that fails: what was answered is there, nothing half becomes visible, and the log works again when the disk does. */
@Timeout(60)
final class LogFaultTest {

    private static final int SEGMENT = 1 << 16;

    @TempDir
    private Path folder;

    private FaultyStorage storage;
    private final List<LogDamage> damage = new ArrayList<>();

    @BeforeEach
    void open_the_folder() throws IOException {
        storage = new FaultyStorage(DiskStorage.make(folder));
    }

    private InboxLog open() throws IOException {
        return InboxLog.open(storage, limits(SEGMENT), Thread::new, damage::add);
    }

    @ParameterizedTest
    @EnumSource(
            value = Operation.class,
            names = {"WRITE", "FORCE"})
    void a_failed_write_or_sync_is_refused_and_the_next_put_goes_to_another_segment(Operation operation)
            throws IOException {
        try (InboxLog log = open()) {
            for (int i = 1; i <= 3; i++) {
                stored(log.put(object(i, 1000)));
            }
            storage.failSegments(operation);
            assertThat(log.put(object(4, 1000))).isEqualTo(new Refused(Refusal.IO_ERROR));
            assertThat(all(log)).hasSize(3);
            storage.heal();
            long next = stored(log.put(object(5, 1000)));
            assertThat(next)
                    .as("the number of the refused one is not used again")
                    .isGreaterThan(4);
            assertThat(log.segments()).hasSize(2);
            assertThat(log.status().abandonedSegments()).isEqualTo(1);
            assertThat(log.failure()).isEmpty();
        }
        assertReopened(3, 5);
    }

    private void assertReopened(int before, int after) throws IOException {
        try (InboxLog log = open()) {
            List<StoredObject> read = all(log);
            assertThat(read).hasSize(before + 1);
            for (int i = 1; i <= before; i++) {
                assertSame(read.get(i - 1).object(), object(i, 1000));
            }
            assertSame(read.get(before).object(), object(after, 1000));
        }
        assertThat(damage).isEmpty();
    }

    @Test
    void a_segment_that_cannot_even_be_cut_shows_nothing_behind_its_last_good_record() throws IOException {
        try (InboxLog log = open()) {
            for (int i = 1; i <= 3; i++) {
                stored(log.put(object(i, 1000)));
            }
            storage.failWhen((operation, name, position) -> {
                if (name.endsWith(".log") && (operation == Operation.FORCE || operation == Operation.TRUNCATE)) {
                    throw new IOException("injected");
                }
            });
            // Its frame is in the file whole, but no sync succeeded.
            assertThat(log.put(object(4, 1000))).isEqualTo(new Refused(Refusal.IO_ERROR));
            storage.heal();
            stored(log.put(object(5, 1000)));
        }
        assertReopened(3, 5);
    }

    @Test
    void every_put_of_a_failed_batch_is_refused_and_none_waits() throws Exception {
        try (InboxLog log = open()) {
            stored(log.put(object(1, 1000)));
            CompletableFuture<Void> go = new CompletableFuture<>();
            storage.failWhen((operation, name, position) -> {
                go.join();
                throw new IOException("injected");
            });
            List<CompletableFuture<PutOutcome>> outcomes = new ArrayList<>();
            for (int i = 2; i < 50; i++) {
                outcomes.add(log.submit(object(i, 1000)));
            }
            go.complete(null);
            for (CompletableFuture<PutOutcome> outcome : outcomes) {
                assertThat(outcome.get(30, TimeUnit.SECONDS)).isInstanceOf(Refused.class);
            }
            storage.heal();
            stored(log.put(object(50, 1000)));
            assertThat(all(log)).hasSize(2);
        }
    }

    @Test
    void short_writes_are_completed() throws IOException {
        storage.writeAtMost(7);
        try (InboxLog log = open()) {
            for (int i = 1; i <= 3; i++) {
                stored(log.put(object(i, 1000)));
            }
        }
        try (InboxLog log = open()) {
            assertThat(log.verify()).isEqualTo(3);
        }
        assertThat(damage).isEmpty();
    }

    @Test
    void a_disk_that_accepts_no_bytes_is_an_error_and_not_an_endless_loop() throws IOException {
        try (InboxLog log = open()) {
            stored(log.put(object(1, 1000)));
            storage.writeAtMost(0);
            assertThat(log.put(object(2, 1000))).isEqualTo(new Refused(Refusal.IO_ERROR));
            storage.writeAtMost(Integer.MAX_VALUE);
            stored(log.put(object(3, 1000)));
        }
    }

    @Test
    void a_disk_without_space_refuses_until_there_is_space_again() throws IOException {
        try (InboxLog log = open()) {
            stored(log.put(object(1, 10_000)));
            storage.setUsable(SEGMENT - 1);
            List<PutOutcome> outcomes = new ArrayList<>();
            // The active segment and a spare one that is ready may still be filled.
            for (int i = 0; i < 20; i++) {
                outcomes.add(log.put(object(i, 10_000)));
            }
            assertThat(outcomes).last().isEqualTo(new Refused(Refusal.NO_SPACE));
            storage.heal();
            stored(log.put(object(21, 10_000)));
        }
        try (InboxLog log = open()) {
            assertThat(log.verify()).isGreaterThan(2);
        }
        assertThat(damage).isEmpty();
    }

    @Test
    void a_write_that_fails_while_the_disk_is_full_is_told_apart() throws IOException {
        try (InboxLog log = open()) {
            stored(log.put(object(1, 1000)));
            storage.failSegments(Operation.WRITE);
            storage.setUsable(0);
            assertThat(log.put(object(2, 1000))).isEqualTo(new Refused(Refusal.NO_SPACE));
        }
    }

    @Test
    void no_segment_is_made_that_would_take_the_disk_below_its_floor() throws IOException {
        Capacity floor = new Capacity(Long.MAX_VALUE, Long.MAX_VALUE, 1 << 20);
        storage.setUsable((1 << 20) + SEGMENT / 2);
        try (InboxLog log = InboxLog.open(storage, limits(SEGMENT, floor), Thread::new, damage::add)) {
            assertThat(log.refusal()).isEmpty();
            assertThat(log.put(object(1, 1000))).isEqualTo(new Refused(Refusal.DISK_BELOW_FLOOR));
            storage.heal();
            stored(log.put(object(1, 1000)));
        }
    }

    @Test
    void an_error_in_the_writer_fails_the_puts_that_wait_and_the_next_one_works() throws IOException {
        try (InboxLog log = open()) {
            stored(log.put(object(1, 1000)));
            storage.failWhen((operation, name, position) -> {
                if (operation == Operation.WRITE && name.endsWith(".log")) {
                    throw new OutOfMemoryError("injected");
                }
            });
            assertThatThrownBy(() -> log.put(object(2, 1000)))
                    .isInstanceOf(StoreException.class)
                    .hasRootCauseInstanceOf(OutOfMemoryError.class);
            storage.heal();
            stored(log.put(object(3, 1000)));
            assertThat(log.status().unexpectedFailures()).isEqualTo(1);
            assertThat(log.failure()).isEmpty();
            assertThat(all(log)).hasSize(2);
        }
    }

    @Test
    void a_writer_that_fails_again_and_again_ends_and_later_puts_fail_at_once() throws Exception {
        try (InboxLog log = open()) {
            stored(log.put(object(1, 1000)));
            storage.failWhen((operation, name, position) -> {
                if (name.endsWith(".log") && operation == Operation.WRITE) {
                    throw new OutOfMemoryError("injected");
                }
            });
            for (int i = 0; i < 5; i++) {
                assertThatThrownBy(() -> log.put(object(2, 1000))).isInstanceOf(StoreException.class);
            }
            ExecutorService putters = Executors.newFixedThreadPool(1);
            try {
                assertThatThrownBy(() ->
                                putters.submit(() -> log.put(object(2, 1000))).get(10, TimeUnit.SECONDS))
                        .isInstanceOf(ExecutionException.class)
                        .hasCauseInstanceOf(StoreException.class);
            } finally {
                putters.shutdown();
            }
            assertThat(log.failure()).isPresent();
            assertThat(log.read(1)).as("reading goes on").isPresent();
        }
        storage.heal();
        try (InboxLog log = open()) {
            stored(log.put(object(3, 1000)));
            assertThat(all(log)).hasSize(2);
        }
    }

    @Test
    void an_interrupted_writer_ends_and_says_so() throws Exception {
        List<Thread> threads = new ArrayList<>();
        try (InboxLog log = InboxLog.open(
                storage,
                limits(SEGMENT),
                task -> {
                    Thread thread = new Thread(task);
                    threads.add(thread);
                    return thread;
                },
                damage::add)) {
            stored(log.put(object(1, 1000)));
            threads.forEach(Thread::interrupt);
            for (Thread thread : threads) {
                thread.join(TimeUnit.SECONDS.toMillis(20));
                assertThat(thread.isAlive()).isFalse();
            }
            assertThat(log.failure()).isPresent();
            assertThatThrownBy(() -> log.put(object(2, 1000))).isInstanceOf(StoreException.class);
        }
    }

    @Test
    void an_interrupted_reader_harms_nobody() throws IOException {
        try (InboxLog log = open()) {
            stored(log.put(object(1, 1000)));
            Thread.currentThread().interrupt();
            assertThatThrownBy(() -> log.read(1)).isInstanceOf(StoreException.class);
            assertThat(Thread.interrupted()).isTrue();
            assertSame(log.read(1).orElseThrow().object(), object(1, 1000));
            stored(log.put(object(2, 1000)));
        }
        assertThat(damage).isEmpty();
    }

    @Test
    void a_record_that_the_disk_cannot_read_is_reported_and_costs_no_other_one() throws IOException {
        try (InboxLog log = open()) {
            for (int i = 1; i <= 10; i++) {
                stored(log.put(object(i, 4000)));
            }
            long third = SegmentHeader.LENGTH;
            for (int i = 1; i <= 2; i++) {
                third += Frame.of(object(i, 4000)).orElseThrow().length();
            }
            long start = third;
            storage.failWhen((operation, name, position) -> {
                if (operation == Operation.READ && position == start) {
                    throw new IOException("injected");
                }
            });
            int unreadable = 0;
            for (int i = 1; i <= 10; i++) {
                try {
                    assertSame(log.read(i).orElseThrow().object(), object(i, 4000));
                } catch (StoreException e) {
                    unreadable++;
                    assertThat(e.isRetryable()).isTrue();
                }
            }
            assertThat(unreadable).isEqualTo(1);
            assertThat(damage).singleElement().extracting(LogDamage::kind).isEqualTo(Kind.UNREADABLE);
            storage.heal();
            assertThat(all(log)).hasSize(10);
        }
    }

    @Test
    void an_unreadable_block_costs_the_records_in_it_when_a_segment_is_scanned() throws IOException {
        MemoryStorage crashed = new MemoryStorage();
        try (InboxLog log = open()) {
            for (int i = 1; i <= 10; i++) {
                stored(log.put(object(i, 4000)));
            }
            String name = log.segments().get(0).file();
            crashed.put(name, java.nio.file.Files.readAllBytes(folder.resolve(name)));
        }
        FaultyStorage failing = new FaultyStorage(crashed);
        failing.failWhen((operation, name, position) -> {
            if (operation == Operation.READ && position <= 20_480 && position > 20_480 - 4096) {
                throw new IOException("injected");
            }
            if (operation == Operation.READ && position == SegmentHeader.LENGTH) {
                throw new IOException("the window cannot be read as a whole");
            }
        });
        try (InboxLog log = InboxLog.open(failing, limits(SEGMENT), Thread::new, damage::add)) {
            failing.heal();
            List<StoredObject> read = all(log);
            assertThat(read).hasSizeBetween(7, 9);
            read.forEach(one -> assertSame(one.object(), object((int) one.sequence(), 4000)));
        }
        assertThat(damage).isNotEmpty().extracting(LogDamage::kind).contains(Kind.UNREADABLE);
    }

    @ParameterizedTest
    @EnumSource(
            value = Operation.class,
            names = {"CREATE", "RENAME", "SYNC_FOLDER"})
    void a_segment_that_cannot_be_made_is_refused_and_made_with_the_next_put(Operation operation) throws IOException {
        try (InboxLog log = open()) {
            stored(log.put(object(1, 10_000)));
            storage.failWhen((failing, name, position) -> {
                if (failing == operation) {
                    throw new IOException("injected");
                }
            });
            List<PutOutcome> outcomes = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                outcomes.add(log.put(object(2, 10_000)));
            }
            assertThat(outcomes).last().isEqualTo(new Refused(Refusal.IO_ERROR));
            storage.heal();
            stored(log.put(object(3, 1000)));
        }
        try (InboxLog log = open()) {
            assertSame(log.read(log.status().lastSequence()).orElseThrow().object(), object(3, 1000));
        }
        assertThat(damage).isEmpty();
    }

    @Test
    void too_many_waiting_puts_are_refused_at_once() throws Exception {
        LogLimits two = new LogLimits(SEGMENT, SEGMENT / 4, 100, 1, 1, 2, 5_000, TestLog.UNLIMITED);
        CompletableFuture<Void> go = new CompletableFuture<>();
        CompletableFuture<Void> isWriting = new CompletableFuture<>();
        try (InboxLog log = InboxLog.open(storage, two, Thread::new, damage::add)) {
            stored(log.put(object(1, 10)));
            storage.failWhen((operation, name, position) -> {
                isWriting.complete(null);
                go.join();
            });
            CompletableFuture<PutOutcome> first = log.submit(object(2, 10));
            isWriting.get(20, TimeUnit.SECONDS);
            CompletableFuture<PutOutcome> second = log.submit(object(3, 10));
            assertThat(log.put(object(4, 5_000))).isEqualTo(new Refused(Refusal.TOO_MANY_WAITING));
            CompletableFuture<PutOutcome> third = log.submit(object(5, 10));
            assertThat(log.put(object(6, 10))).isEqualTo(new Refused(Refusal.TOO_MANY_WAITING));
            go.complete(null);
            assertThat(List.of(stored(first.get()), stored(second.get()), stored(third.get())))
                    .isSorted();
        }
    }
}
