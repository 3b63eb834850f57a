package org.doseagent.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.doseagent.config.ConfigLoader;
import org.doseagent.daemon.health.Metrics;
import org.doseagent.dose.Diagnosis;
import org.doseagent.dose.Diagnosis.Status;
import org.doseagent.store.outbox.Delivery;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DoctorTest {

    private static final Path SHIPPED =
            Path.of(System.getProperty("project.root", "..")).resolve("config/agent.yaml");
    private static final Instant NOW = Instant.parse("2026-11-20T00:00:00Z");

    @TempDir
    private Path folder;

    private Agent agent(Map<String, String> more) throws Exception {
        Map<String, String> overrides = new java.util.HashMap<>(
                Map.of("dataDir", folder.toString(), "store.minFreeDisk", "0B", "dicom.port", "0", "http.port", "0"));
        overrides.putAll(more);
        return Agent.open(ConfigLoader.load(SHIPPED, overrides, Map.of()));
    }

    @Test
    void a_fresh_installation_is_sound_but_for_exams() throws Exception {
        try (Agent agent = agent(Map.of())) {
            List<Diagnosis> found = agent.examine();
            assertThat(found)
                    .extracting(Diagnosis::check)
                    .containsExactly(
                            "java",
                            "config",
                            "store",
                            "data-directory",
                            "disk",
                            "keys",
                            "file-modes",
                            "backup",
                            "dicom-port",
                            "http-port",
                            "drl-sets",
                            "mapping",
                            "aggregates",
                            "release-journal",
                            "outbox",
                            "repository",
                            "clock");
            assertThat(found)
                    .filteredOn(diagnosis -> diagnosis.status() == Status.BAD)
                    .isEmpty();
            assertThat(found)
                    .allMatch(diagnosis -> diagnosis.status()
                            == Status.OK
                            == diagnosis.advice().isEmpty());
        }
    }

    @Test
    void reports_an_unreachable_repository_and_a_full_disk() throws Exception {
        try (Agent agent = agent(Map.of(
                "forward.transport", "https",
                "forward.url", "https://localhost:1/aggregates",
                "forward.proxy", "none",
                "store.minFreeDisk", "1000000GiB"))) {
            assertThat(agent.examine())
                    .filteredOn(diagnosis -> diagnosis.status() == Status.BAD)
                    .extracting(Diagnosis::check)
                    .containsExactly("disk", "repository");
        }
    }

    @Test
    void a_daemon_on_the_same_data_directory_is_asked_by_c_echo() throws Exception {
        int port = freePort();
        try (Agent agent = agent(Map.of("dicom.port", "" + port));
                AgentDaemon daemon = AgentDaemon.start(agent)) {
            assertThat(daemon.dicomAddress().getPort()).isEqualTo(port);
            try (Agent other = agent(Map.of("dicom.port", "" + port))) {
                assertThat(other.examine())
                        .filteredOn(diagnosis -> diagnosis.check().equals("daemon"))
                        .singleElement()
                        .satisfies(diagnosis -> assertThat(diagnosis.text()).contains("answers C-ECHO"));
            }
        }
    }

    private static int freePort() throws Exception {
        try (java.net.ServerSocket socket = new java.net.ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    @Test
    void an_old_java_is_bad() {
        assertThat(Doctor.java(11).status()).isEqualTo(Status.BAD);
    }

    @Test
    void an_archive_that_does_not_answer_is_warned_of() throws Exception {
        try (Agent agent = agent(Map.of("pacs", "[{aeTitle: PACS1, host: 127.0.0.1, port: " + freePort() + "}]"))) {
            assertThat(agent.examine())
                    .filteredOn(diagnosis -> diagnosis.check().equals("pacs"))
                    .singleElement()
                    .satisfies(diagnosis -> {
                        assertThat(diagnosis.status()).isEqualTo(Status.WARN);
                        assertThat(diagnosis.advice()).contains("DOSE_AGENT");
                    });
        }
    }

    @Test
    void the_metrics_page_shows_outbox_and_deliveries() throws Exception {
        try (Agent agent = agent(Map.of())) {
            Metrics metrics = new Metrics();
            OutboxMetrics.add(metrics, agent);
            OutboxMetrics.count(metrics, new Delivery.Delivered("HTTP 201"));
            OutboxMetrics.count(metrics, new Delivery.Later("HTTP 503", Optional.empty()));
            OutboxMetrics.count(metrics, new Delivery.Refused("HTTP 422"));
            String page = new String(metrics.page(), StandardCharsets.UTF_8);
            assertThat(page)
                    .contains(
                            "dose_agent_outbox_releases{state=\"pending\"} 0.0",
                            "dose_agent_outbox_releases{state=\"refused\"} 0.0",
                            "dose_agent_outbox_oldest_seconds 0.0",
                            "dose_agent_deliveries_total{outcome=\"refused\"} 1.0",
                            "dose_agent_deliveries_total{outcome=\"later\"} 1.0");
        }
    }
}
