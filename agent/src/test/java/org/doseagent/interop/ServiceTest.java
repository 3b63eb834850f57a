package org.doseagent.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.doseagent.cli.CommandLineRun;
import org.doseagent.net.calling.Requestor;
import org.doseagent.testdata.TestData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The daemon as a service: it starts, answers, and stops on request. */
final class ServiceTest {

    @TempDir
    private Path scratch;

    @Test
    void a_termination_signal_stops_it_well_and_loses_nothing() throws Exception {
        Path data = scratch.resolve("data");
        try (RunningAgent agent = RunningAgent.start(data)) {
            try (Requestor requestor = connect(agent)) {
                assertThat(store(requestor, "before-stop")).isZero();
            }
            assertThat(agent.terminate()).isZero();
            assertThat(agent.log()).last().isEqualTo("stopped");
        }
        CommandLineRun line = new CommandLineRun(data);
        assertThat(line.json("inbox", "list")).hasSize(1);
    }

    @Test
    void an_open_association_does_not_keep_it_from_stopping() throws Exception {
        try (RunningAgent agent = RunningAgent.start(scratch.resolve("data"));
                Requestor idle = connect(agent);
                Socket silent = new Socket(agent.host(), agent.port())) {
            assertThat(silent.isConnected()).isTrue();
            assertThat(store(idle, "idle")).isZero();
            assertThat(agent.terminate()).isZero();
        }
    }

    @Test
    void a_disk_below_its_floor_is_answered_out_of_resources_and_shown_on_the_ready_page() throws Exception {
        try (RunningAgent agent = RunningAgent.start(scratch.resolve("data"), "store.minFreeDisk=1000000GiB");
                Requestor requestor = connect(agent)) {
            assertThat(Senders.store(requestor, TestData.chestReport("too-full")))
                    .isEqualTo(0xA700);
            HttpResponse<String> ready = get(agent, "/readyz");
            assertThat(ready.statusCode()).isEqualTo(503);
            assertThat(ready.body()).contains("below its floor");
        }
    }

    @Test
    void two_daemons_on_one_data_directory_are_refused() {
        Path data = scratch.resolve("data");
        try (RunningAgent first = RunningAgent.start(data)) {
            Tool.Result second = Tool.run(
                    scratch.resolve("log"),
                    RunningAgent.command(
                            "run", "--data-dir", data.toString(), "--set", "dicom.port=0", "--set", "http.port=0"));
            assertThat(second.exit()).isEqualTo(2);
            assertThat(second.output()).contains("another daemon runs on the data directory");
            assertThat(first.terminate()).isZero();
        }
    }

    @Test
    void a_port_in_use_is_named() {
        try (RunningAgent first = RunningAgent.start(scratch.resolve("data"))) {
            Tool.Result second = Tool.run(
                    scratch.resolve("log"),
                    RunningAgent.command(
                            "run",
                            "--data-dir",
                            scratch.resolve("other").toString(),
                            "--set",
                            "dicom.port=" + first.port()));
            assertThat(second.exit()).isEqualTo(4);
            assertThat(second.output()).contains("cannot listen on 127.0.0.1:" + first.port());
        }
    }

    @Test
    void the_command_line_reads_and_acknowledges_while_it_runs() throws Exception {
        Path data = scratch.resolve("data");
        try (RunningAgent agent = RunningAgent.start(data);
                Requestor requestor = connect(agent)) {
            assertThat(Senders.store(requestor, TestData.caseFile("philips-abdomen")))
                    .isZero();
            CommandLineRun line = new CommandLineRun(data);
            while (line.json("alerts", "list").isEmpty()) {
                assertThat(agent.log()).noneMatch(text -> text.contains("ERROR"));
            }
            assertThat(line.run("alerts", "ack", "1", "--by", "physicist", "--reason", "justified"))
                    .isZero();
            assertThat(line.json("alerts", "list", "--status", "acknowledged")).hasSize(1);
            assertThat(line.json("alerts", "list"))
                    .allSatisfy(alert -> assertThat(alert.get("id").asInt()).isNotEqualTo(1));
        }
    }

    @Test
    void health_and_metrics_answer_on_loopback() throws Exception {
        try (RunningAgent agent = RunningAgent.start(scratch.resolve("data"))) {
            try (Requestor requestor = connect(agent)) {
                assertThat(store(requestor, "counted")).isZero();
            }
            assertThat(get(agent, "/healthz").statusCode()).isEqualTo(200);
            assertThat(get(agent, "/readyz").statusCode()).isEqualTo(200);
            assertThat(get(agent, "/metrics").body())
                    .contains("dose_agent_objects_received_total{status=\"SUCCESS\"} 1.0");
        }
    }

    @Test
    void no_patient_data_reaches_the_log_or_the_metrics() throws Exception {
        try (RunningAgent agent = RunningAgent.start(scratch.resolve("data"))) {
            try (Requestor requestor = connect(agent)) {
                for (String name : List.of("philips-abdomen", "truncated", "no-study", "not-a-ct", "unknown-unit")) {
                    assertThat(Senders.store(requestor, TestData.caseFile(name)))
                            .isZero();
                }
            }
            CommandLineRun line = new CommandLineRun(scratch.resolve("data"));
            while (!line.json("inbox", "list", "--state", "received").isEmpty()) {
                assertThat(agent.log()).noneMatch(text -> text.contains("ERROR"));
            }
            String metrics = get(agent, "/metrics").body();
            assertThat(agent.terminate()).isZero();
            List<String> all = new ArrayList<>(agent.log());
            all.add(metrics);
            // What the generator writes as name, ID, accession number and study of these cases.
            List<String> marks = new ArrayList<>(List.of("SYNTHETIC", "PATIENT^", "SYN-0001", "OBSERVER"));
            marks.add(line.json("exams", "list").get(0).get("accessionNumber").asText());
            marks.add(line.json("exams", "list").get(0).get("studyInstanceUid").asText());
            marks.add(line.json("exams", "list").get(0).get("patientKey").asText());
            assertThat(all).allSatisfy(text -> assertThat(text).doesNotContain(marks));
        }
    }

    /** In a process of its own: the server of the JDK reads its time-outs once a process, and other tests have servers too. */
    @Test
    void more_half_sent_requests_than_threads_are_cut_off_by_the_server() throws Exception {
        List<Socket> halves = new ArrayList<>();
        try (RunningAgent agent = RunningAgent.start(scratch.resolve("data"))) {
            for (int i = 0; i < 40; i++) {
                Socket half = new Socket("127.0.0.1", agent.httpPort());
                halves.add(half);
                half.getOutputStream().write("GET /healthz HTT".getBytes(StandardCharsets.US_ASCII));
            }
            assertThat(get(agent, "/healthz").statusCode()).isEqualTo(200);
        } finally {
            for (Socket half : halves) {
                half.close();
            }
        }
    }

    private static HttpResponse<String> get(RunningAgent agent, String path) throws Exception {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + agent.httpPort() + path))
                                .timeout(Duration.ofSeconds(20))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
    }

    private static Requestor connect(RunningAgent agent) throws Exception {
        return Senders.connect(agent.host(), agent.port(), "PACS1");
    }

    private static int store(Requestor requestor, String name) throws Exception {
        return Senders.store(requestor, TestData.chestReport(name));
    }
}
