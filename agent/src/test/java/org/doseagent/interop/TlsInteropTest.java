package org.doseagent.interop;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.doseagent.cli.CommandLineRun;
import org.doseagent.forward.TestCertificates;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** DICOM TLS with programs that nobody here wrote. */
final class TlsInteropTest {

    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private static final int PATIENCE_SECONDS = 60;

    @TempDir
    private Path scratch;

    private String authority;

    @BeforeEach
    void writeAuthority() throws Exception {
        authority = TestCertificates.pem(scratch, "authority").toString();
    }

    private String certificate(String alias) throws Exception {
        return TestCertificates.pem(scratch, alias).toString();
    }

    private String key(String alias) throws Exception {
        return TestCertificates.key(scratch, alias).toString();
    }

    private RunningAgent start() throws Exception {
        return RunningAgent.start(
                scratch.resolve("data"),
                "dicom.tls.enabled=true",
                "dicom.tls.only=true",
                "dicom.tls.port=0",
                "dicom.tls.certificate=" + certificate("server"),
                "dicom.tls.key=" + key("server"),
                "dicom.tls.authorities=" + authority,
                "dicom.allowedCallers=[{aeTitle: STORESCU, certificates: [client]}, {aeTitle: ORTHANC}]");
    }

    private Tool.Result storescu(RunningAgent agent, List<String> tls, List<Path> files) {
        List<String> command = new ArrayList<>(List.of("storescu", "-v", "-R"));
        command.addAll(tls);
        command.addAll(List.of("-aec", "DOSE_AGENT", agent.host(), "" + agent.port()));
        files.forEach(file -> command.add(file.toString()));
        return Tool.run(scratch.resolve("storescu.log"), command);
    }

    private static void awaitLine(RunningAgent agent, String text) throws Exception {
        long end = System.nanoTime() + PATIENCE_SECONDS * 1_000_000_000L;
        while (agent.log().stream().noneMatch(line -> line.contains(text)) && System.nanoTime() - end < 0) {
            Thread.onSpinWait();
        }
        assertThat(agent.log()).anyMatch(line -> line.contains(text));
    }

    @Test
    void storescu_sends_with_its_certificate() throws Exception {
        Tool.require("storescu");
        try (RunningAgent agent = start()) {
            List<Path> files = Reports.synthetic();
            Tool.Result result =
                    storescu(agent, List.of("+tls", key("client"), certificate("client"), "+cf", authority), files);
            assertThat(result.exit()).as(result.output()).isZero();
            assertThat(result.output().split("Received Store Response \\(Success\\)", -1))
                    .hasSize(files.size() + 1);
        }
    }

    @Test
    void storescu_is_refused_without_a_certificate_with_a_foreign_and_with_an_expired_one() throws Exception {
        Tool.require("storescu");
        List<Path> files = Reports.synthetic();
        try (RunningAgent agent = start()) {
            assertThat(storescu(agent, List.of("+tla", "+cf", authority), files).exit())
                    .isNotZero();
            awaitLine(agent, "reason=\"the peer sent no client certificate");
            assertThat(storescu(agent, tls("stranger"), files).exit()).isNotZero();
            awaitLine(agent, "CN=stranger, is not signed by an authority of dicom.tls.authorities");
            assertThat(storescu(agent, tls("ended"), files).exit()).isNotZero();
            awaitLine(agent, "CN=ended, expired on ");
            assertThat(storescu(agent, List.of(), files).exit()).isNotZero();
            awaitLine(agent, "a peer without TLS called the TLS port");
        }
    }

    private List<String> tls(String alias) throws Exception {
        return List.of("+tls", key(alias), certificate(alias), "+cf", authority);
    }

