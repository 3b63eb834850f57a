package org.doseagent.store.inbox.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.doseagent.store.inbox.log.TestLog.all;
import static org.doseagent.store.inbox.log.TestLog.assertSame;
import static org.doseagent.store.inbox.log.TestLog.limits;
import static org.doseagent.store.inbox.log.TestLog.object;
import static org.doseagent.store.inbox.log.TestLog.open;
import static org.doseagent.store.inbox.log.TestLog.segmentFiles;
import static org.doseagent.store.inbox.log.TestLog.stored;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.doseagent.dose.identity.SopClassUid;
import org.doseagent.dose.identity.SopInstanceUid;
import org.doseagent.dose.identity.TransferSyntaxUid;
import org.doseagent.store.StoreException;
import org.doseagent.store.inbox.log.PutOutcome.Refusal;
import org.doseagent.store.inbox.log.PutOutcome.Refused;
import org.doseagent.store.inbox.log.segment.Frame;
import org.doseagent.store.inbox.log.segment.InboxObject;
import org.doseagent.store.inbox.log.segment.InboxObject.Origin;
import org.doseagent.store.inbox.log.segment.LogDamage;
import org.doseagent.store.inbox.log.segment.LogLimits;
import org.doseagent.store.inbox.log.segment.LogLimits.Capacity;
import org.doseagent.store.inbox.log.segment.SegmentSummary;
import org.doseagent.store.inbox.log.segment.StoredObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class InboxLogTest {

    private static final int SEGMENT = 1 << 16;

    @TempDir
    private Path folder;

    private final List<LogDamage> damage = new ArrayList<>();

    @Test
    void what_was_put_is_read_byte_for_byte_before_and_after_reopening() {
        InboxObject anonymous = new InboxObject(
                new SopInstanceUid("1.2"),
                new SopClassUid(""),
                new TransferSyntaxUid("1.2.840.10008.1.2"),
                new Origin(Instant.parse("2026-11-25T01:02:03.000000001Z"), Optional.empty(), Optional.empty()),
                new byte[0]);
        for (int round = 0; round < 2; round++) {
            try (InboxLog log = open(folder, limits(SEGMENT), damage)) {
                if (round == 0) {
                    assertThat(stored(log.put(object(1, 1000)))).isEqualTo(1);
                    assertThat(stored(log.put(anonymous))).isEqualTo(2);
                }
                assertSame(log.read(1).orElseThrow().object(), object(1, 1000));
                assertSame(log.read(2).orElseThrow().object(), anonymous);
                assertThat(log.read(3)).isEmpty();
                assertThat(log.read(0)).isEmpty();
            }
        }
        assertThat(damage).isEmpty();
    }

    @Test
    void objects_come_back_in_order_over_many_segments_and_pages() throws IOException {
        try (InboxLog log = open(folder, limits(SEGMENT), damage)) {
            for (int i = 1; i <= 200; i++) {
                assertThat(stored(log.put(object(i, 3000 + i)))).isEqualTo(i);
            }
            assertThat(segmentFiles(folder)).hasSizeGreaterThan(8);
        }
        try (InboxLog log = open(folder, limits(SEGMENT), damage)) {
            assertThat(stored(log.put(object(201, 10)))).isEqualTo(201);
            List<StoredObject> read = all(log);
            assertThat(read).hasSize(201);
            for (int i = 1; i <= 200; i++) {
                assertThat(read.get(i - 1).sequence()).isEqualTo(i);
                assertSame(read.get(i - 1).object(), object(i, 3000 + i));
            }
            assertThat(log.status().records()).isEqualTo(201);
            assertThat(log.status().lastSequence()).isEqualTo(201);
            assertThat(log.verify()).isEqualTo(201);
        }
        assertThat(damage).isEmpty();
    }

    @Test
    void a_page_is_bounded_by_objects_and_by_bytes_and_has_at_least_one_object() {
        try (InboxLog log = open(folder, limits(SEGMENT), damage)) {
            for (int i = 1; i <= 10; i++) {
                log.put(object(i, 1000));
            }
            assertThat(log.after(0, 3, 1 << 20).objects()).hasSize(3);
            assertThat(log.after(3, 100, 2500).objects()).hasSize(3);
            assertThat(log.after(3, 100, 1).objects()).hasSize(1);
            assertThat(log.after(8, 100, 1 << 20).position()).isEqualTo(10);
            assertThat(log.after(10, 100, 1 << 20)).isEqualTo(new LogPage(List.of(), 10));
        }
    }

    @Test
    void many_putters_get_numbers_of_their_own_and_each_object_is_there() throws Exception {
        int putters = 32;
        int each = 50;
        Set<Long> sequences = new HashSet<>();
        ExecutorService threads = Executors.newFixedThreadPool(putters);
        try (InboxLog log = open(folder, limits(SEGMENT), damage)) {
            List<Future<List<Long>>> futures = new ArrayList<>();
            for (int putter = 0; putter < putters; putter++) {
                int first = putter * each;
                Callable<List<Long>> task = () -> {
                    List<Long> mine = new ArrayList<>();
                    for (int i = first; i < first + each; i++) {
                        long sequence = stored(log.put(object(i, 500 + i)));
                        assertSame(log.read(sequence).orElseThrow().object(), object(i, 500 + i));
                        mine.add(sequence);
                    }
                    return mine;
                };
                futures.add(threads.submit(task));
            }
            for (Future<List<Long>> future : futures) {
                List<Long> mine = future.get();
                assertThat(mine).isSorted();
                sequences.addAll(mine);
            }
        } finally {
            threads.shutdown();
        }
        assertThat(sequences).hasSize(putters * each);
        try (InboxLog log = open(folder, limits(SEGMENT), damage)) {
            assertThat(all(log))
                    .extracting(StoredObject::sequence)
                    .containsExactlyElementsOf(sequences.stream().sorted().toList());
        }
        assertThat(damage).isEmpty();
    }

    @Test
    void an_object_that_is_too_long_is_refused_for_ever() {
        try (InboxLog log = open(folder, limits(SEGMENT), damage)) {
            assertThat(log.put(object(1, SEGMENT / 4))).isInstanceOf(PutOutcome.Stored.class);
            assertThat(log.put(object(1, SEGMENT / 4 + 1))).isEqualTo(new Refused(Refusal.OBJECT_TOO_LONG));
            InboxObject longUid = new InboxObject(
                    new SopInstanceUid("1".repeat(Frame.MAX_METADATA)),
                    new SopClassUid("1"),
                    new TransferSyntaxUid("1"),
                    object(1, 1).origin(),
                    new byte[1]);
            assertThat(log.put(longUid)).isEqualTo(new Refused(Refusal.OBJECT_TOO_LONG));
        }
    }

    @Test
    void a_full_log_refuses_until_segments_are_dropped() {
        Capacity twenty = new Capacity(Long.MAX_VALUE, 20, 0);
        try (InboxLog log = open(folder, limits(SEGMENT, twenty), damage)) {
            for (int i = 1; i <= 20; i++) {
                assertThat(log.refusal()).isEmpty();
                stored(log.put(object(i, 5000)));
            }
            assertThat(log.put(object(21, 5000))).isEqualTo(new Refused(Refusal.INBOX_FULL));
            assertThat(log.refusal()).contains(Refusal.INBOX_FULL);
            assertThat(log.dropSegmentsUpTo(15)).isPositive();
            assertThat(stored(log.put(object(21, 5000)))).isEqualTo(21);
        }
        Capacity bytes = new Capacity(10_000, Long.MAX_VALUE, 0);
        try (InboxLog log = open(folder, limits(SEGMENT, bytes), damage)) {
            assertThat(log.put(object(22, 1))).isEqualTo(new Refused(Refusal.INBOX_FULL));
        }
        Capacity disk = new Capacity(Long.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE);
        try (InboxLog log = open(folder, limits(SEGMENT, disk), damage)) {
            assertThat(log.put(object(22, 1))).isEqualTo(new Refused(Refusal.DISK_BELOW_FLOOR));
            assertThat(log.refusal()).contains(Refusal.DISK_BELOW_FLOOR);
        }
    }

    @Test
    void retention_drops_whole_segments_and_no_file_has_their_bytes_any_more() throws IOException {
        try (InboxLog log = open(folder, limits(SEGMENT), damage)) {
            for (int i = 1; i <= 50; i++) {
                log.put(object(i, 5000));
            }
            List<SegmentSummary> before = log.segments();
            long dropped = log.dropSegmentsUpTo(30);
            assertThat(dropped).isPositive().isLessThanOrEqualTo(30);
            assertThat(log.read(dropped)).isEmpty();
            assertThat(log.read(dropped + 1)).isPresent();
            assertThat(all(log)).hasSize((int) (50 - dropped));
            assertThat(log.segments()).hasSizeLessThan(before.size());
            assertThat(log.status().records()).isEqualTo(50 - dropped);
            assertThat(before.get(0).newestReceivedAt()).isBefore(before.get(1).newestReceivedAt());
            log.endSegment();
            assertThat(log.dropSegmentsUpTo(50)).isEqualTo(50 - dropped);
            assertThat(log.status().bytes()).isZero();
        }
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                assertThat(new String(Files.readAllBytes(file), java.nio.charset.StandardCharsets.ISO_8859_1))
                        .doesNotContain("1.2.840.10008.5.1.4.1.1.88.67");
            }
        }
        try (InboxLog log = open(folder, limits(SEGMENT), damage)) {
            assertThat(stored(log.put(object(1, 10)))).as("numbers go on").isGreaterThan(50);
        }
    }

    @Test
    void numbers_go_on_when_everything_is_dropped_after_a_restart() {
        try (InboxLog log = open(folder, limits(SEGMENT), damage)) {
            for (int i = 1; i <= 5; i++) {
                log.put(object(i, 100));
            }
        }
        try (InboxLog log = open(folder, limits(SEGMENT), damage)) {
            assertThat(log.dropSegmentsUpTo(5)).isEqualTo(5);
        }
        try (InboxLog log = open(folder, limits(SEGMENT), damage)) {
            assertThat(log.status().segments()).isEqualTo(1);
            assertThat(stored(log.put(object(6, 10)))).isEqualTo(6);
        }
    }

    @Test
    void numbers_of_an_earlier_store_are_kept() {
        try (InboxLog log = open(folder, limits(SEGMENT), damage)) {
            assertThat(stored(log.putAs(7, object(7, 10)))).isEqualTo(7);
            assertThat(stored(log.putAs(9_000_000_000L, object(8, 10)))).isEqualTo(9_000_000_000L);
            assertThatThrownBy(() -> log.putAs(9, object(9, 10)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("sequence number 9 is not above the last one, 9000000000");
            log.continueAfter(9_000_000_010L);
            log.continueAfter(5);
            assertThat(stored(log.put(object(10, 10)))).isEqualTo(9_000_000_011L);
        }
        try (InboxLog log = open(folder, limits(SEGMENT), damage)) {
            assertThat(all(log)).extracting(StoredObject::sequence).containsExactly(7L, 9_000_000_000L, 9_000_000_011L);
            assertSame(log.read(9_000_000_000L).orElseThrow().object(), object(8, 10));
            assertThat(log.read(8)).isEmpty();
        }
        assertThat(damage).isEmpty();
    }

    @Test
    void only_the_owner_can_read_the_files() throws IOException {
        try (InboxLog log = open(folder.resolve("inbox"), limits(SEGMENT), damage)) {
            for (int i = 0; i < 30; i++) {
                log.put(object(i, 5000));
            }
        }
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("inbox"))))
                .isEqualTo("rwx------");
        try (Stream<Path> files = Files.list(folder.resolve("inbox"))) {
            assertThat(files.toList())
                    .hasSizeGreaterThan(3)
                    .allSatisfy(file -> assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                            .isEqualTo("rw-------"));
        }
    }

    @Test
    void a_second_writer_is_refused_and_a_reader_sees_what_is_on_disk() throws IOException {
        try (InboxLog log = open(folder, limits(SEGMENT), damage)) {
            for (int i = 1; i <= 30; i++) {
                log.put(object(i, 5000));
            }
            assertThatThrownBy(() -> open(folder, limits(SEGMENT), damage))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining("this process writes the inbox already");
            List<Path> before = segmentFiles(folder);
            try (InboxLog reader = InboxLog.openReadOnly(folder, limits(SEGMENT), damage::add)) {
                assertThat(all(reader)).hasSize(30);
                assertSame(reader.read(30).orElseThrow().object(), object(30, 5000));
                assertThatThrownBy(() -> reader.put(object(1, 1))).isInstanceOf(IllegalStateException.class);
            }
            assertThat(segmentFiles(folder)).isEqualTo(before);
            stored(log.put(object(31, 10)));
        }
        assertThat(damage).isEmpty();
    }

    @Test
    void a_reader_of_a_folder_that_is_not_there_makes_none() {
        Path missing = folder.resolve("missing");
        try (InboxLog reader = InboxLog.openReadOnly(missing, limits(SEGMENT), damage::add)) {
            assertThat(all(reader)).isEmpty();
            assertThat(reader.status().records()).isZero();
        }
        assertThat(missing).doesNotExist();
    }

    @Test
    void puts_that_need_not_wait_are_synced_together_and_refused_after_the_end() {
        List<CompletableFuture<PutOutcome>> outcomes = new ArrayList<>();
        InboxLog log = open(folder, limits(SEGMENT), damage);
        try (log) {
            for (int i = 1; i <= 300; i++) {
                outcomes.add(log.submit(object(i, 100)));
            }
        }
        assertThat(outcomes).extracting(CompletableFuture::join).allMatch(PutOutcome.Stored.class::isInstance);
        assertThat(log.put(object(1, 1))).isEqualTo(new Refused(Refusal.CLOSED));
    }

    @Test
    void the_index_of_a_segment_stays_below_its_limit() throws IOException {
        LogLimits ten = new LogLimits(SEGMENT, SEGMENT / 4, 10, 512, 8 << 20, 4_096, 64 << 20, TestLog.UNLIMITED);
        try (InboxLog log = open(folder, ten, damage)) {
            for (int i = 1; i <= 95; i++) {
                log.put(object(i, 10));
            }
            assertThat(segmentFiles(folder)).hasSize(10);
            assertThat(all(log)).hasSize(95);
        }
    }

    @Test
    void limits_that_cannot_work_are_refused() {
        assertThatThrownBy(() -> new LogLimits(4096, 1, 1, 1, 1, 1, 1, TestLog.UNLIMITED))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("an object of 1 bytes does not fit into a segment of 4096");
        assertThatThrownBy(() -> new LogLimits(4097, 1, 1, 1, 1, 1, 1, TestLog.UNLIMITED))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Capacity(0, 1, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThat(LogLimits.of(TestLog.UNLIMITED, 16 << 20).maxObjectBytes()).isEqualTo(16 << 20);
    }
}
