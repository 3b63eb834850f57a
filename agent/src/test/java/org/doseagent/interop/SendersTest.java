package org.doseagent.interop;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.doseagent.cli.CommandLineRun;
import org.doseagent.dicom.DicomLimits;
import org.doseagent.dicom.Part10File;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Programs that nobody here wrote send to a running agent, and receive what it sends. */
final class SendersTest {

    private static final Path PIXELMED = Path.of("/usr/share/java/pixelmed.jar");
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @TempDir
    private Path scratch;

    @Test
    void storescu_sends_every_real_report() throws Exception {
        Tool.require("storescu");
        List<Path> files = Reports.real();
        try (RunningAgent agent = RunningAgent.start(scratch.resolve("data"))) {
            Tool.Result result = storescu(agent, files);
            assertThat(result.exit()).as(result.output()).isZero();
            assertThat(result.output().split("Received Store Response \\(Success\\)", -1))
                    .hasSize(files.size() + 1);
            Reports.checkReal(processed());
        }
    }

    @Test
    void import_takes_every_real_report() {
        List<String> command = new ArrayList<>(List.of("import"));
        Reports.real().forEach(file -> command.add(file.toString()));
        CommandLineRun agent = new CommandLineRun(scratch.resolve("data"));
        assertThat(agent.json(command.toArray(String[]::new)).toString())
                .isEqualTo(
                        "{\"files\":12,\"stored\":12,\"duplicates\":0,\"notApplicable\":5,\"quarantined\":0,\"rejected\":0}");
        Reports.checkReal(agent);
    }

    @Test
    void storescu_sends_each_transfer_syntax() throws Exception {
        Tool.require("storescu");
        try (RunningAgent agent = RunningAgent.start(scratch.resolve("data"))) {
            Tool.Result result = storescu(agent, Reports.synthetic());
            assertThat(result.exit()).as(result.output()).isZero();
            checkSynthetic();
        }
    }

    @Test
    void orthanc_sends_every_real_report() throws Exception {
        Tool.require("Orthanc");
        orthancSends(Reports.real());
        Reports.checkReal(processed());
    }

    @Test
    void orthanc_sends_synthetic_reports() throws Exception {
        Tool.require("Orthanc");
        orthancSends(Reports.synthetic());
        checkSynthetic();
    }

    @Test
    void pixelmed_sends_synthetic_reports() throws Exception {
        Assumptions.assumeTrue(Files.exists(PIXELMED), "libpixelmed-java is not installed");
        try (RunningAgent agent = RunningAgent.start(scratch.resolve("data"))) {
            for (Path file : Reports.synthetic()) {
                Tool.Result result = Tool.run(
                        scratch.resolve("log"),
                        List.of(
                                "java",
                                "-cp",
                                PIXELMED.toString(),
                                "com.pixelmed.network.StorageSOPClassSCU",
                                agent.host(),
                                "" + agent.port(),
                                "DOSE_AGENT",
                                "PIXELMED",
                                file.toString()));
                assertThat(result.exit()).as(result.output()).isZero();
            }
            checkSynthetic();
        }
    }

    @Test
    void dcmjs_dimse_sends_synthetic_reports() throws Exception {
        Tool.require("node", "npm");
        Path folder = Files.createDirectories(scratch.resolve("npm"));
        Files.copy(Path.of("src/test/resources/interop/send.js"), folder.resolve("send.js"));
        Tool.Result installed = Tool.run(
                folder.resolve("log"), List.of("npm", "install", "--no-audit", "--no-fund", "dcmjs-dimse@0.3.3"));
        Assumptions.assumeTrue(installed.exit() == 0, "dcmjs-dimse cannot be installed: " + installed.output());
        try (RunningAgent agent = RunningAgent.start(scratch.resolve("data"))) {
            List<String> command =
                    new ArrayList<>(List.of("node", "send.js", agent.host(), "" + agent.port(), "DOSE_AGENT"));
            // It cannot send big endian or deflate; what it calls deflated is plain, and is read as that.
            List<Path> files = Reports.synthetic();
            command.add(files.get(0).toString());
            command.add(files.get(3).toString());
            Tool.Result result = Tool.run(folder.resolve("log"), command);
            assertThat(result.output().split("status 0", -1)).hasSize(3);
            assertThat(processed().json("exams", "list")).hasSize(2);
        }
    }

