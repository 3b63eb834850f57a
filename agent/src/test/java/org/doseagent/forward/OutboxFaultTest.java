package org.doseagent.forward;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import org.doseagent.aggregate.cells.CalendarPeriod;
import org.doseagent.aggregate.cells.PartitionScheme;
import org.doseagent.aggregate.control.Release;
import org.doseagent.aggregate.control.ReleasedDocument;
import org.doseagent.aggregate.render.PayloadSchema;
import org.doseagent.aggregate.render.Rendering;
import org.doseagent.dose.assessment.AlertKind;
import org.doseagent.dose.assessment.AlertStatus;
import org.doseagent.forward.FakeRepository.Answer;
import org.doseagent.forward.FakeRepository.Fault;
import org.doseagent.store.alerts.AlertEntry;
import org.doseagent.store.alerts.AlertQuery;
import org.doseagent.store.alerts.AlertStore;
import org.doseagent.store.exams.DoseStore;
import org.doseagent.store.ledger.ReleaseLedger;
import org.doseagent.store.ledger.StoredRelease;
import org.doseagent.store.ledger.StoredRelease.State;
import org.doseagent.store.outbox.Delivery;
import org.doseagent.store.outbox.RetryPolicy;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Faults on the way to a repository behind real TLS: nothing is lost, nothing is there twice. */
final class OutboxFaultTest {

    private static final Duration SHORT = Duration.ofSeconds(1);
    private static final int MOST_ROUNDS = 60;
    private static final Instant START = Instant.parse("2026-11-20T00:00:00Z");

    @TempDir
    private Path folder;

    private final SettableClock clock = new SettableClock(START);
    private FakeRepository repository;
    private ReleaseLedger ledger;
    private DoseStore doses;

    @BeforeEach
    void start() throws Exception {
        repository = new FakeRepository(folder);
        ledger = new ReleaseLedger(folder, "site", clock);
        doses = new DoseStore(folder, "site", clock);
    }

    @AfterEach
    void stop() {
        ledger.close();
        doses.close();
        repository.close();
    }

    @Test
    void after_a_month_without_network_all_that_waited_arrives_once() throws Exception {
        release(3);
        Transport unplugged = submission -> new Delivery.Later("no answer: ConnectException", Optional.empty());
        Forwarder without = forwarder(unplugged);
        for (int hour = 0; hour < 30 * 24; hour++) {
            without.deliverDue();
            clock.now = clock.now.plus(Duration.ofHours(1));
        }
        assertThat(ledger.all()).allMatch(release -> release.state() == State.PENDING);
        clock.now = clock.now.plus(Duration.ofHours(6));
        assertThat(forwarder(https()).deliverDue()).isEqualTo(3);
        assertAllArrivedOnce(3);
    }

    @Test
    void dying_between_delivery_and_its_record_sends_again_and_stores_once() throws Exception {
        release(1);
        StoredRelease release = ledger.all().get(0);
        Delivery unrecorded = https().deliver(
                        new Submission(release.submissionId(), release.period().toString(), release.json()));
        assertThat(unrecorded).isInstanceOf(Delivery.Delivered.class);
        assertThat(ledger.all().get(0).state()).isEqualTo(State.PENDING);
        assertThat(forwarder(https()).deliverDue()).isEqualTo(1);
        assertAllArrivedOnce(1);
    }

    @Test
    void a_server_that_fails_after_storing_has_it_once() throws Exception {
        release(1);
        repository.answers.add(new Answer(500, true, Fault.NONE));
        Forwarder forwarder = forwarder(https());
        assertThat(forwarder.deliverDue()).isZero();
        clock.now = clock.now.plus(Duration.ofMinutes(2));
        assertThat(forwarder.deliverDue()).isEqualTo(1);
        assertThat(ledger.all().get(0).note()).contains("HTTP 409");
        assertAllArrivedOnce(1);
    }

