package org.doseagent.forward;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedDeque;
import org.doseagent.aggregate.render.Rendering;
import org.doseagent.aggregate.render.Samples;
import org.doseagent.forward.FakeRepository.Answer;
import org.doseagent.forward.FakeRepository.Fault;
import org.doseagent.store.outbox.Delivery;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpsTransportTest {

    private static final Submission SUBMISSION = new Submission("0b5f3c1e", "2026-10", Samples.json("first"));
    private static final Duration SHORT = Duration.ofMillis(700);

    @TempDir
    Path folder;

    private final SettableClock clock = new SettableClock(Instant.parse("2026-11-20T00:00:00Z"));
    private FakeRepository repository;

    @BeforeEach
    void start() throws Exception {
        repository = new FakeRepository(folder);
    }

    @AfterEach
    void stop() {
        repository.close();
    }

    private Delivery deliver() throws Exception {
        return new HttpsTransport(repository.endpoint(), repository.tls(), clock).deliver(SUBMISSION);
    }

    private Delivery deliverTo(FakeRepository other, RepositoryTls tls) {
        return new HttpsTransport(other.endpoint(), tls, clock).deliver(SUBMISSION);
    }

    @Test
    void puts_the_bytes_under_the_submission_id_with_the_bearer_token() throws Exception {
        assertThat(deliver()).isInstanceOf(Delivery.Delivered.class);
        assertThat(repository.stored).containsOnlyKeys("/aggregates/0b5f3c1e");
        assertThat(repository.stored.get("/aggregates/0b5f3c1e")).isEqualTo(SUBMISSION.json());
        assertThat(repository.authorizations).containsExactly("Bearer secret-token");
        assertThat(repository.contentTypes).containsExactly("application/json");
    }

    @Test
    void puts_a_measure_report_where_the_repository_speaks_madx() throws Exception {
        Endpoint madx = repository.endpoint(Rendering.MADX, Duration.ofSeconds(20));
        HttpsTransport transport = new HttpsTransport(madx, repository.tls(), clock);
        assertThat(transport.deliver(SUBMISSION)).isInstanceOf(Delivery.Delivered.class);
        assertThat(repository.contentTypes).containsExactly("application/fhir+json");
        assertThat(repository.stored.get("/aggregates/0b5f3c1e")).isEqualTo(Rendering.MADX.render(SUBMISSION.json()));
        assertThat(transport.deliver(SUBMISSION))
                .as("there, a conflict is a refusal")
                .isInstanceOf(Delivery.Refused.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {409, 303, 200, 202, 204})
    void takes_a_duplicate_for_a_success(int status) throws Exception {
        repository.answers(status);
        assertThat(deliver()).isInstanceOf(Delivery.Delivered.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 502, 503, 429, 425, 408})
    void tries_again_later_after_a_passing_fault(int status) throws Exception {
        repository.answers(status);
        repository.retryAfter = "120";
        assertThat(deliver()).isEqualTo(new Delivery.Later("HTTP " + status, Optional.of(Duration.ofMinutes(2))));
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 400, 401, 403, 404, 413, 415, 422})
    void stops_at_a_refusal(int status) throws Exception {
        repository.answers(status);
        assertThat(deliver()).isEqualTo(new Delivery.Refused("HTTP " + status));
    }

    @Test
    void a_refusal_carries_the_words_of_the_problem_document() throws Exception {
        repository.body =
                "{\"type\":\"about:blank\",\"title\":\"Unknown facility\",\"detail\":\"Register first.\\u001b[31m\"}";
        repository.answers(403);
        assertThat(deliver()).isEqualTo(new Delivery.Refused("HTTP 403: Unknown facility: Register first. [31m"));
    }

    @ParameterizedTest(name = "Retry-After \"{0}\" is {1}")
    @CsvSource(
            nullValues = "-",
            value = {
                "0, PT0S",
                "120, PT2M",
                "99999999, PT24H",
                "'Fri, 20 Nov 2026 02:00:00 GMT', PT2H",
                "'Thu, 19 Nov 2026 02:00:00 GMT', PT0S",
                "'Tue, 20 Nov 2029 02:00:00 GMT', PT24H",
                "soon, -"
            })
    void reads_both_forms_of_retry_after(String value, Duration expected) {
        var headers = java.net.http.HttpHeaders.of(
                java.util.Map.of(
                        "Retry-After", java.util.List.of(value),
                        "Date", java.util.List.of("Fri, 20 Nov 2026 00:00:00 GMT")),
                (name, each) -> true);
        Instant wrongClock = Instant.parse("2031-01-01T00:00:00Z");
        assertThat(RetryAfter.of(headers, wrongClock)).isEqualTo(Optional.ofNullable(expected));
    }

    @Test
    void sends_nothing_to_a_server_that_a_stranger_vouches_for() throws Exception {
        RepositoryTls distrustful = new RepositoryTls(
                Optional.empty(), Optional.of(new RepositoryTls.Store(TestCertificates.pem(folder, "stranger"), "")));
        assertThat(deliverTo(repository, distrustful))
                .isInstanceOfSatisfying(
                        Delivery.Later.class,
                        later -> assertThat(later.reason()).startsWith("no answer: SSLHandshakeException: "));
        RepositoryTls ofJava = new RepositoryTls(Optional.empty(), Optional.empty());
        assertThat(deliverTo(repository, ofJava)).isInstanceOf(Delivery.Later.class);
        assertThat(repository.authorizations).isEmpty();
    }

    @Test
    void shows_its_certificate_where_the_server_asks_for_one() throws Exception {
        try (FakeRepository strict = new FakeRepository(folder, true)) {
            assertThat(deliverTo(strict, strict.tls())).isInstanceOf(Delivery.Later.class);
            assertThat(deliverTo(strict, strict.tls("ended"))).isInstanceOf(Delivery.Later.class);
            assertThat(strict.stored).isEmpty();
            assertThat(deliverTo(strict, strict.tls("client"))).isInstanceOf(Delivery.Delivered.class);
            assertThat(strict.stored).hasSize(1);
        }
    }

    @Test
    void says_what_is_wrong_with_the_files_of_tls_and_never_the_password() throws Exception {
        Path keyStore = TestCertificates.keyStore(folder, "client");
        Path text = Files.writeString(folder.resolve("text"), "no key");
        for (RepositoryTls.Store store : new RepositoryTls.Store[] {
            new RepositoryTls.Store(keyStore, "wrong-secret"),
            new RepositoryTls.Store(text, "wrong-secret"),
            new RepositoryTls.Store(folder.resolve("absent"), "wrong-secret")
        }) {
            RepositoryTls tls = new RepositoryTls(Optional.of(store), Optional.empty());
            assertThat(deliverTo(repository, tls))
                    .isInstanceOfSatisfying(
                            Delivery.Later.class,
                            later -> assertThat(later.reason())
                                    .contains("forward.tls.keyStore cannot be")
                                    .doesNotContain("wrong-secret"));
            assertThat(store.toString()).doesNotContain("wrong-secret");
        }
        assertThat(repository.endpoint().toString()).doesNotContain("secret-token");
    }

    @Test
    void knows_when_certificates_end() throws Exception {
        HttpsTransport transport = new HttpsTransport(repository.endpoint(), repository.tls(), clock);
        assertThat(transport.serverCertificateEnd()).isEmpty();
        transport.deliver(SUBMISSION);
        assertThat(transport.serverCertificateEnd()).isPresent();
        RepositoryTls tls = repository.tls("client");
        assertThat(tls.clientEnd().orElseThrow())
                .isAfter(transport.serverCertificateEnd().orElseThrow());
        assertThat(tls.authorityEnd().orElseThrow()).isAfter(tls.clientEnd().orElseThrow());
    }

    @Test
    void trusts_a_pkcs12_file_of_authorities_too() throws Exception {
        Path file = folder.resolve("authority.p12");
        try (var out = Files.newOutputStream(file)) {
            TestCertificates.only("authority", false).store(out, "pw".toCharArray());
        }
        RepositoryTls tls = new RepositoryTls(Optional.empty(), Optional.of(new RepositoryTls.Store(file, "pw")));
        assertThat(deliverTo(repository, tls)).isInstanceOf(Delivery.Delivered.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"SILENT", "STALLS_MID_ANSWER", "CLOSES_MID_ANSWER"})
    void an_answer_that_does_not_end_is_later_and_bounded_in_time(String fault) throws Exception {
        repository.answers.add(new Answer(201, true, Fault.valueOf(fault)));
        HttpsTransport transport = new HttpsTransport(
                new Endpoint(repository.url(), Rendering.JSON, Optional.empty(), ProxyRoute.NONE, SHORT, SHORT),
                repository.tls(),
                clock);
        Delivery delivery = transport.deliver(SUBMISSION);
        assertThat(delivery).isInstanceOf(Delivery.Later.class);
        assertThat(transport.deliver(SUBMISSION)).isEqualTo(new Delivery.Delivered("HTTP 409"));
        assertThat(repository.stored).hasSize(1);
    }

    @Test
    void goes_through_the_proxy_that_is_configured() throws Exception {
        Deque<String> asked = new ConcurrentLinkedDeque<>();
        try (java.net.ServerSocket tunnel = new java.net.ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread listener = new Thread(() -> {
                try (java.net.Socket socket = tunnel.accept()) {
                    asked.add(new java.io.BufferedReader(new java.io.InputStreamReader(socket.getInputStream()))
                            .readLine());
                } catch (java.io.IOException e) {
                    asked.add(e.toString());
                }
            });
            listener.start();
            Endpoint endpoint = new Endpoint(
                    repository.url(),
                    Rendering.JSON,
                    Optional.empty(),
                    new ProxyRoute("127.0.0.1:" + tunnel.getLocalPort()),
                    Duration.ofSeconds(5),
                    Duration.ofSeconds(5));
            Delivery delivery = new HttpsTransport(endpoint, repository.tls(), clock).deliver(SUBMISSION);
            listener.join();
            assertThat(delivery).isInstanceOf(Delivery.Later.class);
        }
        assertThat(asked).singleElement().asString().startsWith("CONNECT localhost:");
        assertThat(repository.stored).isEmpty();
    }

    @Test
    void is_later_when_nobody_listens() throws Exception {
        repository.close();
        assertThat(deliver()).isInstanceOf(Delivery.Later.class);
    }

    @Test
    void refuses_a_url_without_tls() {
        assertThatThrownBy(() -> new Endpoint(
                        URI.create("http://localhost/"),
                        Rendering.JSON,
                        Optional.empty(),
                        ProxyRoute.NONE,
                        SHORT,
                        SHORT))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("https");
    }

    @Test
    void the_probe_sees_the_repository_and_shows_it_nothing() throws Exception {
        RepositoryProbe.ProbeResult result = new RepositoryProbe(repository.endpoint(), repository.tls(), clock).look();
        assertThat(result.problem()).isEmpty();
        assertThat(result.certificateEnd()).isPresent();
        assertThat(result.clockOffset()).isPresent();
        assertThat(repository.stored).isEmpty();
        assertThat(repository.authorizations).containsExactly("");
        repository.close();
        assertThat(new RepositoryProbe(repository.endpoint(), repository.tls(), clock)
                        .look()
                        .problem())
                .isPresent();
    }
}
