package org.doseagent.store.inbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BatchLimitsTest {

    @TempDir
    Path folder;

    @Test
    void a_batch_ends_at_its_number_of_objects() {
        assertThat(sizeOfFirstBatch(new BatchLimits(3, 1 << 20), 100)).isEqualTo(3);
    }

    @Test
    void a_batch_ends_with_the_object_that_reaches_its_number_of_bytes() {
        assertThat(sizeOfFirstBatch(new BatchLimits(10, 150), 100)).isEqualTo(2);
    }

    @Test
    void an_object_above_the_number_of_bytes_is_a_batch_of_its_own() {
        assertThat(sizeOfFirstBatch(new BatchLimits(10, 50), 100)).isEqualTo(1);
    }

    @Test
    void a_batch_of_nothing_is_refused() {
        assertThatThrownBy(() -> new BatchLimits(0, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new BatchLimits(1, 0)).isInstanceOf(IllegalArgumentException.class);
    }

    private int sizeOfFirstBatch(BatchLimits batches, int objectBytes) {
        try (TestInbox opened = TestInbox.open(folder, new Inbox.Limits(1000, 0, 1 << 20, batches))) {
            for (int i = 1; i <= 5; i++) {
                opened.inbox().put(TestInbox.object("1.2." + i, "x".repeat(objectBytes)));
            }
            return opened.inbox().next().objects().size();
        }
    }
}
