package org.doseagent.interop;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.doseagent.testdata.ArchiveSample;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Orthanc as SCU of Storage Commitment: it sends reports, asks about them, and receives the answer of the agent on its own port. */
@Timeout(180)
final class StorageCommitmentTest {

    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();


    @TempDir
    private Path scratch;

    private int httpPort;

    @Test
    void orthanc_gets_success_for_what_it_sent_and_failure_for_what_it_did_not() throws Exception {
        Tool.require("Orthanc");
        ArchiveSample.Written sample =
                ArchiveSample.write(scratch.resolve("files"), new ArchiveSample.Size(2, 2, 2, 0));
        int dicomPort = ArchiveServer.freePort();
        httpPort = ArchiveServer.freePort();
        try (RunningAgent agent = RunningAgent.start(
                scratch.resolve("data"),
                "commitment.peers=[{aeTitle: ORTHANC, host: 127.0.0.1, port: " + dicomPort + "}]",
                "commitment.retry.first=1s")) {
            Process orthanc = orthanc(agent, dicomPort);
            try {
                List<String> reports = sample.expected().stream().toList();
                String sent = post("/instances", BodyPublishers.ofFile(file(0))).get("ID").asText();
                JsonNode job = post(
                        "/modalities/agent/store",
                        BodyPublishers.ofString(
                                "{\"Synchronous\":true,\"StorageCommitment\":true,\"Resources\":[\"" + sent + "\"]}"));
                assertThat(job.path("FailedInstancesCount").asInt()).isZero();
                JsonNode asked = post("/modalities/agent/storage-commitment", BodyPublishers.ofString("""
                        {"DicomInstances": [{"SOPClassUID": "1.2.840.10008.5.1.4.1.1.88.67", "SOPInstanceUID": "%s"},
                                            {"SOPClassUID": "1.2.840.10008.5.1.4.1.1.88.67", "SOPInstanceUID": "%s"}]}
                        """.formatted(reports.get(0), reports.get(1))));
                JsonNode result = result(asked.get("Path").asText());
                assertThat(result.get("Status").asText()).isEqualTo("Failure");
                assertThat(result.get("Success")).hasSize(1);
                assertThat(result.get("Failures")).hasSize(1);
                assertThat(result.get("Failures").get(0).get("FailureReason").asInt())
                        .isEqualTo(0x0112);
            } finally {
                orthanc.destroy();
                orthanc.waitFor();
            }
        }
    }

    private Path file(int number) {
        return scratch.resolve("files").resolve("00000" + number + "-dose.dcm");
    }

    private Process orthanc(RunningAgent agent, int dicomPort) throws Exception {
        Path folder = Files.createDirectories(scratch.resolve("orthanc"));
        Path config = Files.writeString(folder.resolve("orthanc.json"), """
                {"Name": "ORTHANC", "StorageDirectory": "%1$s", "IndexDirectory": "%1$s", "HttpPort": %2$d, "DicomServerEnabled": true,
                 "DicomAet": "ORTHANC", "DicomPort": %3$d, "RemoteAccessAllowed": false, "AuthenticationEnabled": false, "Plugins": [],
                 "DicomModalities": {"agent": {"AET": "DOSE_AGENT", "Host": "%4$s", "Port": %5$d, "AllowStorageCommitment": true}}}
                """.formatted(folder.resolve("db"), httpPort, dicomPort, agent.host(), agent.port()));
        Process orthanc = Tool.start(folder.resolve("log"), folder, List.of("Orthanc", config.toString()));
        ArchiveServer.awaitPort(httpPort);
        return orthanc;
    }

    private JsonNode post(String path, HttpRequest.BodyPublisher body) throws Exception {
        return answer(HttpRequest.newBuilder(uri(path)).POST(body).build());
    }

    private URI uri(String path) {
        return URI.create("http://127.0.0.1:" + httpPort + path);
    }

    private static JsonNode answer(HttpRequest request) throws Exception {
        HttpResponse<String> answer = HTTP.send(request, HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as("%s: %s", request.uri(), answer.body()).isEqualTo(200);
        return new ObjectMapper().readTree(answer.body());
    }

    /** Waits until Orthanc has the answer of the agent. */
    private JsonNode result(String path) throws Exception {
        Instant end = Instant.now().plus(Duration.ofSeconds(60));
        JsonNode result = answer(HttpRequest.newBuilder(uri(path)).build());
        while (result.get("Status").asText().equals("Pending")) {
            assertThat(Instant.now()).as("the agent answers").isBefore(end);
            result = answer(HttpRequest.newBuilder(uri(path)).build());
        }
        return result;
    }
}