    @Test
    void a_clock_that_was_wrong_for_a_while_does_not_put_a_release_to_sleep() throws Exception {
        release(1);
        repository.answers(503);
        repository.answers(503);
        Forwarder forwarder = forwarder(https());
        clock.now = START.plus(Duration.ofDays(400));
        forwarder.deliverDue();
        clock.now = START.plus(Duration.ofMinutes(1));
        forwarder.deliverDue();
        assertThat(ledger.all().get(0).attempts()).isEqualTo(2);
        clock.now = START.minus(Duration.ofDays(400));
        assertThat(forwarder.deliverDue()).isEqualTo(1);
        assertAllArrivedOnce(1);
    }

    @Test
    void an_answer_named_too_soon_waits_the_first_step() throws Exception {
        release(1);
        repository.answers(503);
        repository.retryAfter = "0";
        forwarder(https()).deliverDue();
        assertThat(ledger.all().get(0).nextAttemptAt()).isEqualTo(START.plus(Duration.ofMinutes(1)));
    }

    @Test
    void an_ended_certificate_waits_and_a_renewed_one_needs_no_restart() throws Exception {
        release(1);
        try (FakeRepository strict = new FakeRepository(folder, true)) {
            RepositoryTls tls = strict.tls("ended");
            Forwarder forwarder = forwarder(new HttpsTransport(strict.endpoint(), tls, clock));
            assertThat(forwarder.deliverDue()).isZero();
            assertThat(ledger.all().get(0).state()).isEqualTo(State.PENDING);
            Path renewed = TestCertificates.keyStore(folder, "client");
            Files.move(renewed, folder.resolve("ended.p12"), StandardCopyOption.REPLACE_EXISTING);
            clock.now = clock.now.plus(Duration.ofMinutes(2));
            assertThat(forwarder.deliverDue()).isEqualTo(1);
            assertThat(strict.stored).hasSize(1);
        }
    }

    @Test
    void a_refusal_raises_an_alert_with_the_servers_words_that_closes_when_it_arrives() throws Exception {
        release(1);
        repository.body = "{\"title\":\"Period is closed\",\"detail\":\"Ask \\\"us\\\".\"}";
        repository.answers(422);
        Forwarder forwarder = forwarder(https());
        forwarder.deliverDue();
        assertThat(ledger.all().get(0).state()).isEqualTo(State.REFUSED);
        assertThat(alerts(AlertStatus.OPEN)).singleElement().satisfies(alert -> {
            assertThat(alert.kind()).isEqualTo(AlertKind.DELIVERY_REFUSED);
            assertThat(alert.subject().device()).contains("repository");
            assertThat(alert.alert().text()).contains("2026-01", "\"HTTP 422: Period is closed: Ask 'us'.\"");
        });
        clock.now = clock.now.plus(Duration.ofDays(30));
        assertThat(forwarder.deliverDue()).as("a refusal waits for a person").isZero();

        doses.alerts()
                .decide(
                        alerts(AlertStatus.OPEN).get(0).id(),
                        AlertStore.Decision.to(AlertStore.Act.ACKNOWLEDGE)
                                .by("IT")
                                .because("technical"));
        repository.answers(422);
        ledger.retry();
        forwarder.deliverDue();
        assertThat(alerts(AlertStatus.OPEN)).as("a second refusal is news").hasSize(1);

        ledger.retry();
        assertThat(forwarder.deliverDue()).isEqualTo(1);
        assertThat(alerts(AlertStatus.OPEN)).isEmpty();
        assertAllArrivedOnce(1);
    }