    @Test
    void storescp_receives_what_send_sends_byte_for_byte() throws Exception {
        Tool.require("storescp");
        List<Path> files = Reports.synthetic();
        Path folder = Files.createDirectories(scratch.resolve("received"));
        int port = freePort();
        Process storescp =
                Tool.start(scratch.resolve("storescp.log"), folder, List.of("storescp", "+B", "+xa", "-v", "" + port));
        try {
            awaitPort(port);
            List<String> arguments = new ArrayList<>(List.of("send"));
            files.forEach(file -> arguments.add(file.toString()));
            arguments.addAll(List.of("--to", "STORESCP@127.0.0.1:" + port));
            CommandLineRun agent = new CommandLineRun(scratch.resolve("data"));
            assertThat(agent.run(arguments.toArray(String[]::new)))
                    .as(agent.err())
                    .isZero();
        } finally {
            storescp.destroy();
            storescp.waitFor();
        }
        List<byte[]> sent = dataSets(files);
        try (Stream<Path> received = Files.list(folder)) {
            List<byte[]> got = dataSets(received.toList());
            assertThat(got).hasSameSizeAs(sent);
            sent.forEach(bytes ->
                    assertThat(got).anySatisfy(other -> assertThat(other).isEqualTo(bytes)));
        }
    }

    private Tool.Result storescu(RunningAgent agent, List<Path> files) {
        List<String> command =
                new ArrayList<>(List.of("storescu", "-v", "-R", "-aec", "DOSE_AGENT", agent.host(), "" + agent.port()));
        files.forEach(file -> command.add(file.toString()));
        return Tool.run(scratch.resolve("storescu.log"), command);
    }

    private void orthancSends(List<Path> files) throws Exception {
        int port = freePort();
        try (RunningAgent agent = RunningAgent.start(scratch.resolve("data"))) {
            Path folder = Files.createDirectories(scratch.resolve("orthanc"));
            Files.writeString(folder.resolve("orthanc.json"), """
                    {"Name": "ORTHANC", "StorageDirectory": "%s", "IndexDirectory": "%s", "HttpPort": %d, "DicomServerEnabled": false,
                     "RemoteAccessAllowed": false, "AuthenticationEnabled": false, "Plugins": [],
                     "DicomModalities": {"agent": ["DOSE_AGENT", "%s", %d]}}
                    """.formatted(
                            folder.resolve("db"), folder.resolve("db"), port, agent.host(), agent.port()));
            Process orthanc = Tool.start(
                    folder.resolve("log"),
                    folder,
                    List.of("Orthanc", folder.resolve("orthanc.json").toString()));
            try {
                awaitPort(port);
                List<String> ids = new ArrayList<>();
                for (Path file : files) {
                    JsonNode answer = post(port, "/instances", HttpRequest.BodyPublishers.ofFile(file));
                    ids.add("\"" + answer.get("ID").asText() + "\"");
                }
                post(
                        port,
                        "/modalities/agent/store",
                        HttpRequest.BodyPublishers.ofString("{\"Synchronous\":true,\"Resources\":" + ids + "}"));
                processed();
            } finally {
                orthanc.destroy();
                orthanc.waitFor();
            }
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

    private void checkSynthetic() {
        CommandLineRun agent = processed();
        assertThat(agent.json("exams", "list"))
                .hasSize(4)
                .allSatisfy(exam -> assertThat(
                                exam.get("parts").get(0).get("category").asText())
                        .isEqualTo("CT-CHEST"));
    }

    /** Returns the command line beside the daemon, once the daemon has processed everything. */
    private CommandLineRun processed() {
        CommandLineRun agent = new CommandLineRun(scratch.resolve("data"));
        Instant end = Instant.now().plus(Duration.ofSeconds(30));
        while (!agent.json("inbox", "list", "--state", "received").isEmpty()) {
            assertThat(Instant.now()).as("everything is processed").isBefore(end);
        }
        return agent;
    }

    private static List<byte[]> dataSets(List<Path> files) throws Exception {
        List<byte[]> dataSets = new ArrayList<>();
        for (Path file : files) {
            dataSets.add(Part10File.parse(Files.readAllBytes(file), DicomLimits.DEFAULT)
                    .dataSetBytes());
        }
        return dataSets;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    /** Waits until something listens. */
    private static void awaitPort(int port) throws InterruptedException {
        Instant end = Instant.now().plus(Duration.ofSeconds(30));
        while (Instant.now().isBefore(end)) {
            try (java.net.Socket socket = new java.net.Socket("127.0.0.1", port)) {
                assertThat(socket.isConnected()).isTrue();
                return;
            } catch (IOException e) {
                Thread.onSpinWait();
            }
        }
        throw new AssertionError("nothing listens on port " + port);
    }
}
