package org.doseagent.store.inbox;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.doseagent.store.inbox.TestInbox.object;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.doseagent.store.StoreException;
import org.doseagent.store.TestStores;
import org.doseagent.store.inbox.InboxEntry.State;
import org.doseagent.store.inbox.log.PutOutcome.Stored;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Takes over an inbox.db that the release before the log wrote. */
@Timeout(60)
class InboxTakeoverTest {

    @TempDir
    private Path folder;

    private void unpack() throws IOException {
        TestInbox.unpack("earlier-inbox.db.gz", folder.resolve("inbox.db"));
    }

    @Test
    void each_object_keeps_its_number_state_and_bytes_and_the_file_goes() throws Exception {
        unpack();
        try (TestInbox opened = TestInbox.open(folder)) {
            Inbox inbox = opened.inbox();
            inbox.prepareToWrite();
            assertThat(inbox.list(10)).extracting(InboxEntry::id).containsExactly(5L, 4L, 3L, 2L, 1L);
            assertThat(inbox.list(10))
                    .extracting(InboxEntry::state)
                    .containsExactly(
                            State.RECEIVED, State.NOT_APPLICABLE, State.RECEIVED, State.QUARANTINED, State.PROCESSED);
            assertThat(inbox.find(2).orElseThrow().entry().reason()).contains("TRUNCATED");
            assertThat(inbox.find(1).orElseThrow().bytes())
                    .as("retention deleted them")
                    .isEmpty();
            assertThat(inbox.find(1).orElseThrow().entry().size()).isEqualTo(5);
            assertThat(new String(inbox.find(2).orElseThrow().bytes(), UTF_8)).isEqualTo("quarantined");
            assertThat(inbox.waiting()).isEqualTo(2);
            assertThat(opened.process()).isEqualTo(2);
            assertThat(inbox.put(object("1.1", "first")))
                    .as("a duplicate of the deleted one")
                    .isEqualTo(new Stored(6));
            assertThat(opened.process()).isZero();
        }
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.map(file -> file.getFileName().toString())).noneMatch(name -> name.startsWith("inbox.db"));
        }
    }

    @Test
    void a_takeover_that_ended_before_the_file_was_deleted_goes_on() throws Exception {
        unpack();
        try (TestInbox opened = TestInbox.open(folder)) {
            opened.inbox().prepareToWrite();
            opened.process();
        }
        unpack();
        try (TestInbox opened = TestInbox.open(folder)) {
            opened.inbox().prepareToWrite();
            assertThat(opened.inbox().list(10)).hasSize(5);
            assertThat(opened.inbox().waiting()).isZero();
        }
    }

    @Test
    void a_takeover_that_ended_before_the_states_were_written_goes_on() throws Exception {
        unpack();
        try (TestInbox opened = TestInbox.open(folder)) {
            opened.inbox().prepareToWrite();
        }
        TestStores.lose(folder);
        unpack();
        try (TestInbox opened = TestInbox.open(folder)) {
            opened.inbox().prepareToWrite();
            assertThat(opened.inbox().list(10)).hasSize(5);
            assertThat(new String(opened.inbox().find(4).orElseThrow().bytes(), UTF_8))
                    .isEqualTo("not for us");
        }
    }

    @Test
    void a_file_that_is_put_beside_another_inbox_is_refused_and_stays() throws Exception {
        try (TestInbox opened = TestInbox.open(folder)) {
            for (String uid : List.of("7", "8", "9")) {
                opened.inbox().put(object(uid, "own"));
            }
            opened.process();
        }
        unpack();
        try (TestInbox opened = TestInbox.open(folder)) {
            assertThatThrownBy(() -> opened.inbox().prepareToWrite())
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining("Move inbox.db away");
        }
        assertThat(folder.resolve("inbox.db")).exists();
    }

    @Test
    void a_process_that_only_reads_asks_for_the_daemon_to_be_started() throws Exception {
        unpack();
        try (TestInbox opened = TestInbox.open(folder)) {
            assertThatThrownBy(() -> opened.inbox().list(10))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining("Restart the daemon");
        }
    }
}
