package org.doseagent.cli.alerts;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.doseagent.cli.CommandLineRun;
import org.doseagent.cli.Main;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a person sees of notifications, alerts and the audit. */
final class NotificationsCommandTest {

    private static final Path CASES =
            Path.of(System.getProperty("project.root", "..")).resolve("test-data/cases");

    @TempDir
    private Path scratch;

    private CommandLineRun agent;
    private HttpServer receiver;
    private final List<String> bodies = new CopyOnWriteArrayList<>();
    private volatile int answer = 204;

    @BeforeEach
    void start() throws Exception {
        agent = new CommandLineRun(scratch.resolve("data"));
        receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        receiver.createContext("/", exchange -> {
            bodies.add(new String(exchange.getRequestBody().readNBytes(1 << 20), StandardCharsets.UTF_8));
            exchange.sendResponseHeaders(answer, -1);
            exchange.close();
        });
        receiver.start();
    }

    @AfterEach
    void stop() {
        receiver.stop(0);
    }

    @Test
    void a_test_message_goes_through_the_configured_channels_and_the_exit_code_shows_the_outcome() throws Exception {
        assertThat(test("notify.webhook.enabled=true", url())).isZero();
        assertThat(agent.out()).isEqualTo("webhook: sent, HTTP 204" + System.lineSeparator());
        assertThat(bodies).singleElement().asString().contains("\"occasion\":\"test\"");
        answer = 500;
        assertThat(test("notify.webhook.enabled=true", url())).isEqualTo(Main.FAILED);
        assertThat(agent.out()).contains("webhook: failed, HTTP 500");
        answer = 404;
        assertThat(test("notify.webhook.enabled=true", url())).isEqualTo(Main.FAILED);
        assertThat(agent.out()).contains("webhook: refused, HTTP 404");
    }

    @Test
    void an_absent_mail_server_is_reported_without_a_long_wait() throws Exception {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        assertThat(test(
                        "notify.email.enabled=true",
                        "notify.email.host=localhost",
                        "notify.email.port=" + port,
                        "notify.email.from=agent@hospital.example",
                        "notify.email.to=physics@hospital.example"))
                .isEqualTo(Main.FAILED);
        assertThat(agent.out()).startsWith("email: failed, the mail server cannot be reached");
    }

    @Test
    void without_a_channel_a_test_is_wrong_usage() {
        assertThat(test()).isEqualTo(Main.USAGE);
        assertThat(agent.err()).contains("notify.email.enabled");
    }

    @Test
    void a_list_is_empty_before_a_daemon_ran_and_a_retry_counts() {
        agent.run("import", CASES.resolve("canon-dose-check").toString());
        assertThat(agent.json("notifications", "list")).isEmpty();
        assertThat(agent.run("notifications", "list", "--csv")).isZero();
        assertThat(agent.out()).startsWith("alertId,opening,kind,channel,when,overflow,state,attempts,");
        assertThat(agent.run("notifications", "list", "--state", "lost")).isEqualTo(Main.USAGE);
        assertThat(agent.run("notifications", "retry")).isZero();
        assertThat(agent.err()).contains("0 notifications are due");
    }

    @Test
    void an_alert_is_shown_with_its_history_and_the_audit_is_checked_against_a_hash_noted_before() {
        agent.run("import", CASES.resolve("canon-dose-check").toString());
        agent.run("alerts", "ack", "1", "--by", "M. Physicist", "--reason", "justified", "--note", "large patient");
        assertThat(agent.run("alerts", "show", "1")).isZero();
        assertThat(agent.out())
                .contains("Alert 1, dose-check, acknowledged, opened ", "dose check reported")
                .contains("alert-acknowledged by M. Physicist: alert 1 justified: large patient");
        JsonNode audit = agent.json("audit", "list");
        String hash = audit.get(0).get("hash").asText();
        assertThat(agent.run("audit", "verify", "--expect", hash)).isZero();
        assertThat(agent.run("audit", "verify", "--expect", "0".repeat(64))).isEqualTo(Main.BAD_NEWS);
        assertThat(agent.err()).contains("no entry has the hash");
        assertThat(agent.run("alerts", "reopen", "1", "--by", "agent", "--reason", "other"))
                .isEqualTo(Main.USAGE);
    }

    @Test
    void the_settings_are_shown_without_secrets() {
        assertThat(agent.run(
                        "config",
                        "show",
                        "--set",
                        "notify.webhook.secret=secret-1",
                        "--set",
                        "notify.webhook.bearerToken=secret-2",
                        "--set",
                        "notify.email.user=u",
                        "--set",
                        "notify.email.password=secret-3"))
                .isZero();
        assertThat(agent.out())
                .contains("notify.email.password: (set)", "notify.webhook.secret: (set)", "notify.digestAt: 07:00")
                .doesNotContain("secret-1", "secret-2", "secret-3");
    }

    private String url() {
        return "notify.webhook.url=http://localhost:" + receiver.getAddress().getPort() + "/";
    }

    private int test(String... settings) {
        String[] arguments = new String[2 + 2 * settings.length];
        arguments[0] = "notifications";
        arguments[1] = "test";
        for (int i = 0; i < settings.length; i++) {
            arguments[2 + 2 * i] = "--set";
            arguments[3 + 2 * i] = settings[i];
        }
        return agent.run(arguments);
    }
}
