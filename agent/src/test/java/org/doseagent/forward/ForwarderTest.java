package org.doseagent.forward;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.doseagent.aggregate.cells.Inventory;
import org.doseagent.aggregate.cells.Reference;
import org.doseagent.aggregate.cells.Tabulator;
import org.doseagent.aggregate.control.Releaser;
import org.doseagent.aggregate.control.TestRelease;
import org.doseagent.dose.AssessedExam;
import org.doseagent.release.PeriodCloser;
import org.doseagent.store.exams.DoseStore;
import org.doseagent.store.ledger.ReleaseLedger;
import org.doseagent.store.ledger.StoredRelease;
import org.doseagent.store.ledger.StoredRelease.State;
import org.doseagent.store.outbox.RetryPolicy;
import org.doseagent.testdata.Exams;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From a closed month to a repository behind TLS, through ledger and outbox, with a clock that the test moves. */
final class ForwarderTest {

    private static final YearMonth OCTOBER = YearMonth.of(2026, 10);
    private static final RetryPolicy RETRY = new RetryPolicy(Duration.ofMinutes(1), Duration.ofHours(6));

    @TempDir
    private Path folder;

    private final SettableClock clock = new SettableClock(Instant.parse("2026-11-20T00:00:00Z"));
    private List<AssessedExam> exams = exams(40);
    private FakeRepository repository;
    private DoseStore doses;
    private ReleaseLedger ledger;
    private PeriodCloser closer;
    private Forwarder forwarder;

    @BeforeEach
    void start() throws Exception {
        repository = new FakeRepository(folder);
        ledger = new ReleaseLedger(folder, "site", clock);
        doses = new DoseStore(folder, "site", clock);
        Tabulator tabulator = new Tabulator(TestRelease.CONTROL, Inventory.NONE, TestRelease.HASH);
        closer = new PeriodCloser(
                ledger,
                month -> tabulator.tabulate(month.equals(OCTOBER) ? exams : List.of(), Reference.NONE),
                new Releaser(TestRelease.CONTROL, TestRelease.ORIGIN, TestRelease.SIGNER, TestRelease.HASH),
                new PeriodCloser.Wait(Duration.ofDays(14), clock));
        forwarder = new Forwarder(
                ledger,
                new Refusals(doses.alerts()),
                new HttpsTransport(repository.endpoint(), repository.tls(), clock),
                new Backoff(RETRY, clock, new Random(1)));
    }

    @AfterEach
    void stop() {
        ledger.close();
        doses.close();
        repository.close();
    }

    @Test
    void a_closed_month_arrives_byte_for_byte_as_previewed() {
        byte[] preview = closer.preview(OCTOBER);
        assertThat(closer.closeAll()).isEqualTo(1);
        assertThat(forwarder.deliverDue()).isEqualTo(1);
        assertThat(repository.stored.values()).singleElement().isEqualTo(preview);
        assertThat(only().state()).isEqualTo(State.SENT);
        assertThat(forwarder.deliverDue()).as("nothing leaves twice").isZero();
    }

    @Test
    void a_period_leaves_once_even_when_a_few_late_exams_come() {
        assertThat(closer.close(OCTOBER)).isEqualTo(PeriodCloser.Outcome.RELEASED);
        byte[] released = only().json();
        exams = exams(59);
        assertThat(closer.close(OCTOBER)).isEqualTo(PeriodCloser.Outcome.RELEASED_BEFORE);
        assertThat(only().json()).isEqualTo(released);
        assertThat(closer.preview(OCTOBER))
                .as("the preview is what left while nothing more would")
                .isEqualTo(released);
    }

    @Test
    void enough_late_exams_make_a_correction_that_arrives_after_the_first_release() {
        closer.close(OCTOBER);
        exams = exams(60);
        byte[] preview = closer.preview(OCTOBER);
        assertThat(closer.close(OCTOBER)).isEqualTo(PeriodCloser.Outcome.CORRECTED);
        assertThat(ledger.ofPeriod("2026-10"))
                .extracting(StoredRelease::sequence)
                .containsExactly(2, 1);
        assertThat(ledger.find("2026-10").orElseThrow().json()).isEqualTo(preview);
        assertThat(ledger.pending()).extracting(StoredRelease::sequence).containsExactly(1, 2);
        assertThat(forwarder.deliverDue()).isEqualTo(2);
        assertThat(repository.stored).hasSize(2);
        assertThat(closer.close(OCTOBER)).isEqualTo(PeriodCloser.Outcome.RELEASED_BEFORE);
    }

