package org.doseagent.store.backup;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import org.doseagent.dose.Diagnosis;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class BackupFolderTest {

    private static final Instant MADE = Instant.parse("2026-11-25T02:00:30Z");

    @TempDir
    private Path folder;

    @ParameterizedTest(name = "made 25 Nov 02:00:30, asked at {0}: due {1}")
    @CsvSource({
        "2026-11-25T02:01:00Z, false",
        "2026-11-25T23:59:59Z, false",
        "2026-11-26T01:59:59Z, false",
        "2026-11-26T02:00:00Z, true",
        "2026-11-27T12:00:00Z, true"
    })
    void a_backup_is_due_once_a_day_at_its_time(Instant now, boolean isDue) throws IOException {
        BackupFolder backups = new BackupFolder(folder);
        assertThat(backups.isDue(now, LocalTime.of(2, 0), ZoneOffset.UTC))
                .as("without any")
                .isTrue();
        Files.createFile(backups.fileOf(MADE));
        assertThat(backups.isDue(now, LocalTime.of(2, 0), ZoneOffset.UTC)).isEqualTo(isDue);
    }

    @Test
    void the_newest_backups_stay_and_other_files_are_left_alone() throws IOException {
        BackupFolder backups = new BackupFolder(folder);
        for (int day = 1; day <= 4; day++) {
            Files.createFile(backups.fileOf(MADE.plusSeconds(day * 86_400L)));
        }
        Path other = Files.createFile(folder.resolve("dose-agent-by-hand.zip"));
        assertThat(backups.keepNewest(3)).isEqualTo(1);
        assertThat(backups.backups()).hasSize(3).doesNotContain(backups.fileOf(MADE.plusSeconds(86_400)));
        assertThat(other).exists();
    }

    @ParameterizedTest(name = "{0} h old: {1}")
    @CsvSource({"24, OK", "49, OK", "50, BAD"})
    void an_old_backup_is_bad_news(int hours, Diagnosis.Status expected) throws IOException {
        BackupFolder backups = new BackupFolder(folder);
        assertThat(backups.check(MADE).status()).isEqualTo(Diagnosis.Status.WARN);
        Files.createFile(backups.fileOf(MADE));
        assertThat(backups.check(MADE.plusSeconds(hours * 3600L - 30)).status()).isEqualTo(expected);
    }
}
