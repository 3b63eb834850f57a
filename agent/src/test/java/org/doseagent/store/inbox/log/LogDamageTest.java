package org.doseagent.store.inbox.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.doseagent.store.inbox.log.TestLog.all;
import static org.doseagent.store.inbox.log.TestLog.assertSame;
import static org.doseagent.store.inbox.log.TestLog.isSame;
import static org.doseagent.store.inbox.log.TestLog.limits;
import static org.doseagent.store.inbox.log.TestLog.object;
import static org.doseagent.store.inbox.log.TestLog.open;
import static org.doseagent.store.inbox.log.TestLog.stored;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import org.doseagent.store.inbox.log.segment.Frame;
import org.doseagent.store.inbox.log.segment.FrameHeader;
import org.doseagent.store.inbox.log.segment.InboxObject;
import org.doseagent.store.inbox.log.segment.LogDamage;
import org.doseagent.store.inbox.log.segment.LogDamage.Kind;
import org.doseagent.store.inbox.log.segment.SegmentHeader;
import org.doseagent.store.inbox.log.segment.SegmentName;
import org.doseagent.store.inbox.log.segment.StoredObject;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a power failure leaves is told apart from what a failing disk leaves; neither costs a record that it did not hit. */
final class LogDamageTest {

    private static final int SEGMENT = 1 << 16;

    /** Objects of the batch before the last one, and of the last one. */
    private static final int SYNCED = 6;

    private static final int LAST_BATCH = 4;

    private final MemoryStorage work = new MemoryStorage();

    private MemoryStorage broken = new MemoryStorage();
    private String name = "";
    private byte[] file = new byte[0];
    private final List<LogDamage> damage = new ArrayList<>();

    /** Where each record starts in the file, and where the last one ends. */
    private final List<Integer> starts = new ArrayList<>();

    @BeforeEach
    void write_a_segment_and_take_the_file_as_a_crash_leaves_it() throws IOException {
        FaultyStorage storage = new FaultyStorage(work);
        try (InboxLog log = TestLog.open(storage, limits(SEGMENT))) {
            for (int i = 1; i <= SYNCED; i++) {
                log.put(object(i, length(i)));
            }
            writeOneBatch(log, storage);
            name = log.segments().get(0).file();
            file = work.get(name);
        }
        assertThat(file).hasSize(SEGMENT);
        long at = SegmentHeader.LENGTH;
        for (int i = 1; i <= SYNCED + LAST_BATCH; i++) {
            starts.add((int) at);
            at += Frame.of(object(i, length(i))).orElseThrow().length();
        }
        starts.add((int) at);
    }

    private static int length(int number) {
        return 60 + 37 * number;
    }

    /** Holds the writer in a sync until all puts of the last batch wait. */
    private static void writeOneBatch(InboxLog log, FaultyStorage storage) {
        CompletableFuture<Void> go = new CompletableFuture<>();
        storage.failWhen((operation, name, position) -> {
            if (operation == FaultyStorage.Operation.WRITE) {
                go.join();
            }
        });
        List<CompletableFuture<PutOutcome>> outcomes = new ArrayList<>();
        // The writer takes the first one alone, unless it is slow; the frames show which batch each is of.
        for (int i = SYNCED + 1; i <= SYNCED + LAST_BATCH; i++) {
            outcomes.add(log.submit(object(i, length(i))));
        }
        go.complete(null);
        outcomes.forEach(CompletableFuture::join);
        storage.heal();
    }

    /** Returns the number of the first record of the last batch, as the frames have it. */
    private int firstOfLastBatch() {
        long salt = SegmentName.of(name).orElseThrow().salt();
        long lastDurable = FrameHeader.decode(salt, ByteBuffer.wrap(file), starts.get(SYNCED + LAST_BATCH - 1))
                .orElseThrow()
                .durableEnd();
        return starts.indexOf((int) lastDurable) + 1;
    }

    private void overwrite(byte[] bytes) {
        broken = new MemoryStorage();
        broken.put(name, bytes);
        damage.clear();
    }

    private InboxLog openBroken() throws IOException {
        return InboxLog.open(broken, limits(SEGMENT), Thread::new, damage::add);
    }

    private Set<Long> read(boolean andPut) throws IOException {
        Set<Long> sequences = new TreeSet<>();
        try (InboxLog log = openBroken()) {
            for (StoredObject stored : all(log)) {
                int number = (int) stored.sequence();
                assertThat(isSame(stored.object(), object(number, length(number))))
                        .as("record %s", number)
                        .isTrue();
                sequences.add(stored.sequence());
            }
            if (andPut) {
                long next = stored(log.put(object(99, 10)));
                assertThat(next).isGreaterThan(SYNCED);
                assertSame(log.read(next).orElseThrow().object(), object(99, 10));
            }
        }
        return sequences;
    }

