package org.doseagent.store.inbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.doseagent.store.inbox.TestInbox.object;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.doseagent.store.inbox.InboxEntry.State;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** An object that ends the process is found and quarantined; its neighbours are processed. A process that is closed instead leaves no mark. */
@Timeout(60)
class SuspectsTest {

    @TempDir
    private Path folder;

    private void putThree() {
        try (TestInbox opened = TestInbox.open(folder)) {
            for (String uid : List.of("1", "2", "3")) {
                opened.inbox().put(object(uid, "object " + uid));
            }
        }
    }

    /** Takes a batch or a suspect and ends without giving it back, as a process that dies does: the log is closed, the attempt is not. */
    private List<Long> takeAndDie(boolean isAlone) {
        try (TestInbox opened = TestInbox.open(folder)) {
            InboxBatch batch =
                    isAlone ? opened.inbox().nextSuspect() : opened.inbox().next();
            return batch.objects().stream().map(taken -> taken.entry().id()).toList();
        }
    }

    @Test
    void objects_of_a_batch_that_ended_the_process_are_read_one_by_one_after_all_others() {
        putThree();
        assertThat(takeAndDie(false)).containsExactly(1L, 2L, 3L);
        try (TestInbox opened = TestInbox.open(folder)) {
            opened.inbox().put(object("4", "later"));
            assertThat(opened.inbox().waiting()).isEqualTo(4);
            assertThat(opened.process()).as("only the later one").isEqualTo(1);
            InboxBatch alone = opened.inbox().nextSuspect();
            assertThat(alone.objects()).extracting(TestInbox::text).containsExactly("object 1");
            opened.inbox().store(alone.end(List.of(alone.objects().get(0).as(InboxEntry.Status.PROCESSED))));
            opened.inbox().release();
            assertThat(opened.inbox().nextSuspect().objects())
                    .extracting(TestInbox::text)
                    .containsExactly("object 2");
            opened.inbox().release();
        }
    }

    @Test
    void an_object_that_ends_the_process_again_when_it_is_alone_is_quarantined_with_a_reason() {
        putThree();
        takeAndDie(false);
        assertThat(takeAndDie(true)).containsExactly(1L);
        assertThat(takeAndDie(true)).as("the first one is out of the way").containsExactly(2L);
        try (TestInbox opened = TestInbox.open(folder)) {
            opened.inbox().prepareToWrite();
            assertThat(opened.inbox().list(State.QUARANTINED, 10))
                    .extracting(InboxEntry::reason)
                    .containsOnly(Optional.of("the program ended twice while it read this object"))
                    .hasSize(2);
            assertThat(opened.inbox().retryQuarantined()).isEqualTo(2);
            assertThat(opened.process()).as("both are tried anew").isEqualTo(2);
        }
    }

    @Test
    void objects_that_are_read_again_are_suspected_too() {
        putThree();
        try (TestInbox opened = TestInbox.open(folder)) {
            assertThat(opened.process()).isEqualTo(3);
            opened.inbox().reprocess(Instant.EPOCH);
        }
        assertThat(takeAndDie(false)).containsExactly(1L, 2L, 3L);
        try (TestInbox opened = TestInbox.open(folder)) {
            assertThat(opened.process()).isZero();
            assertThat(opened.inbox().nextSuspect().objects()).hasSize(1);
            assertThat(opened.inbox().waiting()).isEqualTo(3);
        }
    }

    @Test
    void an_error_in_the_worker_counts_although_the_process_goes_on() {
        putThree();
        try (TestInbox opened = TestInbox.open(folder)) {
            assertThat(opened.inbox().next().objects()).hasSize(3);
            assertThat(opened.process()).as("no release came in between").isZero();
            assertThat(opened.inbox().nextSuspect().objects()).hasSize(1);
        }
    }

    @Test
    void a_process_that_ends_in_order_leaves_nothing_suspected() {
        putThree();
        try (TestInbox opened = TestInbox.open(folder)) {
            assertThat(opened.inbox().next().objects()).hasSize(3);
            opened.inbox().release(); // such as after a store that was busy
        }
        try (TestInbox opened = TestInbox.open(folder)) {
            assertThat(opened.process()).isEqualTo(3);
        }
    }
}
