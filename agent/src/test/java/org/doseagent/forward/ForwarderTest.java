package org.doseagent.forward;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.doseagent.aggregate.cells.CalendarPeriod;
import org.doseagent.aggregate.cells.Inventory;
import org.doseagent.aggregate.cells.PartitionScheme;
import org.doseagent.aggregate.cells.Reference;
import org.doseagent.aggregate.control.Release;
import org.doseagent.aggregate.control.TestRelease;
import org.doseagent.dose.assessment.AssessedExam;
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

/** From the ledger to a repository behind TLS, with a clock that the test moves. */
final class ForwarderTest {

    private static final CalendarPeriod OCTOBER = CalendarPeriod.of(YearMonth.of(2026, 10));
    private static final RetryPolicy RETRY = new RetryPolicy(Duration.ofMinutes(1), Duration.ofHours(6));

    @TempDir
    private Path folder;

    private final SettableClock clock = new SettableClock(Instant.parse("2026-11-20T00:00:00Z"));
    private final TestRelease site = new TestRelease(TestRelease.CONTROL, Inventory.NONE, Reference.NONE);
    private FakeRepository repository;
    private DoseStore doses;
    private ReleaseLedger ledger;
    private Forwarder forwarder;

    @BeforeEach
    void start() throws Exception {
        repository = new FakeRepository(folder);
        ledger = new ReleaseLedger(folder, "site", clock);
        doses = new DoseStore(folder, "site", clock);
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
    void a_release_arrives_byte_for_byte_and_once() {
        byte[] released = release(40);
        assertThat(forwarder.deliverDue()).isEqualTo(1);
        assertThat(repository.stored.values()).singleElement().isEqualTo(released);
        assertThat(only().state()).isEqualTo(State.SENT);
        assertThat(forwarder.deliverDue()).as("nothing is sent twice").isZero();
    }

    @Test
    void a_correction_is_sent_after_the_release_that_it_corrects() {
        byte[] first = release(40);
        byte[] correction = release(60);
        assertThat(ledger.pending()).extracting(StoredRelease::sequence).containsExactly(1, 2);
        assertThat(forwarder.deliverDue()).isEqualTo(2);
        assertThat(repository.stored.values()).containsExactlyInAnyOrder(first, correction);
    }

    @Test
    void a_month_without_network_loses_nothing() {
        release(40);
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
        release(40);
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
        release(40);
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
        release(40);
        forwarder.deliverDue();
        assertThat(only().nextAttemptAt()).isEqualTo(clock.now.plus(Duration.ofHours(2)));
    }

    private StoredRelease only() {
        assertThat(ledger.all()).hasSize(1);
        return ledger.all().get(0);
    }

    /** Adds the release of so many exams to the ledger, and returns its bytes. */
    private byte[] release(int count) {
        Release release = site.close(OCTOBER, exams(count)).release().orElseThrow();
        assertThat(ledger.add(release, PartitionScheme.COARSEST, TestRelease.SIGNER::signature))
                .isTrue();
        return release.json();
    }

    private static List<AssessedExam> exams(int count) {
        List<AssessedExam> exams = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            exams.add(Exams.inCategory("CT-CHEST", "patient-" + i, String.valueOf(200 + 7 * i)));
        }
        return exams;
    }
}