    private static Set<Long> upTo(int last) {
        Set<Long> numbers = new TreeSet<>();
        for (long i = 1; i <= last; i++) {
            numbers.add(i);
        }
        return numbers;
    }

    private static Set<Long> without(int number) {
        Set<Long> numbers = upTo(SYNCED + LAST_BATCH);
        numbers.remove((long) number);
        return numbers;
    }

    @Test
    void a_crash_without_a_cut_write_loses_nothing() throws IOException {
        overwrite(file);
        assertThat(read(true)).isEqualTo(upTo(SYNCED + LAST_BATCH));
        assertThat(damage).isEmpty();
        try (InboxLog again = openBroken()) {
            assertThat(all(again)).hasSize(SYNCED + LAST_BATCH + 1);
        }
    }

    @Test
    void a_file_that_ends_anywhere_in_the_last_batch_is_cut_there_without_damage() throws IOException {
        int first = firstOfLastBatch();
        for (int end = starts.get(first - 1); end < starts.get(SYNCED + LAST_BATCH); end++) {
            overwrite(Arrays.copyOf(file, end));
            Set<Long> expected = new TreeSet<>();
            for (int i = 1; i <= SYNCED + LAST_BATCH; i++) {
                // A record without its padding and trailer is whole.
                int content = Frame.of(object(i, length(i))).orElseThrow().payloadLength();
                if (starts.get(i - 1) + FrameHeader.LENGTH + content <= end) {
                    expected.add((long) i);
                }
            }
            assertThat(read(false)).as("end %s", end).isEqualTo(expected);
            assertThat(damage).as("end %s", end).isEmpty();
        }
    }

    @Test
    void any_sectors_of_the_last_batch_may_be_missing_and_that_is_no_damage() throws IOException {
        int first = firstOfLastBatch();
        int from = starts.get(first - 1);
        int to = starts.get(SYNCED + LAST_BATCH);
        Random random = new Random(11);
        for (int round = 0; round < 300; round++) {
            byte[] torn = file.clone();
            List<Integer> zeroed = new ArrayList<>();
            for (int sector = from / 512; sector * 512 < to; sector++) {
                if (random.nextInt(round % 5 + 1) == 0) {
                    int start = Math.max(from, sector * 512);
                    Arrays.fill(torn, start, Math.min(to, (sector + 1) * 512), (byte) 0);
                    zeroed.add(start);
                }
            }
            overwrite(torn);
            Set<Long> sequences = read(round % 10 == 0);
            assertThat(sequences).as("sectors %s", zeroed).containsAll(upTo(first - 1));
            assertThat(damage).as("sectors %s", zeroed).isEmpty();
        }
    }

    @Test
    void a_flipped_bit_costs_at_most_the_record_it_is_in_and_is_reported() throws IOException {
        flipEachByte(file, starts.get(SYNCED + LAST_BATCH));
    }

    @Test
    void a_flipped_bit_in_a_finished_segment_costs_at_most_the_record_it_is_in_and_is_reported() throws IOException {
        byte[] finished = work.get(name);
        flipEachByte(finished, finished.length);
    }

    private void flipEachByte(byte[] intact, int end) throws IOException {
        for (int at = 0; at < end; at += at > 64 && at < SegmentHeader.LENGTH - 16 ? 16 : 1) {
            byte[] flipped = intact.clone();
            flipped[at] ^= (byte) (1 << at % 8);
            overwrite(flipped);
            Set<Long> expected = upTo(SYNCED + LAST_BATCH);
            int hit = recordAt(at);
            boolean isHarmless = at >= starts.get(SYNCED + LAST_BATCH) || hit == 0 || isPadding(at, hit);
            if (!isHarmless) {
                expected.remove((long) hit);
            }
            assertThat(read(at % 100 == 0)).as("flip at %s", at).isEqualTo(expected);
            if (hit > 0 && isPadding(at, hit)) {
                assertThat(damage).isEmpty();
            } else {
                verifyAll();
                assertThat(damage)
                        .as("flip at %s", at)
                        .hasSize(1)
                        .allSatisfy(one -> assertThat(isIn(one, hit)).isTrue());
            }
        }
    }

    /** The trailer of a finished segment is read at each start, the index when it is needed. */
    private void verifyAll() throws IOException {
        if (damage.isEmpty()) {
            try (InboxLog log = openBroken()) {
                assertThat(log.verify()).isPositive();
                assertThat(log.read(1)).isPresent();
            }
        }
    }

    private boolean isIn(LogDamage one, int hit) {
        return hit == 0
                ? one.suspects().isEmpty() || one.kind() == Kind.RECORD_HEADER
                : one.suspects().first() <= hit
                        && one.suspects().last() >= hit
                        && one.extent().offset() == starts.get(hit - 1);
    }

