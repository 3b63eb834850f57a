package org.doseagent.release;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.doseagent.aggregate.cells.Admission;
import org.doseagent.aggregate.cells.CalendarPeriod;
import org.doseagent.aggregate.cells.Inventory;
import org.doseagent.aggregate.cells.PartitionScheme;
import org.doseagent.aggregate.cells.PeriodScheme;
import org.doseagent.aggregate.cells.Reference;
import org.doseagent.aggregate.cells.Tabulator;
import org.doseagent.aggregate.control.Releaser;
import org.doseagent.aggregate.control.TestRelease;
import org.doseagent.dose.assessment.AssessedExam;
import org.doseagent.dose.identity.AeTitle;
import org.doseagent.store.ledger.ReleaseLedger;
import org.doseagent.store.ledger.StoredRelease;
import org.doseagent.testdata.Exams;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When a month is closed and corrected, with a real ledger and a clock that the test moves. */
final class PeriodCloserTest {

    private static final Inventory NAMED =
            new Inventory(Map.of("SCN-1", new Inventory.Scanner(Optional.empty(), Optional.empty())));
    private static final Set<AeTitle> CALLERS = Set.of(new AeTitle("PACS1"));
    private static final CalendarPeriod OCTOBER = CalendarPeriod.of(YearMonth.of(2026, 10));

    @TempDir
    private Path folder;

    private Instant now = Instant.parse("2026-11-20T00:00:00Z");
    private List<AssessedExam> exams = exams(40);
    private ReleaseLedger ledger;
    private PeriodCloser closer;

    @BeforeEach
    void start() {
        InstantSource source = () -> now;
        Clock clock = source.withZone(ZoneOffset.UTC);
        ledger = new ReleaseLedger(folder, "site", clock);
        Tabulator tabulator = new Tabulator(
                Inventory.NONE,
                new Tabulator.Counting(Admission.ALL, PartitionScheme.COARSEST, UnaryOperator.identity()),
                TestRelease.HASH);
        closer = new PeriodCloser(
                ledger,
                new PeriodCloser.Making(
                        month -> tabulator.tabulate(month.equals(OCTOBER) ? exams : List.of(), Reference.NONE),
                        new Releaser(TestRelease.CONTROL, TestRelease.ORIGIN, TestRelease.SIGNER, TestRelease.HASH),
                        year -> PartitionScheme.COARSEST,
                        year -> PeriodScheme.MONTHLY),
                new ReleaseGate(ledger, NAMED, CALLERS),
                new PeriodCloser.Wait(Duration.ofDays(14), clock));
    }

    @AfterEach
    void stop() {
        ledger.close();
    }

    @Test
    void closing_adds_exactly_the_previewed_bytes_to_the_ledger() {
        byte[] preview = closer.preview(OCTOBER);
        assertThat(closer.closeAll()).isEqualTo(1);
        assertThat(ledger.all()).singleElement().satisfies(release -> {
            assertThat(release.json()).isEqualTo(preview);
            assertThat(release.state()).isEqualTo(StoredRelease.State.PENDING);
        });
    }

    @Test
    void a_few_late_exams_do_not_release_a_month_again() {
        assertThat(closer.close(OCTOBER)).isEqualTo(CloseOutcome.RELEASED);
        byte[] released = ledger.find(OCTOBER).orElseThrow().json();
        exams = exams(59);
        assertThat(closer.close(OCTOBER)).isEqualTo(CloseOutcome.RELEASED_BEFORE);
        assertThat(ledger.find(OCTOBER).orElseThrow().json()).isEqualTo(released);
        assertThat(closer.preview(OCTOBER))
                .as("the preview shows the last release while there is no newer one")
                .isEqualTo(released);
    }

    @Test
    void enough_late_exams_make_a_correction() {
        closer.close(OCTOBER);
        exams = exams(60);
        byte[] preview = closer.preview(OCTOBER);
        assertThat(closer.close(OCTOBER)).isEqualTo(CloseOutcome.CORRECTED);
        assertThat(ledger.ofPeriod(OCTOBER)).extracting(StoredRelease::sequence).containsExactly(2, 1);
        assertThat(ledger.find(OCTOBER).orElseThrow().json()).isEqualTo(preview);
        assertThat(closer.close(OCTOBER)).isEqualTo(CloseOutcome.RELEASED_BEFORE);
    }

    @Test
    void the_timer_makes_corrections_once_a_day() {
        assertThat(closer.closeAll()).isEqualTo(1);
        exams = exams(60);
        assertThat(closer.closeAll()).isZero();
        now = now.plus(Duration.ofDays(1));
        assertThat(closer.closeAll()).isEqualTo(1);
    }

    @Test
    void a_month_is_not_closed_before_the_waiting_time_is_over() {
        now = Instant.parse("2026-11-14T23:59:59Z");
        assertThat(closer.close(OCTOBER)).isEqualTo(CloseOutcome.TOO_EARLY);
        assertThat(closer.lastClosable()).isEqualTo(CalendarPeriod.of(YearMonth.of(2026, 9)));
        now = Instant.parse("2026-11-15T00:00:00Z");
        assertThat(closer.lastClosable()).isEqualTo(OCTOBER);
        assertThat(closer.close(OCTOBER)).isEqualTo(CloseOutcome.RELEASED);
    }

    @Test
    void a_month_without_a_cell_stays_open() {
        exams = exams(19);
        assertThat(closer.close(OCTOBER)).isEqualTo(CloseOutcome.NOTHING_TO_RELEASE);
        exams = exams(20);
        assertThat(closer.close(OCTOBER)).isEqualTo(CloseOutcome.RELEASED);
    }

    private static List<AssessedExam> exams(int count) {
        List<AssessedExam> exams = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            exams.add(Exams.inCategory("CT-CHEST", "patient-" + i, String.valueOf(200 + 7 * i)));
        }
        return exams;
    }
}
