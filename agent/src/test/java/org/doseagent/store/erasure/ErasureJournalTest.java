package org.doseagent.store.erasure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.doseagent.store.StoreException;
import org.doseagent.store.erasure.ErasureJournal.Kind;
import org.doseagent.store.erasure.ErasureJournal.Mark;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ErasureJournalTest {

    private static final Mark FIRST = new Mark(Kind.STUDY, "a".repeat(64));
    private static final Mark SECOND = new Mark(Kind.PATIENT, "b".repeat(64));

    @TempDir
    private Path folder;

    @Test
    void what_another_process_appends_is_seen_and_nothing_is_written_twice() throws IOException {
        ErasureJournal reading = new ErasureJournal(folder);
        assertThat(reading.marks()).isEmpty();
        ErasureJournal writing = new ErasureJournal(folder);
        writing.add(List.of(FIRST));
        assertThat(reading.marks()).containsExactly(FIRST);
        writing.add(List.of(FIRST, SECOND));
        assertThat(reading.marks()).containsExactlyInAnyOrder(FIRST, SECOND);
        Path file = folder.resolve(ErasureJournal.FILE);
        assertThat(Files.readAllLines(file)).hasSize(2);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    void a_line_that_the_power_cut_is_overwritten_and_a_damaged_one_is_refused() throws IOException {
        ErasureJournal journal = new ErasureJournal(folder);
        journal.add(List.of(FIRST));
        Path file = folder.resolve(ErasureJournal.FILE);
        Files.writeString(file, "study ccc", StandardOpenOption.APPEND);
        assertThat(new ErasureJournal(folder).marks()).containsExactly(FIRST);
        new ErasureJournal(folder).add(List.of(SECOND));
        assertThat(new ErasureJournal(folder).marks()).containsExactlyInAnyOrder(FIRST, SECOND);
        Files.writeString(file, "study zzz\n", StandardOpenOption.APPEND);
        assertThatThrownBy(() -> new ErasureJournal(folder).marks())
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("erasures.journal is damaged");
    }
}