    @Test
    void a_release_that_violates_the_schema_is_never_sent_and_the_reason_is_shown() throws Exception {
        byte[] broken =
                "{\"schema\":\"dose-aggregate/1\",\"patientName\":\"synthetic\"}".getBytes(StandardCharsets.UTF_8);
        add(CalendarPeriod.of(YearMonth.of(2026, 1)), UUID.randomUUID().toString(), broken);
        Forwarder forwarder = forwarder(new CheckedTransport(https(), PayloadSchema::shipped));
        assertThat(forwarder.deliverDue()).isZero();
        assertThat(repository.authorizations).isEmpty();
        StoredRelease release = ledger.all().get(0);
        assertThat(release.state()).isEqualTo(State.REFUSED);
        assertThat(release.note())
                .hasValueSatisfying(note -> assertThat(note)
                        .startsWith("not sent, because it violates the schema")
                        .contains("required property"));
        assertThat(alerts(AlertStatus.OPEN)).hasSize(1);
    }

    @Test
    void whatever_the_order_of_faults_all_arrives_once() throws Exception {
        for (long seed = 1; seed <= 2; seed++) {
            Random random = new Random(seed);
            int before = ledger.all().size();
            for (int i = 0; i < 4; i++) {
                add(
                        CalendarPeriod.of(YearMonth.of(2026, 1).plusMonths(before + i)),
                        UUID.randomUUID().toString(),
                        bytes(before + i));
            }
            for (int i = 0; i < 6; i++) {
                repository.answers.add(new Answer(
                        List.of(500, 503).get(random.nextInt(2)),
                        random.nextBoolean(),
                        Fault.values()[random.nextInt(Fault.values().length)]));
            }
            Forwarder forwarder = forwarder(https(SHORT));
            for (int i = 0; i < MOST_ROUNDS && !isAllSent(); i++) {
                forwarder.deliverDue();
                clock.now = clock.now.plus(Duration.ofHours(random.nextInt(12)));
            }
            assertThat(ledger.all())
                    .as("seed " + seed)
                    .hasSize(before + 4)
                    .allMatch(release -> release.state() == State.SENT);
            assertAllArrivedOnce(before + 4);
        }
    }

    private void assertAllArrivedOnce(int count) {
        assertThat(repository.stored).hasSize(count);
        for (StoredRelease release : ledger.all()) {
            assertThat(release.state()).isEqualTo(State.SENT);
            assertThat(repository.stored.get("/aggregates/" + release.submissionId()))
                    .isEqualTo(release.json());
        }
    }

    private List<AlertEntry> alerts(AlertStatus status) {
        return doses.alerts()
                .list(AlertQuery.all()
                        .status(status)
                        .kind(AlertKind.DELIVERY_REFUSED)
                        .limit(10));
    }

    private boolean isAllSent() {
        return ledger.all().stream().allMatch(release -> release.state() == State.SENT);
    }

    private Transport https() throws Exception {
        return https(Duration.ofSeconds(20));
    }

    private Transport https(Duration timeout) throws Exception {
        Endpoint endpoint =
                new Endpoint(repository.url(), Rendering.JSON, Optional.empty(), ProxyRoute.NONE, timeout, timeout);
        return new HttpsTransport(endpoint, repository.tls(), clock);
    }

    private Forwarder forwarder(Transport transport) {
        RetryPolicy retry = new RetryPolicy(Duration.ofMinutes(1), Duration.ofHours(6));
        return new Forwarder(ledger, new Refusals(doses.alerts()), transport, new Backoff(retry, clock, new Random(1)));
    }

    private void release(int count) {
        for (int i = 0; i < count; i++) {
            add(CalendarPeriod.of(YearMonth.of(2026, 1).plusMonths(i)), UUID.randomUUID().toString(), bytes(i));
        }
    }

    private void add(CalendarPeriod period, String submissionId, byte[] json) {
        assertThat(ledger.add(
                        new Release(new ReleasedDocument(period, 1, submissionId, json), List.of()),
                        PartitionScheme.COARSEST,
                        text -> "signature"))
                .isTrue();
    }

    private static byte[] bytes(int number) {
        return ("{\"release\":" + number + "}").getBytes(StandardCharsets.UTF_8);
    }
}
