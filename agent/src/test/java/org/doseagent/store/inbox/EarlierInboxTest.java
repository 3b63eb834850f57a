package org.doseagent.store.inbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.doseagent.store.StoreException;
import org.doseagent.store.inbox.InboxEntry.State;
import org.doseagent.store.inbox.log.InboxLog;
import org.doseagent.store.inbox.log.TestLog;
import org.doseagent.store.inbox.log.segment.LogDamage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reads stores that the SQLite inbox of the release before the log really wrote. */
final class EarlierInboxTest {

    private static final Instant TIME = Instant.parse("2026-11-25T01:02:03.123456789Z");
    private static final Instant LATER = Instant.parse("2026-11-26T00:00:00Z");

    @TempDir
    private Path folder;

    /** Five objects: deleted bytes, quarantined, another version of the first, not applicable, waiting. */
    private void write() throws IOException {
        TestInbox.unpack("earlier-inbox.db.gz", folder.resolve("inbox.db"));
    }

    private EarlierInbox open() {
        return EarlierInbox.open(folder).orElseThrow();
    }

    @Test
    void each_entry_comes_with_its_number_state_and_bytes() throws Exception {
        write();
        try (EarlierInbox earlier = open()) {
            assertThat(earlier.count()).isEqualTo(5);
            assertThat(earlier.highestId()).isEqualTo(5);
            List<EarlierEntry> entries = earlier.after(0, 100, Long.MAX_VALUE);
            assertThat(entries).extracting(EarlierEntry::id).containsExactly(1L, 2L, 3L, 4L, 5L);
            assertThat(entries)
                    .extracting(EarlierEntry::state)
                    .containsExactly(
                            State.PROCESSED, State.QUARANTINED, State.RECEIVED, State.NOT_APPLICABLE, State.RECEIVED);
            assertThat(entries).extracting(EarlierEntry::hasBytes).containsExactly(false, true, true, true, true);
            assertThat(entries.get(0).size()).isEqualTo(5);
            EarlierEntry second = entries.get(2);
            assertThat(second.content().version()).isEqualTo(2);
            assertThat(second.content().site()).isEqualTo("site-1");
            assertThat(second.content().sha256()).hasSize(64);
            assertThat(second.object().sopInstanceUid().value()).isEqualTo("1.1");
            assertThat(second.object().dataSet())
                    .isEqualTo("first in another version".getBytes(StandardCharsets.UTF_8));
            assertThat(second.object().origin().receivedAt()).isEqualTo(TIME);
            assertThat(second.object().origin().callingAeTitle().orElseThrow().value())
                    .isEqualTo("CT_1");
            assertThat(second.object().origin().peer().orElseThrow().value()).isEqualTo("10.0.0.7");
            assertThat(entries.get(1).reason()).contains("TRUNCATED");
        }
    }

    @Test
    void pages_are_bounded_by_entries_and_bytes() throws Exception {
        write();
        try (EarlierInbox earlier = open()) {
            assertThat(earlier.after(0, 2, Long.MAX_VALUE)).hasSize(2);
            assertThat(earlier.after(1, 100, 1)).extracting(EarlierEntry::id).containsExactly(2L);
            assertThat(earlier.after(5, 100, 1)).isEmpty();
        }
    }

    @Test
    void entries_move_into_the_log_under_their_numbers() throws Exception {
        write();
        List<LogDamage> damage = new ArrayList<>();
        Path target = folder.resolve("inbox");
        try (EarlierInbox earlier = open();
                InboxLog log = TestLog.open(target, TestLog.limits(1 << 16), damage)) {
            for (EarlierEntry entry : earlier.after(0, 100, Long.MAX_VALUE)) {
                if (entry.hasBytes()) {
                    assertThat(TestLog.stored(log.putAs(entry.id(), entry.object())))
                            .isEqualTo(entry.id());
                }
            }
            log.continueAfter(earlier.highestId());
            assertThat(log.read(1)).isEmpty();
            for (EarlierEntry entry : earlier.after(1, 100, Long.MAX_VALUE)) {
                TestLog.assertSame(log.read(entry.id()).orElseThrow().object(), entry.object());
            }
            assertThat(TestLog.stored(log.put(TestLog.object(1, 10)))).isEqualTo(6);
        }
        assertThat(damage).isEmpty();
    }

    @Test
    void the_store_is_not_changed() throws Exception {
        write();
        byte[] before = Files.readAllBytes(folder.resolve("inbox.db"));
        try (EarlierInbox earlier = open()) {
            assertThat(earlier.after(0, 100, Long.MAX_VALUE)).hasSize(5);
        }
        assertThat(Files.readAllBytes(folder.resolve("inbox.db"))).isEqualTo(before);
    }

    @Test
    void there_may_be_no_earlier_inbox() {
        assertThat(EarlierInbox.open(folder)).isEmpty();
        assertThat(folder.resolve("inbox.db")).doesNotExist();
    }

    @Test
    void a_file_that_is_no_inbox_is_refused() throws Exception {
        Files.writeString(folder.resolve("inbox.db"), "this is no database, and long enough to be looked at as one");
        assertThatThrownBy(this::open).isInstanceOf(StoreException.class).hasMessageContaining("inbox.db");
        Files.delete(folder.resolve("inbox.db"));
        Files.createFile(folder.resolve("inbox.db"));
        assertThatThrownBy(this::open)
                .isInstanceOf(StoreException.class)
                .hasMessage("inbox.db has schema 0, expected 1; move it away if it is no inbox");
    }

    @Test
    void an_entry_that_makes_no_sense_is_named() throws Exception {
        write();
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("inbox.db"));
                Statement statement = connection.createStatement()) {
            statement.executeUpdate("UPDATE received SET state = 'lost' WHERE id = 4");
        }
        try (EarlierInbox earlier = open()) {
            assertThatThrownBy(() -> earlier.after(0, 100, Long.MAX_VALUE))
                    .isInstanceOf(StoreException.class)
                    .hasMessage("entry 4 of inbox.db cannot be read: unknown state");
        }
    }
}
