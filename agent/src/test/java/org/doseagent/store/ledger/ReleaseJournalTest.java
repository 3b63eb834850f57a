package org.doseagent.store.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.YearMonth;
import java.util.List;
import org.doseagent.aggregate.cells.CalendarPeriod;
import org.doseagent.store.StoreException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The journal of releases beside {@code doses.db}. */
final class ReleaseJournalTest {

    private static final ReleaseJournal.Entry SEPTEMBER = entry(9, "one");
    private static final ReleaseJournal.Entry OCTOBER = entry(10, "two");

    @TempDir
    private Path folder;

    private static ReleaseJournal.Entry entry(int month, String id) {
        return new ReleaseJournal.Entry(
                Instant.parse("2026-11-15T00:00:00Z"),
                CalendarPeriod.of(YearMonth.of(2026, month)),
                1,
                id,
                "hash of " + id,
                "site",
                "key");
    }

    private Path file() {
        return folder.resolve(ReleaseJournal.FILE);
    }

    @Test
    void keeps_each_release_once_in_order_for_its_owner_alone() throws Exception {
        ReleaseJournal journal = new ReleaseJournal(folder);
        assertThat(journal.entries()).isEmpty();
        journal.append(List.of(SEPTEMBER));
        journal.append(List.of(SEPTEMBER, OCTOBER));
        assertThat(new ReleaseJournal(folder).entries()).containsExactly(SEPTEMBER, OCTOBER);
        assertThat(journal.problem()).isEmpty();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
                .isEqualTo("rw-------");
    }

    @Test
    void a_line_that_a_crash_cut_short_was_not_released_and_is_written_again() throws Exception {
        ReleaseJournal journal = new ReleaseJournal(folder);
        journal.append(List.of(SEPTEMBER));
        Files.writeString(file(), "{\"at\":\"2026-11", StandardOpenOption.APPEND);
        assertThat(journal.problem()).isEmpty();
        assertThat(journal.entries()).containsExactly(SEPTEMBER);
        journal.append(List.of(OCTOBER));
        assertThat(journal.entries()).containsExactly(SEPTEMBER, OCTOBER);
    }

    @Test
    void a_changed_a_removed_and_a_foreign_line_are_found_and_nothing_is_appended() throws Exception {
        ReleaseJournal journal = new ReleaseJournal(folder);
        journal.append(List.of(SEPTEMBER, OCTOBER));
        String whole = Files.readString(file());
        String[] lines = whole.split("\n", -1);
        for (String broken : List.of(
                whole.replace("hash of two", "hash of 2"), lines[1] + "\n", whole + "not an entry\n", whole + whole)) {
            Files.writeString(file(), broken);
            assertThat(journal.problem()).as(broken).isPresent();
            assertThatThrownBy(() -> journal.append(List.of(entry(11, "three"))))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining("of releases.journal");
            assertThat(file()).hasContent(broken.strip());
        }
    }
}