    @Test
    void the_timer_looks_for_corrections_once_a_day() {
        assertThat(closer.closeAll()).isEqualTo(1);
        exams = exams(60);
        assertThat(closer.closeAll()).isZero();
        clock.now = clock.now.plus(Duration.ofDays(1));
        assertThat(closer.closeAll()).isEqualTo(1);
    }

    @Test
    void a_month_is_not_closed_before_its_wait_is_over() {
        clock.now = Instant.parse("2026-11-14T23:59:59Z");
        assertThat(closer.close(OCTOBER)).isEqualTo(PeriodCloser.Outcome.TOO_EARLY);
        assertThat(closer.lastClosable()).isEqualTo(YearMonth.of(2026, 9));
        clock.now = Instant.parse("2026-11-15T00:00:00Z");
        assertThat(closer.lastClosable()).isEqualTo(OCTOBER);
        assertThat(closer.close(OCTOBER)).isEqualTo(PeriodCloser.Outcome.RELEASED);
    }

    @Test
    void a_month_without_a_cell_stays_open() {
        exams = exams(19);
        assertThat(closer.close(OCTOBER)).isEqualTo(PeriodCloser.Outcome.NOTHING_TO_RELEASE);
        exams = exams(20);
        assertThat(closer.close(OCTOBER)).isEqualTo(PeriodCloser.Outcome.RELEASED);
    }

    @Test
    void a_month_without_network_loses_nothing() {
        closer.closeAll();
        repository.close();
        int attempts = 0;
        for (int hour = 0; hour < 30 * 24; hour++) {
            forwarder.deliverDue();
            attempts = only().attempts();
            assertThat(only().state()).isEqualTo(State.PENDING);
            clock.now = clock.now.plus(Duration.ofHours(1));
        }
        assertThat(attempts).as("at most every three hours in the long run").isBetween(100, 260);
        assertThat(only().note()).hasValueSatisfying(note -> assertThat(note).startsWith("no answer"));
    }

    @Test
    void a_server_that_fails_after_storing_gets_the_same_submission_again() {
        repository.answers(500);
        closer.closeAll();
        assertThat(forwarder.deliverDue()).isZero();
        assertThat(forwarder.deliverDue()).as("not due yet").isZero();
        clock.now = clock.now.plus(Duration.ofMinutes(2));
        repository.answers(409);
        assertThat(forwarder.deliverDue()).isEqualTo(1);
        assertThat(only().state()).isEqualTo(State.SENT);
        assertThat(only().attempts()).isEqualTo(2);
    }

    @Test
    void a_refusal_waits_for_a_person() {
        repository.answers(422);
        closer.closeAll();
        assertThat(forwarder.deliverDue()).isZero();
        assertThat(only().state()).isEqualTo(State.REFUSED);
        clock.now = clock.now.plus(Duration.ofDays(30));
        assertThat(forwarder.deliverDue()).isZero();
        assertThat(ledger.retry()).isEqualTo(1);
        assertThat(forwarder.deliverDue()).isEqualTo(1);
    }

    @Test
    void the_time_that_the_repository_names_is_honoured() {
        repository.answers(503);
        repository.retryAfter = "7200";
        closer.closeAll();
        forwarder.deliverDue();
        assertThat(only().nextAttemptAt()).isEqualTo(clock.now.plus(Duration.ofHours(2)));
    }

    private StoredRelease only() {
        assertThat(ledger.all()).hasSize(1);
        return ledger.all().get(0);
    }

    private static List<AssessedExam> exams(int count) {
        List<AssessedExam> exams = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            exams.add(Exams.inCategory("CT-CHEST", "patient-" + i, String.valueOf(200 + 7 * i)));
        }
        return exams;
    }
}
