package org.doseagent.store.inbox;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.doseagent.store.inbox.TestInbox.LATER;
import static org.doseagent.store.inbox.TestInbox.TIME;
import static org.doseagent.store.inbox.TestInbox.object;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.doseagent.store.StoreException;
import org.doseagent.store.TestStores;
import org.doseagent.store.inbox.InboxEntry.State;
import org.doseagent.store.inbox.log.PutOutcome;
import org.doseagent.store.inbox.log.PutOutcome.Refusal;
import org.doseagent.store.inbox.log.PutOutcome.Refused;
import org.doseagent.store.inbox.log.PutOutcome.Stored;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class InboxTest {

    private static final Instant END_OF_TIME = Instant.parse("9999-01-01T00:00:00Z");

    @TempDir
    private Path folder;

    @Test
    void what_was_put_waits_after_reopening_byte_for_byte() {
        String text = "bytes\u0000\u0001\u0000";
        try (TestInbox opened = TestInbox.open(folder)) {
            assertThat(opened.inbox().put(object("1.2.3", text))).isEqualTo(new Stored(1));
        }
        try (TestInbox opened = TestInbox.open(folder)) {
            assertThat(opened.inbox().waiting()).isEqualTo(1);
            assertThat(opened.inbox().next().objects()).singleElement().satisfies(taken -> {
                assertThat(TestInbox.text(taken)).isEqualTo(text);
                assertThat(taken.entry().sopInstanceUid().value()).isEqualTo("1.2.3");
                assertThat(taken.entry().state()).isEqualTo(State.RECEIVED);
                assertThat(taken.entry().receivedAt()).isEqualTo(TIME);
            });
        }
    }

    @Test
    void the_same_bytes_have_one_entry_and_other_bytes_are_a_further_version() {
        try (TestInbox opened = TestInbox.open(folder)) {
            Inbox inbox = opened.inbox();
            for (String text : List.of("one", "one", "two")) {
                assertThat(inbox.put(object("1", text))).isInstanceOf(Stored.class);
            }
            assertThat(opened.process()).isEqualTo(2);
            inbox.put(object("1", "two"));
            assertThat(inbox.waiting()).isEqualTo(1);
            assertThat(opened.process()).isZero();
            assertThat(inbox.waiting()).isZero();
            assertThat(inbox.list(10)).extracting(InboxEntry::id).containsExactly(3L, 1L);
        }
    }

    @Test
    void old_bytes_of_what_was_read_well_are_deleted_and_the_entry_still_recognises_its_duplicate() throws Exception {
        try (TestInbox opened = TestInbox.open(folder)) {
            Inbox inbox = opened.inbox();
            for (String uid : List.of("1", "2", "3")) {
                inbox.put(object(uid, "content-" + uid));
            }
            opened.process(text -> text.endsWith("2") ? State.QUARANTINED : State.PROCESSED);
            assertThat(inbox.deleteBytes(TIME)).isZero();
            assertThat(inbox.deleteBytes(END_OF_TIME)).isEqualTo(2);
            assertThat(inbox.find(1).orElseThrow().bytes()).isEmpty();
            assertThat(new String(inbox.find(2).orElseThrow().bytes(), UTF_8)).isEqualTo("content-2");
            assertThat(inbox.deleteBytes(END_OF_TIME))
                    .as("a quarantined object is not copied again and again")
                    .isZero();
            inbox.put(object("1", "content-1"));
            assertThat(opened.process()).isZero();
            assertThat(inbox.list(10)).extracting(InboxEntry::id).containsExactly(3L, 2L, 1L);
            assertThat(inbox.reprocess(Instant.EPOCH)).as("what has its bytes").isEqualTo(1);
            assertThat(inbox.retry(1)).isFalse();
            assertThat(opened.process()).isEqualTo(1);
            inbox.deleteBytes(END_OF_TIME);
        }
        assertThat(bytesOfAllFiles()).doesNotContain("content-2").doesNotContain("content-3");
    }

    private String bytesOfAllFiles() throws Exception {
        StringBuilder all = new StringBuilder();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                all.append(Files.readString(file, java.nio.charset.StandardCharsets.ISO_8859_1));
            }
        }
        return all.toString();
    }

    @Test
    void a_segment_with_an_object_that_waits_stays_until_it_is_processed() {
        try (TestInbox opened = TestInbox.open(folder)) {
            Inbox inbox = opened.inbox();
            inbox.put(object("1", "first"));
            inbox.put(object("2", "second", LATER));
            assertThat(inbox.deleteBytes(END_OF_TIME)).as("no entry yet").isZero();
            opened.process();
            inbox.retry(2);
            assertThat(inbox.deleteBytes(END_OF_TIME)).as("to be read again").isZero();
            assertThat(opened.process()).isEqualTo(1);
            assertThat(inbox.deleteBytes(LATER))
                    .as("the newest of the segment counts")
                    .isZero();
            assertThat(inbox.deleteBytes(END_OF_TIME)).isEqualTo(2);
        }
    }

    @Test
    void a_full_inbox_refuses_until_the_worker_has_made_room() {
        try (TestInbox opened = TestInbox.open(folder, new Inbox.Limits(2, 0, 1 << 20))) {
            Inbox inbox = opened.inbox();
            inbox.put(object("1", "one"));
            inbox.put(object("2", "two"));
            assertThat(inbox.problem()).contains("the inbox is full; senders get status A700H and try again later");
            assertThat(inbox.put(object("3", "three"))).isEqualTo(new Refused(Refusal.INBOX_FULL));
            opened.process();
            assertThat(inbox.problem()).isEmpty();
            assertThat(inbox.put(object("3", "three"))).isInstanceOf(Stored.class);
        }
    }

    @Test
    void a_disk_below_its_floor_and_an_object_above_the_limit_are_refused() {
        try (TestInbox opened = TestInbox.open(folder, new Inbox.Limits(10, Long.MAX_VALUE, 4))) {
            assertThat(opened.inbox().put(object("1", "one"))).isEqualTo(new Refused(Refusal.DISK_BELOW_FLOOR));
            assertThat(opened.inbox().put(object("1", "three"))).isEqualTo(new Refused(Refusal.OBJECT_TOO_LONG));
            assertThat(opened.inbox().problem())
                    .hasValueSatisfying(text -> assertThat(text).contains("below its floor"));
        }
    }

    @Test
    void many_senders_at_once_each_get_their_answer() throws Exception {
        ExecutorService senders = Executors.newFixedThreadPool(8);
        try (TestInbox opened = TestInbox.open(folder)) {
            List<Future<PutOutcome>> results = new ArrayList<>();
            for (int i = 0; i < 400; i++) {
                String uid = "1." + i;
                Callable<PutOutcome> put = () -> opened.inbox().put(object(uid, uid));
                results.add(senders.submit(put));
            }
            for (Future<PutOutcome> result : results) {
                assertThat(result.get()).isInstanceOf(Stored.class);
            }
            assertThat(opened.inbox().waiting()).isEqualTo(400);
            assertThat(opened.inbox().counts()).isEqualTo(Map.of(State.RECEIVED, 400L));
        } finally {
            senders.shutdownNow();
        }
    }

    @Test
    void lists_what_waits_before_what_has_an_entry_also_in_a_process_that_only_reads() {
        try (TestInbox opened = TestInbox.open(folder)) {
            opened.inbox().put(object("1", "one"));
            opened.process(text -> State.NOT_APPLICABLE);
            for (int i = 2; i <= 1_100; i++) {
                opened.inbox().put(object("" + i, "waits"));
            }
            try (TestInbox other = TestInbox.open(folder)) {
                Inbox reader = other.inbox();
                assertThat(reader.list(2)).extracting(InboxEntry::id).containsExactly(1_100L, 1_099L);
                assertThat(reader.list(Integer.MAX_VALUE)).hasSize(1_100);
                assertThat(reader.list(State.RECEIVED, Integer.MAX_VALUE)).hasSize(1_099);
                assertThat(reader.list(State.NOT_APPLICABLE, 10))
                        .singleElement()
                        .satisfies(entry -> assertThat(entry.reason()).contains("because"));
                assertThat(reader.find(1_100).orElseThrow().entry().state()).isEqualTo(State.RECEIVED);
                assertThat(reader.find(1_101)).isEmpty();
                assertThat(reader.counts()).isEqualTo(Map.of(State.RECEIVED, 1_099L, State.NOT_APPLICABLE, 1L));
            }
        }
    }

    @Test
    void reading_makes_no_file() {
        try (TestInbox opened = TestInbox.open(folder.resolve("none"))) {
            assertThat(opened.inbox().list(10)).isEmpty();
            assertThat(opened.inbox().waiting()).isZero();
        }
        assertThat(folder.resolve("none")).doesNotExist();
    }

    @Test
    void quarantined_objects_go_back_one_by_one_or_all() {
        try (TestInbox opened = TestInbox.open(folder)) {
            Inbox inbox = opened.inbox();
            inbox.put(object("1", "bad"));
            inbox.put(object("2", "good"));
            opened.process(text -> text.equals("bad") ? State.QUARANTINED : State.PROCESSED);
            assertThat(inbox.counts()).isEqualTo(Map.of(State.QUARANTINED, 1L, State.PROCESSED, 1L));
            assertThat(inbox.retryQuarantined()).isEqualTo(1);
            assertThat(inbox.waiting()).isEqualTo(1);
            assertThat(inbox.counts()).isEqualTo(Map.of(State.RECEIVED, 1L, State.PROCESSED, 1L));
            assertThat(opened.process()).isEqualTo(1);
            assertThat(inbox.retry(2)).isTrue();
            assertThat(inbox.waiting()).isEqualTo(1);
        }
    }

    @Test
    void a_second_process_cannot_write() {
        try (TestInbox opened = TestInbox.open(folder);
                TestInbox second = TestInbox.open(folder)) {
            opened.inbox().prepareToWrite();
            assertThatThrownBy(() -> second.inbox().put(object("1", "one")))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining("writes the inbox already");
        }
    }

    @Test
    void a_batch_is_bounded_by_its_bytes_and_the_bytes_of_all_batches_are_the_objects() {
        String large = "x".repeat(900_000);
        try (TestInbox opened =
                TestInbox.open(folder, new Inbox.Limits(10_000, 0, 1 << 20, new BatchLimits(500, 8L << 20)))) {
            for (int i = 0; i < 12; i++) {
                opened.inbox().put(object("" + i, large + i));
            }
            assertThat(opened.inbox().next().objects()).hasSizeBetween(8, 10);
            opened.inbox().release();
            assertThat(opened.process()).isEqualTo(12);
            opened.inbox().reprocess(Instant.EPOCH);
            assertThat(opened.inbox().next().objects()).hasSizeBetween(8, 10);
            opened.inbox().release();
            assertThat(opened.process()).isEqualTo(12);
        }
    }

    @Test
    void a_lost_store_is_made_anew_from_the_log_and_numbers_go_on() throws Exception {
        try (TestInbox opened = TestInbox.open(folder)) {
            opened.inbox().put(object("1", "one"));
            opened.inbox().put(object("2", "two"));
            opened.process();
        }
        TestStores.lose(folder);
        try (TestInbox opened = TestInbox.open(folder)) {
            assertThat(opened.inbox().put(object("3", "three"))).isEqualTo(new Stored(3));
            assertThat(opened.process()).isEqualTo(3);
        }
    }

    @Test
    void numbers_of_a_lost_log_are_not_given_out_again() throws Exception {
        try (TestInbox opened = TestInbox.open(folder)) {
            opened.inbox().put(object("1", "one"));
            opened.inbox().put(object("2", "two"));
            opened.process();
        }
        try (Stream<Path> files = Files.list(folder.resolve("inbox"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.delete(file);
            }
        }
        try (TestInbox opened = TestInbox.open(folder)) {
            assertThat(opened.inbox().put(object("3", "three"))).isEqualTo(new Stored(3));
            assertThat(opened.process()).isEqualTo(1);
            assertThat(opened.inbox().retry(1)).isFalse();
        }
    }
}
