package org.doseagent.store.inbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.doseagent.store.inbox.TestInbox.object;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A process that may not write the inbox hands its objects to the one that does. */
@Timeout(60)
class HandOverTest {

    @TempDir
    private Path folder;

    private List<String> handedOver() throws Exception {
        try (Stream<Path> files = Files.list(folder.resolve("inbox/handed-over"))) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }

    @Test
    void what_is_handed_over_is_taken_whole_and_its_folder_goes() throws Exception {
        try (TestInbox writer = TestInbox.open(folder);
                TestInbox other = TestInbox.open(folder)) {
            writer.inbox().prepareToWrite();
            try (HandOver handOver = other.inbox().handOver(TestInbox::thread)) {
                handOver.put(object("1", "one"));
                handOver.put(object("2", "two"));
                assertThat(writer.inbox().takeHandedOver()).as("not ready").isZero();
            }
            assertThat(other.inbox().handedOver()).isEqualTo(1);
            assertThat(writer.inbox().takeHandedOver()).isEqualTo(2);
            assertThat(handedOver()).isEmpty();
            assertThat(writer.inbox().next().objects())
                    .extracting(TestInbox::text)
                    .containsExactly("one", "two");
        }
    }

    @Test
    void a_full_inbox_leaves_it_for_later_and_nothing_is_doubled() throws Exception {
        try (TestInbox writer = TestInbox.open(folder, new Inbox.Limits(1, 0, 1 << 20));
                TestInbox other = TestInbox.open(folder)) {
            writer.inbox().prepareToWrite();
            try (HandOver handOver = other.inbox().handOver(TestInbox::thread)) {
                handOver.put(object("1", "one"));
                handOver.put(object("2", "two"));
            }
            assertThat(writer.inbox().takeHandedOver()).isEqualTo(1);
            assertThat(writer.process()).isEqualTo(1);
            assertThat(writer.inbox().takeHandedOver())
                    .as("the first one again")
                    .isEqualTo(1);
            assertThat(writer.process()).as("which is a duplicate").isZero();
            try (TestInbox large = reopened(writer)) {
                assertThat(large.inbox().takeHandedOver()).isEqualTo(2);
                assertThat(large.process()).isEqualTo(1);
                assertThat(large.inbox().list(10)).hasSize(2);
            }
            assertThat(handedOver()).isEmpty();
        }
    }

    private TestInbox reopened(TestInbox closed) {
        closed.close();
        return TestInbox.open(folder);
    }

    @Test
    void what_a_process_that_ended_did_not_hand_over_is_deleted_at_the_next_start() throws Exception {
        Path abandoned = Files.createDirectories(folder.resolve("inbox/handed-over/abandoned.part"));
        Files.writeString(abandoned.resolve("bytes"), "of a report");
        try (TestInbox other = TestInbox.open(folder);
                HandOver handOver = other.inbox().handOver(TestInbox::thread)) {
            handOver.put(object("1", "under way"));
            try (TestInbox writer = TestInbox.open(folder)) {
                writer.inbox().prepareToWrite();
                assertThat(handedOver()).as("the one under way").hasSize(1).doesNotContain("abandoned.part");
            }
        }
        assertThat(handedOver())
                .singleElement()
                .satisfies(name -> assertThat(name).endsWith(".ready"));
    }
}
