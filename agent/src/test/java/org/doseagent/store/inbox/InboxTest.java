package org.doseagent.store.inbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.doseagent.dose.identity.AeTitle;
import org.doseagent.dose.identity.SopInstanceUid;
import org.doseagent.store.StoreException;
import org.doseagent.store.inbox.InboxEntry.State;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class InboxTest {

    @TempDir
    private Path folder;

    @Test
    void what_was_put_is_there_after_reopening_byte_for_byte() {
        byte[] bytes = {1, 2, 3, 0, -1};
        try (Inbox inbox = open(10)) {
            assertThat(inbox.put(object("1.2.3", bytes))).isEqualTo(PutResult.STORED);
        }
        try (Inbox inbox = open(10)) {
            assertThat(inbox.unprocessed(0, 10)).singleElement().satisfies(stored -> {
                assertThat(stored.bytes()).isEqualTo(bytes);
                assertThat(stored.entry().sopInstanceUid().value()).isEqualTo("1.2.3");
                assertThat(stored.entry().state()).isEqualTo(State.RECEIVED);
            });
        }
    }

    @Test
    void the_same_bytes_are_stored_once_and_other_bytes_are_a_further_version() {
        try (Inbox inbox = open(10)) {
            assertThat(inbox.put(object("1", new byte[] {1}))).isEqualTo(PutResult.STORED);
            assertThat(inbox.put(object("1", new byte[] {1}))).isEqualTo(PutResult.DUPLICATE);
            assertThat(inbox.put(object("1", new byte[] {2}))).isEqualTo(PutResult.STORED);
            assertThat(inbox.list(10)).hasSize(2);
        }
    }

    @Test
    void old_bytes_of_what_was_read_well_are_deleted_and_the_entry_still_knows_its_duplicate() {
        try (Inbox inbox = open(10)) {
            for (String uid : List.of("1", "2", "3")) {
                inbox.put(object(uid, uid.getBytes(java.nio.charset.StandardCharsets.US_ASCII)));
            }
            inbox.mark(List.of(
                    new InboxMark(1, State.PROCESSED, Optional.empty()),
                    new InboxMark(2, State.QUARANTINED, Optional.of("TRUNCATED"))));
            assertThat(inbox.deleteBytes(Instant.EPOCH)).isZero();
            assertThat(inbox.deleteBytes(Instant.parse("9999-01-01T00:00:00Z"))).isEqualTo(1);
            assertThat(inbox.find(1).orElseThrow().bytes()).isEmpty();
            assertThat(inbox.find(2).orElseThrow().bytes()).isNotEmpty();
            assertThat(inbox.put(object("1", new byte[] {'1'}))).isEqualTo(PutResult.DUPLICATE);
            assertThat(inbox.reprocess(Instant.EPOCH)).as("what has its bytes").isEqualTo(2);
            assertThat(inbox.retry(1)).isFalse();
        }
    }

    @Test
    void a_full_inbox_says_so_until_the_worker_has_made_room() {
        try (Inbox inbox = open(2)) {
            inbox.put(object("1", new byte[] {1}));
            inbox.put(object("2", new byte[] {2}));
            assertThat(inbox.put(object("3", new byte[] {3}))).isEqualTo(PutResult.FULL);
            inbox.mark(List.of(new InboxMark(1, State.PROCESSED, Optional.empty())));
            assertThat(inbox.put(object("3", new byte[] {3}))).isEqualTo(PutResult.STORED);
        }
    }

    @Test
    void a_disk_below_its_floor_refuses() {
        try (Inbox inbox = new Inbox(folder, "site", new Inbox.Limits(10, Long.MAX_VALUE), InboxTest::thread)) {
            assertThat(inbox.put(object("1", new byte[] {1}))).isEqualTo(PutResult.FULL);
        }
    }

    @Test
    void many_senders_at_once_each_get_their_answer() throws Exception {
        ExecutorService senders = Executors.newFixedThreadPool(8);
        try (Inbox inbox = open(10_000)) {
            List<Future<PutResult>> results = new ArrayList<>();
            for (int i = 0; i < 400; i++) {
                String uid = "1." + i;
                Callable<PutResult> put = () -> inbox.put(object(uid, uid.getBytes("US-ASCII")));
                results.add(senders.submit(put));
            }
            for (Future<PutResult> result : results) {
                assertThat(result.get()).isEqualTo(PutResult.STORED);
            }
            assertThat(inbox.waiting()).isEqualTo(400);
        } finally {
            senders.shutdownNow();
        }
    }

    @Test
    void quarantined_objects_go_back_one_by_one_or_all() {
        try (Inbox inbox = open(10)) {
            inbox.put(object("1", new byte[] {1}));
            inbox.put(object("2", new byte[] {2}));
            inbox.mark(List.of(new InboxMark(1, State.QUARANTINED, Optional.of("MALFORMED"))));
            inbox.mark(List.of(new InboxMark(2, State.PROCESSED, Optional.empty())));
            assertThat(inbox.list(State.QUARANTINED, 10))
                    .singleElement()
                    .satisfies(entry -> assertThat(entry.reason()).contains("MALFORMED"));
            assertThat(inbox.retryQuarantined()).isEqualTo(1);
            assertThat(inbox.waiting()).isEqualTo(1);
        }
    }

    @Test
    void a_newer_schema_is_refused() throws Exception {
        try (Inbox inbox = open(1)) {
            inbox.prepareToWrite();
        }
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("inbox.db"));
                Statement statement = connection.createStatement()) {
            statement.executeUpdate("PRAGMA user_version = 99");
        }
        try (Inbox inbox = open(1)) {
            for (ThrowingCallable use : List.<ThrowingCallable>of(inbox::prepareToWrite, inbox::waiting)) {
                assertThatThrownBy(use)
                        .isInstanceOf(StoreException.class)
                        .hasMessageContaining("inbox.db has schema 99, this program knows 1");
            }
        }
    }

    private Inbox open(long most) {
        return new Inbox(folder, "site", new Inbox.Limits(most, 0), InboxTest::thread);
    }

    private static Thread thread(Runnable task) {
        return new Thread(task, "inbox-test");
    }

    private static ReceivedBytes object(String uid, byte[] bytes) {
        return new ReceivedBytes(
                new SopInstanceUid(uid),
                "1.2.840.10008.5.1.4.1.1.88.67",
                "1.2.840.10008.1.2.1",
                Optional.of(new AeTitle("PACS1")),
                "127.0.0.1",
                Instant.parse("2026-11-24T08:00:00Z"),
                bytes);
    }
}
