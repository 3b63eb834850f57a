package org.doseagent.repository;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLSocket;
import org.doseagent.aggregate.benchmark.Benchmark;
import org.doseagent.aggregate.control.Release;
import org.doseagent.aggregate.render.Rendering;
import org.doseagent.daemon.RepositoryHost;
import org.doseagent.forward.Endpoint;
import org.doseagent.forward.HttpsTransport;
import org.doseagent.forward.ProxyRoute;
import org.doseagent.forward.Submission;
import org.doseagent.store.outbox.Delivery;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The repository behind real TLS, called by the agent's own transport and by clients that are not agents. */
final class RepositoryServerTest {

    private static final Duration WAIT = Duration.ofSeconds(30);

    @TempDir
    private Path folder;

    private RepositoryRig rig;
    private RepositoryHost.Running running;
    private HttpClient client;
    private SimulatedHospital hospital;

    @BeforeEach
    void start() throws Exception {
        rig = new RepositoryRig(folder);
        running = rig.host.start();
        client = HttpClient.newBuilder().sslContext(rig.tls().context()).build();
        hospital = rig.enrolled(1);
    }

    @AfterEach
    void stop() {
        running.close();
    }

    private URI url(String path) {
        return URI.create("https://localhost:" + running.address().getPort() + path);
    }

    private HttpResponse<String> get(String path) throws Exception {
        return client.send(
                HttpRequest.newBuilder(url(path)).build(), HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
    }

    private HttpResponse<String> put(String path, String type, byte[] body) throws Exception {
        return client.send(
                HttpRequest.newBuilder(url(path))
                        .header("Content-Type", type)
                        .PUT(HttpRequest.BodyPublishers.ofByteArray(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
    }

    private Delivery deliver(Release release) throws Exception {
        Endpoint endpoint =
                new Endpoint(url("/v1/submissions"), Rendering.JSON, Optional.empty(), ProxyRoute.NONE, WAIT, WAIT);
        return new HttpsTransport(endpoint, rig.tls(), rig.clock)
                .deliver(new Submission(
                        release.document().submissionId(),
                        release.document().period().toString(),
                        release.json()));
    }

    @Test
    void an_agent_delivers_and_delivers_again() throws Exception {
        Release january = RepositoryRig.release(hospital, RepositoryRig.JANUARY);
        assertThat(deliver(january)).isEqualTo(new Delivery.Delivered("HTTP 201"));
        assertThat(deliver(january)).isEqualTo(new Delivery.Delivered("HTTP 200"));
        SimulatedHospital stranger = RepositoryRig.hospital(2);
        assertThat(deliver(RepositoryRig.release(stranger, RepositoryRig.JANUARY)))
                .isEqualTo(new Delivery.Refused("HTTP 403: not taken: this facility is not enrolled"));
    }

    @Test
    void what_is_no_release_is_refused_with_its_status() throws Exception {
        String path = "/v1/submissions/00000000-0000-5000-8000-000000000001";
        assertThat(put(path, "text/plain", new byte[] {'{'}).statusCode()).isEqualTo(415);
        assertThat(put(path, "application/json", new byte[] {'{'}).statusCode()).isEqualTo(400);
        assertThat(put(path, "application/json", new byte[(1 << 20) + 1]).statusCode())
                .isEqualTo(413);
        assertThat(put("/v1/submissions/../x", "application/json", new byte[1]).statusCode())
                .isEqualTo(405);
        HttpResponse<String> got = get(path);
        assertThat(got.statusCode()).isEqualTo(405);
        assertThat(got.headers().firstValue("Allow")).hasValue("PUT");
        assertThat(get("/nothing").statusCode()).isEqualTo(404);
        assertThat(get("/healthz").body()).isEqualTo("ok\n");
    }

    @Test
    void results_are_served_in_the_language_of_the_browser() throws Exception {
        assertThat(get("/v1/benchmarks/current").statusCode()).isEqualTo(404);
        for (int i = 1; i <= 10; i++) {
            SimulatedHospital each = i == 1 ? hospital : rig.enrolled(i);
            assertThat(rig.put(RepositoryRig.release(each, RepositoryRig.JANUARY)))
                    .isEqualTo(Reply.TAKEN);
        }
        rig.host.publisher().publish();
        Benchmark benchmark =
                Benchmark.read(get("/v1/benchmarks/current").body().getBytes(StandardCharsets.UTF_8));
        assertThat(benchmark.publicKey()).isEqualTo(rig.host.publicKey());
        assertThat(get("/v1/benchmarks/2025").body())
                .isEqualTo(get("/v1/benchmarks/current").body());
        assertThat(get("/v1/benchmarks/1999").statusCode()).isEqualTo(404);
        assertThat(get("/v1/key").body()).contains(rig.host.publicKey());
        assertThat(get("/v1/results").body()).contains("dose-results/1");
        HttpRequest german = HttpRequest.newBuilder(url("/"))
                .header("Accept-Language", "it, de-AT;q=0.8, en;q=0.5")
                .build();
        assertThat(client.send(german, HttpResponse.BodyHandlers.ofString()).body())
                .contains("<html lang=\"de\">");
        assertThat(get("/fr").body()).contains("<html lang=\"fr\">");
    }

    @Test
    void a_client_that_sends_half_a_release_is_disconnected() throws Exception {
        try (SSLSocket socket = (SSLSocket) rig.tls()
                .context()
                .getSocketFactory()
                .createSocket("localhost", running.address().getPort())) {
            socket.setSoTimeout(20_000);
            OutputStream out = socket.getOutputStream();
            out.write(("PUT /v1/submissions/00000000-0000-5000-8000-000000000001 HTTP/1.1\r\nHost: localhost\r\n"
                            + "Content-Type: application/json\r\nContent-Length: 1000\r\n\r\n{")
                    .getBytes(StandardCharsets.US_ASCII));
            out.flush();
            InputStream in = socket.getInputStream();
            assertThat(read(in)).as("end of the stream, not a time-out").isNegative();
        }
        assertThat(get("/healthz").statusCode()).isEqualTo(200);
    }

    private static int read(InputStream in) {
        try {
            return in.read();
        } catch (java.net.SocketTimeoutException e) {
            return 0;
        } catch (java.io.IOException e) {
            return -1; // reset, or TLS without close_notify
        }
    }

    @Test
    void requests_about_facilities_are_limited() {
        HourlyLimit limit = new HourlyLimit(2);
        long hour = Duration.ofHours(1).toNanos();
        assertThat(limit.isWithin(0)).isTrue();
        assertThat(limit.isWithin(1)).isTrue();
        assertThat(limit.isWithin(2)).isFalse();
        assertThat(limit.isWithin(hour)).isTrue();
    }
}