    @Test
    void orthanc_sends_with_its_certificate() throws Exception {
        Tool.require("Orthanc");
        int port = freePort();
        try (RunningAgent agent = start()) {
            Path folder = Files.createDirectories(scratch.resolve("orthanc"));
            Files.writeString(folder.resolve("orthanc.json"), """
                    {"Name": "ORTHANC", "StorageDirectory": "%s", "IndexDirectory": "%s", "HttpPort": %d, "DicomServerEnabled": false,
                     "RemoteAccessAllowed": false, "AuthenticationEnabled": false, "Plugins": [],
                     "DicomTlsCertificate": "%s", "DicomTlsPrivateKey": "%s", "DicomTlsTrustedCertificates": "%s",
                     "DicomModalities": {"agent": {"AET": "DOSE_AGENT", "Host": "%s", "Port": %d, "UseDicomTls": true}}}
                    """.formatted(
                            folder.resolve("db"),
                            folder.resolve("db"),
                            port,
                            certificate("client"),
                            key("client"),
                            authority,
                            agent.host(),
                            agent.port()));
            Process orthanc = Tool.start(
                    folder.resolve("log"),
                    folder,
                    List.of("Orthanc", folder.resolve("orthanc.json").toString()));
            try {
                awaitPort(port);
                JsonNode stored = post(
                        port,
                        "/instances",
                        HttpRequest.BodyPublishers.ofFile(Reports.synthetic().get(0)));
                JsonNode job = post(
                        port,
                        "/modalities/agent/store",
                        HttpRequest.BodyPublishers.ofString("{\"Synchronous\":true,\"Resources\":[\""
                                + stored.get("ID").asText() + "\"]}"));
                assertThat(job.get("FailedInstancesCount").asInt())
                        .as(Files.readString(folder.resolve("log")))
                        .isZero();
            } finally {
                orthanc.destroy();
                orthanc.waitFor();
            }
        }
    }

    @Test
    void storescp_receives_what_send_sends_with_tls() throws Exception {
        Tool.require("storescp");
        Path folder = Files.createDirectories(scratch.resolve("received"));
        int port = freePort();
        Process storescp = Tool.start(
                scratch.resolve("storescp.log"),
                folder,
                List.of(
                        "storescp",
                        "+B",
                        "+xa",
                        "-v",
                        "+tls",
                        key("server"),
                        certificate("server"),
                        "+cf",
                        authority,
                        "" + port));
        try {
            awaitPort(port);
            CommandLineRun agent = new CommandLineRun(scratch.resolve("data"));
            List<String> arguments = new ArrayList<>(List.of("send", "--tls"));
            Reports.synthetic().forEach(file -> arguments.add(file.toString()));
            arguments.addAll(List.of("--to", "STORESCP@127.0.0.1:" + port));
            assertThat(agent.run(arguments.toArray(String[]::new))).isEqualTo(2);
            assertThat(agent.err()).contains("dicom.tls.certificate: is mandatory for send --tls");
            arguments.addAll(List.of(
                    "--set", "dicom.tls.certificate=" + certificate("client"),
                    "--set", "dicom.tls.key=" + key("client"),
                    "--set", "dicom.tls.authorities=" + authority));
            assertThat(agent.run(arguments.toArray(String[]::new)))
                    .as(agent.err())
                    .isZero();
        } finally {
            storescp.destroy();
            storescp.waitFor();
        }
        try (Stream<Path> received = Files.list(folder)) {
            assertThat(received).hasSameSizeAs(Reports.synthetic());
        }
    }

    private static JsonNode post(int port, String path, HttpRequest.BodyPublisher body) throws Exception {
        HttpResponse<String> answer = HTTP.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                        .POST(body)
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as("%s: %s", path, answer.body()).isEqualTo(200);
        return new ObjectMapper().readTree(answer.body());
    }

    private static int freePort() throws Exception {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private static void awaitPort(int port) throws Exception {
        long end = System.nanoTime() + PATIENCE_SECONDS * 1_000_000_000L;
        boolean isOpen = false;
        while (!isOpen && System.nanoTime() - end < 0) {
            try (Socket socket = new Socket("127.0.0.1", port)) {
                isOpen = socket.isConnected();
            } catch (java.net.ConnectException e) {
                Thread.onSpinWait();
            }
        }
        assertThat(isOpen).isTrue();
    }
}
