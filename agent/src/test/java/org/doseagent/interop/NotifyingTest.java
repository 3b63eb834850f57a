package org.doseagent.interop;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.doseagent.cli.CommandLineRun;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The daemon in its own process notifies a real receiver, and does not repeat that after a restart. */
final class NotifyingTest {

    private static final Path CASES =
            Path.of(System.getProperty("project.root", "..")).resolve("test-data/cases");

    private static final long WAIT_SECONDS = 60;

    private final BlockingQueue<byte[]> bodies = new LinkedBlockingQueue<>();

    private final Set<Long> told = new HashSet<>();

    @TempDir
    private Path scratch;

    @Test
    void the_daemon_notifies_of_each_alert_once_even_after_a_restart() throws Exception {
        Path data = scratch.resolve("data");
        CommandLineRun commands = new CommandLineRun(data);
        commands.run("import", CASES.resolve("canon-dose-check").toString());
        HttpServer receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        receiver.createContext("/", exchange -> {
            bodies.add(exchange.getRequestBody().readNBytes(1 << 20));
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        receiver.start();
        String[] settings = {
            "notify.webhook.enabled=true",
            "notify.webhook.url=http://localhost:" + receiver.getAddress().getPort() + "/",
            "notify.kinds.dose-check=now",
            "notify.kinds.data-quality=now",
            "alerts.change.days=1"
        };
        try (RunningAgent daemon = RunningAgent.start(data, settings)) {
            awaitAlert(1);
            assertThat(daemon.terminate()).isZero();
        }
        commands.run("import", CASES.resolve("unmapped").toString());
        long newest = commands.json("alerts", "list").get(0).get("id").asLong();
        try (RunningAgent daemon = RunningAgent.start(data, settings)) {
            awaitAlert(newest);
            assertThat(metrics(daemon)).contains("dose_agent_notifications{state=\"failed\"} 0.0");
            assertThat(daemon.terminate()).isZero();
        } finally {
            receiver.stop(0);
        }
        assertThat(commands.json("notifications", "list", "--state", "sent"))
                .isNotEmpty()
                .allSatisfy(row -> assertThat(row.get("attempts").asInt()).isEqualTo(1));
    }

    /** Takes messages until one is about this alert; none may be about an alert that was notified before. */
    private void awaitAlert(long id) throws Exception {
        while (!told.contains(id)) {
            byte[] body = bodies.poll(WAIT_SECONDS, TimeUnit.SECONDS);
            assertThat(body).as("a message within " + WAIT_SECONDS + " s").isNotNull();
            for (JsonNode alert : new ObjectMapper().readTree(body).get("alerts")) {
                assertThat(told.add(alert.get("id").asLong()))
                        .as("told once: " + alert)
                        .isTrue();
            }
        }
    }

    private static String metrics(RunningAgent daemon) throws Exception {
        URI page = URI.create("http://" + daemon.host() + ":" + daemon.httpPort() + "/metrics");
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(page).build(), HttpResponse.BodyHandlers.ofString())
                .body();
    }
}
