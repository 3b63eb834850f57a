package org.doseagent.store.inbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.doseagent.store.inbox.TestInbox.LATER;
import static org.doseagent.store.inbox.TestInbox.TIME;
import static org.doseagent.store.inbox.TestInbox.object;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.doseagent.store.inbox.InboxEntry.State;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** After retention, no file of the data directory contains what was deleted. */
final class InboxBytesTest {

    private static final String MARKER = "MARKERNAME^WINTER";

    @TempDir
    private Path folder;

    @Test
    void after_raw_retention_no_file_has_a_name() throws IOException {
        try (TestInbox store = TestInbox.open(folder)) {
            for (int i = 0; i < 20; i++) {
                store.inbox().put(object("1.2." + i, MARKER + i));
            }
            store.process();
            assertThat(filesWith(MARKER)).hasSize(1);
            assertThat(store.inbox().recordsBefore(LATER)).isEqualTo(20);
            assertThat(store.inbox().deleteBytes(LATER)).isEqualTo(20);
            assertThat(filesWith(MARKER)).isEmpty();
        }
        assertThat(filesWith(MARKER)).isEmpty();
    }

    @Test
    void a_quarantined_object_loses_its_bytes_at_its_own_deadline_and_keeps_its_entry() throws IOException {
        try (TestInbox store = TestInbox.open(folder)) {
            store.inbox().put(object("1.2.1", MARKER + " unreadable"));
            store.inbox().put(object("1.2.2", "OTHER^NAME"));
            store.inbox().put(object("1.2.3", "YOUNG^NAME", LATER));
            store.process(text -> text.startsWith("OTHER") ? State.PROCESSED : State.QUARANTINED);
            assertThat(store.inbox().deleteQuarantinedBytes(TIME))
                    .as("not before it")
                    .isZero();
            assertThat(store.inbox().deleteBytes(LATER))
                    .as("raw retention leaves it")
                    .isZero();
            assertThat(filesWith(MARKER)).isNotEmpty();
            assertThat(store.inbox().quarantinedBefore(TIME.plus(Duration.ofSeconds(1))))
                    .isEqualTo(1);
            assertThat(store.inbox().deleteQuarantinedBytes(TIME.plus(Duration.ofSeconds(1))))
                    .isEqualTo(1);
            assertThat(filesWith(MARKER)).isEmpty();
            assertThat(filesWith("OTHER^NAME")).as("only that object").isNotEmpty();
            assertThat(filesWith("YOUNG^NAME")).isNotEmpty();
            assertThat(store.inbox().counts()).isEqualTo(Map.of(State.QUARANTINED, 2L, State.PROCESSED, 1L));
            assertThat(store.inbox().find(1).orElseThrow().bytes()).isEmpty();
            assertThat(store.inbox().retryQuarantined())
                    .as("the one that has its bytes")
                    .isEqualTo(1);
            assertThat(store.inbox().damagedPlaces()).isZero();
            assertThat(store.inbox().verify()).isEqualTo(3);
        }
    }

    private List<Path> filesWith(String text) throws IOException {
        List<Path> found = new ArrayList<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                try {
                    if (new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).contains(text)) {
                        found.add(file);
                    }
                } catch (NoSuchFileException e) { // the writer has renamed its spare segment, which has no records
                    assertThat(file.getFileName().toString()).startsWith("spare");
                }
            }
        }
        return found;
    }
}
