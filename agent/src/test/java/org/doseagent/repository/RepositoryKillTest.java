package org.doseagent.repository;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.doseagent.aggregate.control.FacilityDocument;
import org.doseagent.aggregate.control.Release;
import org.doseagent.cli.CommandLineRun;
import org.doseagent.store.repository.RepositoryStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real process of the repository, killed while hospitals send: what it has acknowledged is there afterwards. */
final class RepositoryKillTest {

    private static final Path ROOT = Path.of(System.getProperty("project.root", ".."));
    private static final int ROUNDS = 3;
    private static final int SENDERS = 4;
    private static final int BEFORE_THE_KILL = 6;

    @TempDir
    private Path folder;

    private final Map<String, byte[]> acknowledged = new ConcurrentHashMap<>();

    private Process start() throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        CommandLineRun.class.getPackageName() + ".Main",
                        "repository",
                        "run",
                        "--config",
                        ROOT.resolve("config/agent.yaml").toString(),
                        "--set",
                        "repository.folder=" + folder.resolve("repository"),
                        "--set",
                        "repository.port=0",
                        "--set",
                        "repository.minFreeDisk=0B")
                .redirectErrorStream(true)
                .start();
    }

    private static URI ready(Process process) throws IOException {
        BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        StringBuilder all = new StringBuilder();
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            all.append(line).append('\n');
            if (line.startsWith("ready repository=")) {
                return URI.create(line.substring("ready repository=".length()).split(" ", 2)[0]);
            }
        }
        throw new IOException("not ready: " + all);
    }

    @Test
    void no_acknowledged_release_is_lost() throws Exception {
        long seed = new SecureRandom().nextLong();
        Random random = new Random(seed);
        List<SimulatedHospital> hospitals = new ArrayList<>();
        for (int i = 1; i <= SENDERS; i++) {
            hospitals.add(RepositoryRig.hospital(i));
        }
        for (int round = 0; round < ROUNDS; round++) {
            Process process = start();
            try {
                sendAndKill(process, hospitals, new int[] {round, BEFORE_THE_KILL + random.nextInt(BEFORE_THE_KILL)});
            } finally {
                process.destroyForcibly();
                assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
            }
            try (RepositoryStore store = new RepositoryStore(folder.resolve("repository"))) {
                assertThat(acknowledged).isNotEmpty();
                acknowledged.forEach((id, bytes) -> assertThat(store.bytes(id))
                        .as("round of seed " + seed)
                        .hasValueSatisfying(stored -> assertThat(stored).isEqualTo(bytes)));
                assertThat(store.firstBroken()).isEmpty();
            }
        }
    }

    /** {@code round} is the number of the round, and how many acknowledgements it kills after. */
    private void sendAndKill(Process process, List<SimulatedHospital> hospitals, int[] round) throws Exception {
        URI url = ready(process);
        HttpClient client = HttpClient.newHttpClient();
        if (round[0] == 0) {
            enrol(client, url, hospitals);
        }
        ExecutorService senders = Executors.newFixedThreadPool(SENDERS);
        CountDownLatch enough = new CountDownLatch(round[1]);
        for (SimulatedHospital hospital : hospitals) {
            senders.execute(() -> {
                for (int month = 1; month <= 12; month++) {
                    Release release = RepositoryRig.release(hospital, YearMonth.of(2024 + round[0] % 2, month));
                    String id = release.document().submissionId();
                    if (status(client, url, "PUT", "/v1/submissions/" + id, release.json()) / 100 == 2) {
                        acknowledged.put(id, release.json());
                        enough.countDown();
                    }
                }
            });
        }
        assertThat(enough.await(60, TimeUnit.SECONDS)).as("acknowledgements").isTrue();
        process.destroyForcibly();
        senders.shutdown();
        assertThat(senders.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
    }

    private void enrol(HttpClient client, URI url, List<SimulatedHospital> hospitals) throws Exception {
        try (RepositoryRig rig = new RepositoryRig(folder)) {
            for (SimulatedHospital hospital : hospitals) {
                rig.day(LocalDate.now(ZoneOffset.UTC).toString());
                String token = rig.token(hospital);
                byte[] document = FacilityDocument.enrol(RepositoryRig.who(hospital), token, hospital.signer);
                assertThat(status(client, url, "POST", "/v1/facilities", document))
                        .isEqualTo(201);
            }
        }
    }

    /** Returns the status; 0 without an answer. */
    private static int status(HttpClient client, URI url, String method, String path, byte[] body) {
        try {
            HttpRequest request = HttpRequest.newBuilder(url.resolve(path))
                    .header("Content-Type", "application/json")
                    .method(method, HttpRequest.BodyPublishers.ofByteArray(body))
                    .build();
            return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
        } catch (IOException e) {
            return 0; // killed before the answer: the release may be there or not
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 0;
        }
    }
}
