package org.doseagent.forward;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpsTransportTest {

    private static final Submission SUBMISSION =
            new Submission("0b5f3c1e", "2026-10", "{\"schema\":\"dose-aggregate/1\"}".getBytes(StandardCharsets.UTF_8));

    @TempDir
    Path folder;

    private FakeRepository repository;

    @BeforeEach
    void start() throws Exception {
        repository = new FakeRepository(folder);
    }

    @AfterEach
    void stop() {
        repository.close();
    }

    private HttpsTransport transport() throws Exception {
        return new HttpsTransport(
                repository.url(), Optional.of("secret-token"), repository.clientContext(), Optional.empty());
    }

    @Test
    void puts_the_bytes_under_the_submission_id_with_the_bearer_token() throws Exception {
        Delivery delivery = transport().deliver(SUBMISSION);

        assertThat(delivery).isInstanceOf(Delivery.Delivered.class);
        assertThat(repository.stored).containsOnlyKeys("/aggregates/0b5f3c1e");
        assertThat(repository.stored.get("/aggregates/0b5f3c1e")).isEqualTo(SUBMISSION.json());
        assertThat(repository.authorizations).containsExactly("Bearer secret-token");
    }

    @ParameterizedTest
    @ValueSource(ints = {409, 303, 200, 204})
    void takes_a_duplicate_for_a_success(int status) throws Exception {
        repository.answers.add(status);
        assertThat(transport().deliver(SUBMISSION)).isInstanceOf(Delivery.Delivered.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 502, 503, 429, 408})
    void tries_again_later_after_a_passing_fault(int status) throws Exception {
        repository.answers.add(status);
        repository.retryAfter = "120";
        assertThat(transport().deliver(SUBMISSION))
                .isEqualTo(new Delivery.Later("HTTP " + status, Optional.of(Duration.ofMinutes(2))));
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 401, 403, 404, 422})
    void stops_at_a_refusal(int status) throws Exception {
        repository.answers.add(status);
        assertThat(transport().deliver(SUBMISSION)).isEqualTo(new Delivery.Refused("HTTP " + status));
    }

    @Test
    void sends_nothing_to_a_server_that_it_does_not_trust() throws Exception {
        HttpsTransport distrustful =
                new HttpsTransport(repository.url(), Optional.empty(), SSLContext.getDefault(), Optional.empty());
        assertThat(distrustful.deliver(SUBMISSION)).isInstanceOf(Delivery.Later.class);
        assertThat(repository.authorizations).isEmpty();
    }

    @Test
    void is_later_when_nobody_listens() throws Exception {
        HttpsTransport transport = transport();
        repository.close();
        assertThat(transport.deliver(SUBMISSION)).isInstanceOf(Delivery.Later.class);
    }

    @Test
    void refuses_a_url_without_tls() {
        assertThatThrownBy(() -> new HttpsTransport(
                        URI.create("http://localhost/"), Optional.empty(), SSLContext.getDefault(), Optional.empty()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("https");
    }
}
