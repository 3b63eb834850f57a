package org.doseagent.store.archive;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import org.doseagent.dose.identity.AeTitle;
import org.doseagent.dose.identity.StudyInstanceUid;
import org.doseagent.store.exams.DoseStore;
import org.doseagent.store.exams.ExamQuery;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The progress of fetching a history, in a new store and in one that the last release wrote. */
final class ArchiveProgressTest {

    private static final Instant NOW = Instant.parse("2026-11-25T08:00:00Z");
    private static final Instant BEFORE = NOW.minusSeconds(60);
    private static final LocalDate DAY = LocalDate.of(2026, 3, 2);
    private static final AeTitle PACS = new AeTitle("PACS1");
    private static final StudyInstanceUid ONE = new StudyInstanceUid("1.2.1");
    private static final StudyInstanceUid TWO = new StudyInstanceUid("1.2.2");

    @TempDir
    private Path folder;

    private DoseStore store(Instant now) {
        DoseStore doses = new DoseStore(folder, "demo-hospital", Clock.fixed(now, ZoneOffset.UTC));
        doses.prepareToWrite();
        return doses;
    }

    private static StudyResult done(StudyInstanceUid study) {
        return new StudyResult(study, 1, 0, Optional.empty());
    }

    @Test
    void studies_are_open_until_they_are_finished_and_failed_ones_are_tried_again() {
        try (DoseStore doses = store(NOW)) {
            ArchiveProgress progress = doses.archive(PACS);
            progress.listed(DAY, List.of(ONE, TWO), true, BEFORE);
            assertThat(progress.open(DAY, DAY, 9))
                    .extracting(ListedStudy::study)
                    .containsExactly(ONE, TWO);
            progress.finished(List.of(done(ONE), new StudyResult(TWO, 0, 2, Optional.of("refused"))));
            assertThat(progress.open(DAY, DAY, 9)).isEmpty();
            assertThat(progress.counts(DAY, DAY)).isEqualTo(new ArchiveCounts(0, 1, 1, 1, 1, 2));
            assertThat(progress.failures(DAY, DAY, 9)).containsExactly(new ArchiveProgress.Failure(TWO, "refused"));
            progress.retryFailed(DAY, DAY);
            assertThat(progress.open(DAY, DAY, 9))
                    .extracting(ListedStudy::study)
                    .containsExactly(TWO);
            assertThat(progress.counts(DAY.plusDays(1), DAY.plusDays(1)).studies())
                    .isZero();
        }
    }

    @Test
    void a_study_that_was_done_recently_stays_done_when_its_day_is_listed_again() {
        try (DoseStore doses = store(NOW)) {
            ArchiveProgress progress = doses.archive(PACS);
            progress.listed(DAY, List.of(ONE), true, BEFORE);
            progress.finished(List.of(done(ONE)));
            progress.listed(DAY, List.of(ONE), true, BEFORE);
            assertThat(progress.counts(DAY, DAY).open()).isZero();
            progress.listed(DAY, List.of(ONE), true, NOW.plusSeconds(1));
            assertThat(progress.counts(DAY, DAY).open())
                    .as("its result is too old")
                    .isEqualTo(1);
        }
    }

    @Test
    void a_day_counts_as_listed_only_if_it_was_complete_and_not_too_long_ago() {
        try (DoseStore doses = store(NOW)) {
            ArchiveProgress progress = doses.archive(PACS);
            progress.listed(DAY, List.of(), false, BEFORE);
            assertThat(progress.isListed(DAY, BEFORE)).isFalse();
            assertThat(progress.incompleteDays(DAY, DAY)).containsExactly(DAY);
            progress.listed(DAY, List.of(), true, BEFORE);
            assertThat(progress.isListed(DAY, BEFORE)).isTrue();
            assertThat(progress.isListed(DAY, NOW.plusSeconds(1))).isFalse();
            assertThat(progress.incompleteDays(DAY, DAY)).isEmpty();
        }
    }

    @Test
    void each_pacs_has_its_own_progress() {
        try (DoseStore doses = store(NOW)) {
            doses.archive(PACS).listed(DAY, List.of(ONE), true, BEFORE);
            ArchiveProgress other = doses.archive(new AeTitle("PACS2"));
            assertThat(other.isListed(DAY, BEFORE)).isFalse();
            assertThat(other.counts(DAY, DAY).studies()).isZero();
        }
    }

    /** {@code doses-of-schema-12.db.gz} is a store that the last release wrote from two synthetic reports of {@code test-data}. */
    @Test
    void a_store_of_the_last_release_keeps_its_exams_and_takes_progress() throws Exception {
        try (InputStream packed =
                Objects.requireNonNull(ArchiveProgressTest.class.getResourceAsStream("doses-of-schema-12.db.gz"))) {
            Files.copy(new GZIPInputStream(packed), folder.resolve("doses.db"));
        }
        try (DoseStore doses = store(NOW)) {
            List<StudyInstanceUid> studies = doses.exams(ExamQuery.all()).stream()
                    .map(exam -> exam.exam().studyInstanceUid())
                    .toList();
            assertThat(studies).hasSize(2);
            assertThat(doses.known(List.of(studies.get(0), ONE))).containsExactly(studies.get(0));
            doses.archive(PACS).listed(DAY, studies, true, BEFORE);
            assertThat(doses.archive(PACS).counts(DAY, DAY).open()).isEqualTo(2);
            assertThat(folder.resolve("doses.db.schema-12.backup")).exists();
        }
    }
}
