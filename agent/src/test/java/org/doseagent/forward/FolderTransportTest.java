package org.doseagent.forward;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.stream.Stream;
import org.doseagent.aggregate.render.Rendering;
import org.doseagent.aggregate.render.Samples;
import org.doseagent.store.outbox.Delivery;
import org.doseagent.store.outbox.RetryPolicy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderTransportTest {

    @TempDir
    Path folder;

    @Test
    void writes_exactly_the_bytes_once_and_leaves_no_partial_file() throws Exception {
        Submission submission = new Submission("42", "2026-10", new byte[] {'{', '}'});
        FolderTransport transport = new FolderTransport(folder.resolve("outbox"), Rendering.JSON);

        assertThat(transport.deliver(submission)).isInstanceOf(Delivery.Delivered.class);
        assertThat(transport.deliver(submission)).isInstanceOf(Delivery.Delivered.class);

        try (Stream<Path> files = Files.list(folder.resolve("outbox"))) {
            assertThat(files).singleElement().satisfies(file -> {
                assertThat(file.getFileName()).hasToString("dose-aggregate-2026-10-42.json");
                assertThat(file).hasBinaryContent(submission.json());
            });
        }
    }

    @Test
    void writes_the_form_that_is_asked_for_and_takes_over_what_a_crash_left() throws Exception {
        Path outbox = Files.createDirectories(folder.resolve("outbox"));
        Files.writeString(outbox.resolve(".dose-aggregate-2026-10-42.fhir.json.part"), "half");
        Submission submission = new Submission("42", "2026-10", Samples.json("first"));
        assertThat(new FolderTransport(outbox, Rendering.MADX).deliver(submission))
                .isInstanceOf(Delivery.Delivered.class);
        assertThat(outbox.resolve("dose-aggregate-2026-10-42.fhir.json"))
                .hasBinaryContent(Rendering.MADX.render(submission.json()));
        try (Stream<Path> files = Files.list(outbox)) {
            assertThat(files).hasSize(1);
        }
    }

    @Test
    void is_later_when_the_folder_cannot_be_made() throws Exception {
        Path file = Files.createFile(folder.resolve("in-the-way"));
        assertThat(new FolderTransport(file, Rendering.JSON).deliver(new Submission("1", "2026-10", new byte[0])))
                .isInstanceOf(Delivery.Later.class);
    }

    @Test
    void waits_longer_after_each_attempt_up_to_the_longest() {
        Random random = new Random(7);
        RetryPolicy policy = new RetryPolicy(Duration.ofMinutes(1), Duration.ofHours(1));
        assertThat(policy.waitAfter(1, random)).isBetween(Duration.ofSeconds(30), Duration.ofMinutes(1));
        assertThat(policy.waitAfter(3, random)).isBetween(Duration.ofMinutes(2), Duration.ofMinutes(4));
        assertThat(policy.waitAfter(1000, random)).isBetween(Duration.ofMinutes(30), Duration.ofHours(1));
    }
}
