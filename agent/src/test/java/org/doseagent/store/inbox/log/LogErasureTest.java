package org.doseagent.store.inbox.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.doseagent.store.inbox.log.TestLog.all;
import static org.doseagent.store.inbox.log.TestLog.limits;
import static org.doseagent.store.inbox.log.TestLog.object;
import static org.doseagent.store.inbox.log.TestLog.open;
import static org.doseagent.store.inbox.log.TestLog.segmentFiles;
import static org.doseagent.store.inbox.log.TestLog.stored;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.doseagent.store.inbox.log.segment.FrameHeader;
import org.doseagent.store.inbox.log.segment.LogDamage;
import org.doseagent.store.inbox.log.segment.SegmentHeader;
import org.doseagent.store.inbox.log.segment.StoredObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A record is erased in place: its bytes are gone, its neighbours stay, and the chain still proves that no record was cut out. */
final class LogErasureTest {

    private static final int SEGMENT = 1 << 16;

    @TempDir
    private Path folder;

    private final List<LogDamage> damage = new ArrayList<>();

    @Test
    void an_erased_record_is_zeros_its_neighbours_stay_and_nothing_counts_as_damage() throws IOException {
        try (InboxLog log = open(folder, limits(SEGMENT), damage)) {
            for (int i = 1; i <= 3; i++) {
                assertThat(stored(log.put(object(i, 5000)))).isEqualTo(i);
            }
            assertThat(contains(object(2, 5000).dataSet())).isTrue();
            assertThat(log.erase(2)).isTrue();
            assertThat(log.read(2)).isEmpty();
            assertThat(stored(log.put(object(4, 5000)))).isEqualTo(4); // behind it, in the same segment
            assertThat(sequences(log)).containsExactly(1L, 3L, 4L);
        }
        for (int round = 0; round < 2; round++) { // after a scan, and after an opening from the footer
            try (InboxLog log = open(folder, limits(SEGMENT), damage)) {
                assertThat(sequences(log)).containsExactly(1L, 3L, 4L);
                assertThat(log.verify()).isEqualTo(4);
            }
        }
        assertThat(contains(object(2, 5000).dataSet())).isFalse();
        assertThat(contains("1.2.3.2".getBytes(StandardCharsets.UTF_8))).isFalse();
        assertThat(damage).isEmpty();
    }

    @Test
    void a_reader_beside_the_writer_erases_too() {
        try (InboxLog log = open(folder, limits(SEGMENT), damage)) {
            log.put(object(1, 1000));
            log.put(object(2, 1000));
            try (InboxLog beside = InboxLog.openReadOnly(folder, limits(SEGMENT), damage::add)) {
                assertThat(beside.erase(1)).isTrue();
            }
            assertThat(sequences(log)).containsExactly(2L);
            assertThat(log.verify()).isEqualTo(2);
        }
        assertThat(damage).isEmpty();
    }

    @Test
    void an_erasure_that_the_power_cut_after_its_mark_is_completed_by_a_repetition() throws IOException {
        try (InboxLog log = open(folder, limits(SEGMENT), damage)) {
            log.put(object(1, 1000));
            log.put(object(2, 1000));
            log.erase(1);
        }
        Path segment = segmentFiles(folder).get(0);
        byte[] half = new byte[300];
        java.util.Arrays.fill(half, (byte) 7);
        try (RandomAccessFile file = new RandomAccessFile(segment.toFile(), "rw")) {
            file.seek(SegmentHeader.LENGTH + FrameHeader.LENGTH + 500L); // as if these zeros had not been written
            file.write(half);
        }
        try (InboxLog log = open(folder, limits(SEGMENT), damage)) {
            assertThat(sequences(log)).containsExactly(2L);
            assertThat(log.erase(1)).isTrue();
            assertThat(log.verify()).isEqualTo(2);
        }
        assertThat(contains(half)).isFalse();
        assertThat(damage).isEmpty();
    }

    @Test
    void zeros_without_the_mark_of_an_erasure_are_damage() throws IOException {
        try (InboxLog log = open(folder, limits(SEGMENT), damage)) {
            log.put(object(1, 1000));
            log.put(object(2, 1000));
        }
        try (RandomAccessFile file =
                new RandomAccessFile(segmentFiles(folder).get(0).toFile(), "rw")) {
            file.seek(SegmentHeader.LENGTH + FrameHeader.LENGTH);
            file.write(new byte[900]);
        }
        try (InboxLog log = open(folder, limits(SEGMENT), damage)) {
            assertThat(log.verify()).isEqualTo(1);
        }
        assertThat(damage).isNotEmpty();
    }

    private static List<Long> sequences(InboxLog log) {
        return all(log).stream().map(StoredObject::sequence).toList();
    }

    private boolean contains(byte[] wanted) throws IOException {
        String text = new String(wanted, StandardCharsets.ISO_8859_1);
        for (Path file : segmentFiles(folder)) {
            if (new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).contains(text)) {
                return true;
            }
        }
        return false;
    }
}
