package org.doseagent.daemon.health;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.doseagent.config.ConfigLoader;
import org.doseagent.daemon.Agent;
import org.doseagent.daemon.AgentDaemon;
import org.doseagent.interop.Senders;
import org.doseagent.interop.Tool;
import org.doseagent.net.calling.Requestor;
import org.doseagent.testdata.TestData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What /metrics says, and that the shipped alert rules and the dashboard ask for what is there. */
@Timeout(120)
final class MetricsTest {

    private static final Path ROOT = Path.of(System.getProperty("project.root", ".."));
    private static final Path MONITORING = ROOT.resolve("config/monitoring");
    private static final Pattern OUR_METRIC = Pattern.compile("dose_agent_[a-z_]+");

    @TempDir
    private Path folder;

    private Agent agent(Map<String, String> more) {
        Map<String, String> overrides = new HashMap<>(Map.of(
                "dataDir", folder.resolve("data").toString(),
                "forward.folder", folder.resolve("outbox").toString(),
                "store.minFreeDisk", "0B",
                "dicom.port", "0",
                "http.port", "0"));
        overrides.putAll(more);
        return Agent.open(ConfigLoader.load(ROOT.resolve("config/agent.yaml"), overrides, Map.of()));
    }

    private static String page(AgentDaemon daemon) throws Exception {
        InetSocketAddress address = daemon.httpAddress().orElseThrow();
        HttpResponse<String> answer = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + address.getPort() + "/metrics"))
                                .timeout(Duration.ofSeconds(20))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).isEqualTo(200);
        return answer.body();
    }

    private static void store(AgentDaemon daemon, String... cases) throws Exception {
        try (Requestor requestor =
                Senders.connect("127.0.0.1", daemon.dicomAddress().getPort(), "PACS1")) {
            for (String name : cases) {
                assertThat(Senders.store(requestor, TestData.caseFile(name))).isZero();
            }
        }
    }

    private static void awaitProcessed(Agent agent) {
        while (agent.inbox().waiting() > 0) {
            Thread.onSpinWait();
        }
    }

    private static double value(String page, String series) {
        return page.lines()
                .filter(line -> line.startsWith(series + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + series));
    }

    @Test
    void shows_scanners_alerts_sizes_and_the_build() throws Exception {
        Agent agent = agent(Map.of());
        try (AgentDaemon daemon = AgentDaemon.start(agent)) {
            double before = Instant.now().getEpochSecond();
            store(daemon, "philips-abdomen");
            awaitProcessed(agent);
            String page = page(daemon);
            double lastReport = page.lines()
                    .filter(line -> line.startsWith("dose_agent_scanner_last_report_timestamp_seconds{"))
                    .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                    .findFirst()
                    .orElseThrow();
            assertThat(lastReport).isGreaterThanOrEqualTo(before);
            assertThat(value(page, "dose_agent_inbox_oldest_waiting_seconds")).isZero();
            assertThat(value(page, "dose_agent_store_bytes")).isPositive();
            assertThat(value(page, "dose_agent_disk_free_bytes")).isPositive();
            assertThat(page)
                    .contains("dose_agent_alerts_open{kind=\"exam-above-drl\"}", "dose_agent_build_info{")
                    .contains("jvm_memory_used_bytes", "process_open_fds");
        }
    }

    @Test
    void shows_only_the_scanners_that_sent_last() throws Exception {
        Agent agent = agent(Map.of("http.maxScanners", "1"));
        try (AgentDaemon daemon = AgentDaemon.start(agent)) {
            store(daemon, "philips-abdomen", "ge-head-enhanced-sr");
            awaitProcessed(agent);
            assertThat(agent.doses().devices()).hasSize(2);
            assertThat(page(daemon).lines().filter(line -> line.startsWith("dose_agent_scanner_last_report")))
                    .hasSize(1);
        }
    }

    @Test
    void is_accepted_by_promtool_and_has_every_metric_that_rules_and_dashboard_ask_for() throws Exception {
        Tool.require("promtool");
        Agent agent = agent(Map.of());
        try (AgentDaemon daemon = AgentDaemon.start(agent)) {
            store(daemon, "philips-abdomen");
            awaitProcessed(agent);
            String page = page(daemon);
            Path file = Files.writeString(folder.resolve("metrics"), page);
            assertThat(run("sh", "-c", "promtool check metrics < " + file).exit())
                    .isZero();
            assertThat(page).doesNotContain("PACS1");
            assertThat(missing(page, "dose-agent.rules.yml")).isEmpty();
            assertThat(missing(page, "dose-agent.dashboard.json")).isEmpty();
        }
    }

    /** These appear only after an incident, or with a repository whose certificate is known. */
    private static List<String> missing(String page, String file) throws IOException {
        List<String> missing = new ArrayList<>();
        Matcher names = OUR_METRIC.matcher(Files.readString(MONITORING.resolve(file)));
        while (names.find()) {
            if (!page.contains("# TYPE " + names.group() + " ")) {
                missing.add(names.group());
            }
        }
        missing.removeAll(List.of(
                "dose_agent_wire_incidents_total",
                "dose_agent_certificate_expiry_seconds",
                "dose_agent_unmapped_part_ratio"));
        return missing;
    }

    @Test
    void the_shipped_alert_rules_pass_promtool_and_their_own_tests() {
        Tool.require("promtool");
        Path rules = MONITORING.resolve("dose-agent.rules.yml").toAbsolutePath();
        Path tests = MONITORING.resolve("dose-agent.rules.test.yml").toAbsolutePath();
        assertThat(run("promtool", "check", "rules", rules.toString()).output()).contains("SUCCESS");
        Tool.Result tested = run("promtool", "test", "rules", tests.toString());
        assertThat(tested.exit()).as(tested.output()).isZero();
    }

    @Test
    void the_dashboard_is_json_with_a_title_for_each_panel() throws Exception {
        JsonNode dashboard = new ObjectMapper()
                .readTree(MONITORING.resolve("dose-agent.dashboard.json").toFile());
        assertThat(dashboard.get("panels")).hasSizeGreaterThan(10).allSatisfy(panel -> {
            assertThat(panel.get("title").asText()).isNotBlank();
            assertThat(panel.get("targets")).isNotEmpty();
        });
    }

    private Tool.Result run(String... command) {
        return Tool.run(folder.resolve("out").toAbsolutePath(), List.of(command));
    }
}
