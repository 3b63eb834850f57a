package org.doseagent.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.doseagent.config.ConfigException;
import org.doseagent.config.ConfigLoader;
import org.doseagent.dose.Diagnosis;
import org.doseagent.forward.TestCertificates;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The daemon with DICOM TLS: readiness, metrics and doctor. */
final class TlsDaemonTest {

    private static final Path SHIPPED =
            Path.of(System.getProperty("project.root", "..")).resolve("config/agent.yaml");
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @TempDir
    private Path folder;

    private Agent agent(String alias, Map<String, String> more) throws Exception {
        Map<String, String> overrides = new HashMap<>(Map.of(
                "dataDir", folder.resolve("data").toString(),
                "forward.folder", folder.resolve("outbox").toString(),
                "store.minFreeDisk", "0B",
                "dicom.tls.port", "0",
                "http.port", "0",
                "dicom.tls.enabled", "true",
                "dicom.tls.certificate", TestCertificates.pem(folder, alias).toString(),
                "dicom.tls.key", TestCertificates.key(folder, alias).toString(),
                "dicom.tls.authorities",
                        TestCertificates.pem(folder, "authority").toString()));
        overrides.putAll(more);
        return Agent.open(ConfigLoader.load(SHIPPED, overrides, Map.of()));
    }

    private static HttpResponse<String> get(AgentDaemon daemon, String path) throws Exception {
        InetSocketAddress address = daemon.httpAddress().orElseThrow();
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + address.getPort() + path))
                                .timeout(PATIENCE)
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void where_the_only_port_has_tls_readiness_calls_that_port() throws Exception {
        Map<String, String> only =
                Map.of("dicom.tls.only", "true", "dicom.allowedCallers", "[{aeTitle: P, certificates: [p]}]");
        try (AgentDaemon daemon = AgentDaemon.start(agent("server", only))) {
            assertThat(daemon.tlsAddress()).contains(daemon.dicomAddress());
            long end = System.nanoTime() + PATIENCE.toNanos();
            HttpResponse<String> answer = get(daemon, "/readyz");
            while (answer.statusCode() != 200 && System.nanoTime() - end < 0) {
                answer = get(daemon, "/readyz");
            }
            assertThat(answer.body()).isEqualTo("ok\n");
            assertThat(get(daemon, "/metrics").body())
                    .contains("dose_agent_certificate_expiry_seconds{certificate=\"dicom\"}")
                    .contains("dose_agent_certificate_expiry_seconds{certificate=\"dicom-ca\"}");
        }
    }

    @Test
    void doctor_names_the_end_of_each_certificate_and_what_is_wrong_with_a_file() throws Exception {
        try (Agent agent = agent("server", Map.of("dicom.tls.only", "true", "dicom.tls.port", "0"))) {
            assertThat(agent.examine())
                    .extracting(Diagnosis::check)
                    .contains("dicom-certificate", "dicom-ca-certificate", "dicom-tls-port")
                    .doesNotContain("dicom-port");
            assertThat(agent.examine())
                    .filteredOn(diagnosis -> diagnosis.check().equals("dicom-certificate"))
                    .singleElement()
                    .satisfies(diagnosis -> assertThat(diagnosis.text()).startsWith("expires on "));
        }
        try (Agent agent = agent("ended", Map.of())) {
            assertThat(agent.examine())
                    .filteredOn(diagnosis -> diagnosis.check().equals("dicom-certificate"))
                    .singleElement()
                    .satisfies(diagnosis -> assertThat(diagnosis.text()).startsWith("expired on "));
        }
    }

    @Test
    void a_key_that_cannot_be_used_is_a_problem_of_the_configuration() throws Exception {
        Path key = Files.writeString(folder.resolve("rsa.pem"), """
                -----BEGIN RSA PRIVATE KEY-----
                AAAA
                -----END RSA PRIVATE KEY-----
                """);
        try (Agent agent = agent("server", Map.of("dicom.tls.key", key.toString()))) {
            assertThatThrownBy(() -> AgentDaemon.start(agent))
                    .isInstanceOf(ConfigException.class)
                    .hasMessageContaining("dicom.tls.key is a RSA PRIVATE KEY; convert it: openssl pkcs8 -topk8");
        }
        try (Agent agent = agent(
                "server",
                Map.of("dicom.tls.certificate", folder.resolve("absent").toString()))) {
            assertThatThrownBy(() -> AgentDaemon.start(agent))
                    .isInstanceOf(ConfigException.class)
                    .hasMessageContaining("dicom.tls.certificate: the file absent cannot be read");
        }
    }
}