    private int recordAt(int offset) {
        if (offset < SegmentHeader.LENGTH || offset >= starts.get(SYNCED + LAST_BATCH)) {
            return 0;
        }
        return (int) starts.stream().filter(start -> start <= offset).count();
    }

    private boolean isPadding(int offset, int number) {
        int content = Frame.of(object(number, length(number))).orElseThrow().payloadLength();
        return offset >= starts.get(number - 1) + FrameHeader.LENGTH + content;
    }

    @Test
    void records_that_vanished_between_two_intact_ones_are_reported() throws IOException {
        byte[] spliced = file.clone();
        int end = starts.get(SYNCED + LAST_BATCH);
        // The last frames of a batch, where an earlier one of it was: as if that one had never been written.
        int gone = SYNCED + LAST_BATCH - 1;
        int gap = starts.get(gone) - starts.get(gone - 1);
        System.arraycopy(file, starts.get(gone), spliced, starts.get(gone - 1), end - starts.get(gone));
        Arrays.fill(spliced, end - gap, end, (byte) 0);
        overwrite(spliced);
        Set<Long> sequences = read(false);
        assertThat(sequences).isEqualTo(without(gone));
        assertThat(damage).singleElement().satisfies(one -> {
            assertThat(one.kind()).isEqualTo(Kind.CHAIN);
            assertThat(one.suspects()).isEqualTo(new LogDamage.Suspects(gone, gone));
        });
    }

    @Test
    void a_frame_that_a_sender_hid_in_a_data_set_is_never_taken_for_a_record() throws IOException {
        SegmentName other = new SegmentName(1, 4711);
        ByteBuffer hidden = ByteBuffer.allocate(2048);
        Frame forged = Frame.of(object(77, 100)).orElseThrow();
        while (hidden.remaining() > 400) {
            new FrameHeader(
                            5,
                            object(77, 1).origin().receivedAt(),
                            0,
                            0,
                            forged.payloadLength(),
                            forged.metadata().length,
                            forged.payloadChecksum(),
                            0)
                    .encode(other.salt(), hidden);
            hidden.put(forged.metadata()).put(forged.dataSet());
            hidden.put(Frame.end(forged.payloadLength(), 1));
        }
        InboxObject carrier = new InboxObject(
                object(1, 1).sopInstanceUid(),
                object(1, 1).sopClassUid(),
                object(1, 1).transferSyntaxUid(),
                object(1, 1).origin(),
                hidden.array());
        MemoryStorage attacked = new MemoryStorage();
        try (InboxLog log = open(attacked, limits(SEGMENT))) {
            log.put(carrier);
            log.put(object(2, 50));
            name = log.segments().get(0).file();
            file = attacked.get(name);
        }
        file[SegmentHeader.LENGTH + 20] ^= 1;
        overwrite(file);
        try (InboxLog log = openBroken()) {
            assertThat(all(log)).extracting(StoredObject::sequence).containsExactly(2L);
        }
        assertThat(damage).hasSize(1);
    }

    @Test
    void damage_is_reported_at_each_start() throws IOException {
        byte[] flipped = file.clone();
        flipped[starts.get(2) + 100] ^= 1;
        overwrite(flipped);
        for (int start = 0; start < 3; start++) {
            damage.clear();
            assertThat(read(false)).hasSize(SYNCED + LAST_BATCH - 1).doesNotContain(3L);
            assertThat(damage).hasSize(1);
        }
    }

    @Test
    void numbers_of_records_that_a_damaged_tail_may_have_held_are_not_given_out_again() throws IOException {
        byte[] flipped = file.clone();
        flipped[starts.get(SYNCED + LAST_BATCH - 1) + 20] ^= 1;
        overwrite(flipped);
        try (InboxLog log = openBroken()) {
            assertThat(stored(log.put(object(1, 1)))).isGreaterThan(SYNCED + LAST_BATCH);
        }
        assertThat(damage).hasSize(1);
    }

    @Test
    void a_reader_of_a_growing_log_takes_an_unfinished_write_for_no_damage() throws IOException {
        byte[] growing = file.clone();
        growing[starts.get(SYNCED + LAST_BATCH - 1) + 60] ^= 1;
        overwrite(growing);
        try (InboxLog reader = InboxLog.openReadOnly(broken, limits(SEGMENT), damage::add)) {
            assertThat(all(reader)).hasSize(SYNCED + LAST_BATCH - 1);
        }
        assertThat(damage).isEmpty();
        assertThat(broken.names()).containsExactly(name);
        assertThat(broken.get(name)).isEqualTo(growing);
    }
}
