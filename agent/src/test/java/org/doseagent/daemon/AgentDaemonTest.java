package org.doseagent.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.doseagent.config.ConfigLoader;
import org.doseagent.daemon.threads.Supervisor;
import org.doseagent.interop.Senders;
import org.doseagent.net.calling.Requestor;
import org.doseagent.store.exams.ExamQuery;
import org.doseagent.testdata.TestData;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The daemon through its life: start, serve, fail, recover, stop, start again. */
@Timeout(120)
final class AgentDaemonTest {

    private static final Path SHIPPED =
            Path.of(System.getProperty("project.root", "..")).resolve("config/agent.yaml");

    @TempDir
    private Path folder;

    private final Set<String> failing = ConcurrentHashMap.newKeySet();
    private final List<AgentDaemon> started = new ArrayList<>();
    private final HttpClient http = HttpClient.newHttpClient();
    private AgentDaemon daemon;
    private Agent agent;

    @BeforeEach
    void start() throws Exception {
        start(Map.of());
    }

    private void start(Map<String, String> more) throws Exception {
        agent = agent(more);
        daemon = AgentDaemon.start(agent);
        started.add(daemon);
    }

    private Agent agent(Map<String, String> more) {
        Map<String, String> overrides = new HashMap<>(Map.of(
                "dataDir", folder.resolve("data").toString(),
                "forward.folder", folder.resolve("outbox").toString(),
                "store.minFreeDisk", "0B",
                "dicom.port", "0",
                "http.port", "0"));
        overrides.putAll(more);
        return Agent.open(
                ConfigLoader.load(SHIPPED, overrides, Map.of()),
                new Supervisor(Duration.ofMillis(50), this::failIfWanted));
    }

    private void failIfWanted(String thread) {
        if (failing.contains(thread)) {
            throw new OutOfMemoryError("injected into " + thread);
        }
    }

    @AfterEach
    void stop() throws Exception {
        failing.clear();
        for (AgentDaemon each : started) {
            each.close();
        }
    }

    private HttpResponse<String> get(String path) throws Exception {
        InetSocketAddress address = daemon.httpAddress().orElseThrow();
        return http.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + address.getPort() + path))
                        .timeout(Duration.ofSeconds(20))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private int store(byte[] report) throws Exception {
        InetSocketAddress address = daemon.dicomAddress();
        try (Requestor requestor = Senders.connect("127.0.0.1", address.getPort(), "PACS1")) {
            return Senders.store(requestor, report);
        }
    }

    private void awaitReady() throws Exception {
        while (get("/readyz").statusCode() != 200) {
            Thread.onSpinWait();
        }
    }

    private String awaitNotReady() throws Exception {
        HttpResponse<String> answer = get("/readyz");
        while (answer.statusCode() != 503) {
            answer = get("/readyz");
        }
        return answer.body();
    }

    private void awaitExams(int count) {
        while (agent.doses().exams(ExamQuery.all()).size() < count) {
            Thread.onSpinWait();
        }
    }

    private double failures(String thread) {
        return agent.supervisor().failures().getOrDefault(thread, 0.0);
    }

    @Test
    void serves_stops_and_serves_again_on_a_used_directory() throws Exception {
        awaitReady();
        assertThat(store(TestData.caseFile("philips-abdomen"))).isZero();
        awaitExams(1);
        started.clear();
        daemon.close();
        assertThatThrownBy(() -> store(TestData.chestReport("after-stop"))).isInstanceOf(IOException.class);
        start(Map.of());
        awaitReady();
        assertThat(store(TestData.chestReport("second-run"))).isZero();
        awaitExams(2);
    }

    @Test
    void a_second_daemon_on_the_same_directory_is_refused() {
        try (Agent second = agent(Map.of())) {
            assertThatThrownBy(() -> AgentDaemon.start(second))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("another daemon runs on the data directory");
        }
    }

    @Test
    void the_worker_survives_an_error_and_is_not_ready_meanwhile() throws Exception {
        awaitReady();
        failing.add("intake");
        assertThat(store(TestData.caseFile("philips-abdomen"))).isZero();
        assertThat(awaitNotReady()).contains("intake");
        assertThat(get("/healthz").statusCode()).isIn(200, 503);
        assertThat(failures("intake")).isPositive();
        failing.clear();
        awaitReady();
        awaitExams(1);
        assertThat(get("/metrics").body()).contains("dose_agent_thread_failures_total{thread=\"intake\"}");
    }

    @Test
    void the_inbox_writer_survives_an_error_and_is_not_ready_meanwhile() throws Exception {
        started.clear();
        daemon.close();
        failing.add("inbox");
        start(Map.of());
        assertThat(awaitNotReady()).contains("inbox");
        assertThat(failures("inbox")).isPositive();
        failing.clear();
        awaitReady();
        assertThat(store(TestData.chestReport("after-the-error"))).isZero();
    }

    @Test
    void the_acceptor_survives_a_lack_of_threads_and_is_not_ready_meanwhile() throws Exception {
        failing.add("assoc");
        assertThat(awaitNotReady()).isNotBlank();
        failing.clear();
        awaitReady();
        assertThat(store(TestData.chestReport("after-the-lack"))).isZero();
    }

    @Test
    void a_task_of_the_timer_that_fails_by_an_error_is_counted_and_the_daemon_stays_ready() throws Exception {
        failing.addAll(Set.of("timer", "notify"));
        while (failures("timer") == 0 || failures("notify") == 0) {
            Thread.onSpinWait();
        }
        failing.clear();
        awaitReady();
        assertThat(get("/metrics").body()).contains("dose_agent_thread_failures_total{thread=\"timer\"}");
    }

    @Test
    void half_sent_requests_block_no_page() throws Exception {
        InetSocketAddress address = daemon.httpAddress().orElseThrow();
        List<Socket> halves = new ArrayList<>();
        try {
            for (int i = 0; i < 8; i++) {
                Socket half = new Socket(address.getAddress(), address.getPort());
                halves.add(half);
                OutputStream out = half.getOutputStream();
                out.write("GET /healthz HTT".getBytes(StandardCharsets.US_ASCII));
                out.flush();
            }
            assertThat(get("/healthz").statusCode()).isEqualTo(200);
            assertThat(get("/metrics").statusCode()).isEqualTo(200);
        } finally {
            for (Socket half : halves) {
                half.close();
            }
        }
    }

    @Test
    void the_daemon_may_call_itself_where_callers_are_listed() throws Exception {
        started.clear();
        daemon.close();
        start(Map.of("dicom.allowedCallers", "[{aeTitle: PACS1, hosts: [127.0.0.1]}]"));
        awaitReady();
        assertThat(store(TestData.chestReport("listed"))).isZero();
    }

    @Test
    void an_association_between_two_objects_does_not_keep_it_from_stopping() throws Exception {
        awaitReady();
        InetSocketAddress address = daemon.dicomAddress();
        try (Requestor open = Senders.connect("127.0.0.1", address.getPort(), "PACS1")) {
            assertThat(Senders.store(open, TestData.chestReport("before-stop"))).isZero();
            started.clear();
            daemon.close();
        }
        try (Agent after = agent(Map.of())) {
            assertThat(after.inbox().counts().values()).containsExactly(1L);
        }
    }
}
