package org.doseagent.repository;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.doseagent.aggregate.benchmark.Benchmark;
import org.doseagent.aggregate.cells.Canonical;
import org.doseagent.aggregate.cells.EquipmentAge;
import org.doseagent.aggregate.control.Release;
import org.doseagent.aggregate.control.Signer;
import org.doseagent.aggregate.render.Rendering;
import org.doseagent.cli.CommandLineRun;
import org.doseagent.dose.Percentiles;
import org.doseagent.forward.Endpoint;
import org.doseagent.forward.HttpsTransport;
import org.doseagent.forward.ProxyRoute;
import org.doseagent.forward.Submission;
import org.doseagent.store.outbox.Delivery;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole circle in small: hospitals release, a repository takes and computes, a hospital takes the percentiles back. */
final class RepositoryRehearsalTest {

    private static final Clock CLOCK = Clock.fixed(Instant.parse("2027-02-01T00:00:00Z"), ZoneOffset.UTC);
    private static final long SEED = 11;

    @TempDir
    private Path folder;

    private static HttpsTransport transport(RepositoryServer server) throws Exception {
        Duration wait = Duration.ofSeconds(30);
        return new HttpsTransport(
                new Endpoint(server.url(), Rendering.JSON, Optional.empty(), ProxyRoute.NONE, wait, wait),
                server.tls(),
                CLOCK);
    }

    private static Submission submission(Release release) {
        return new Submission(
                release.document().submissionId(), release.document().period().toString(), release.json());
    }

    @Test
    void five_hospitals_release_by_https_and_one_takes_back_what_the_repository_computed() throws Exception {
        Rehearsal rehearsal = new Rehearsal(SEED, 5, 2, OptionalDouble.of(3));
        Path file = folder.resolve("percentiles.json");
        Signer signer = SimulatedHospital.newSigner();
        List<Submission> sent = new ArrayList<>();
        try (RepositoryServer server = new RepositoryServer(Files.createDirectories(folder.resolve("received")))) {
            HttpsTransport transport = transport(server);
            assertThat(rehearsal.run(release -> {
                        sent.add(submission(release));
                        assertThat(transport.deliver(submission(release))).isInstanceOf(Delivery.Delivered.class);
                    }))
                    .as("seed " + SEED)
                    .isEqualTo(10);
            assertThat(transport.deliver(sent.get(0))).as("twice is once").isInstanceOf(Delivery.Delivered.class);
            assertThat(server.receiver().current()).hasSize(10);
            Submission other = new Submission(
                    sent.get(1).submissionId(), "2026-01", sent.get(0).json());
            assertThat(transport.deliver(other))
                    .isInstanceOfSatisfying(
                            Delivery.Refused.class,
                            refused -> assertThat(refused.reason())
                                    .contains("HTTP 422: not taken: the submission id in the path"));
            EuropeanPercentiles percentiles =
                    new EuropeanPercentiles(server.receiver().current());
            Files.write(file, percentiles.signed("Rehearsal", rehearsal.start(), rehearsal.end(), signer));
        }
        CommandLineRun agent = new CommandLineRun(folder.resolve("data"));
        String key = "benchmark.publicKeys=" + signer.publicKey();
        assertThat(agent.run("benchmark", "import", file.toString(), "--set", key))
                .as(agent.err())
                .isZero();
        assertThat(agent.err()).doesNotContain("skipped");
        Benchmark benchmark = Benchmark.read(Files.readAllBytes(file));
        assertThat(agent.json("benchmark", "list", "--set", key)
                        .get(0)
                        .get("sha256")
                        .asText())
                .isEqualTo(benchmark.sha256());
        Benchmark.Key trunk = Rehearsal.key(SimulatedHospital.KINDS.get(0), EquipmentAge.ANY);
        Benchmark.Row row = benchmark.find(trunk).orElseThrow();
        assertThat(row.facilities()).isEqualTo(5);
        BigDecimal truth = Percentiles.of(rehearsal.truth(trunk), 75);
        assertThat(row.p75().doubleValue()).isBetween(truth.doubleValue() * 0.9, truth.doubleValue() * 1.1);
    }

    @Test
    void a_correction_replaces_what_it_supersedes_as_a_whole_in_any_order() throws Exception {
        SimulatedHospital hospital = new Rehearsal(SEED, 1, 1, OptionalDouble.of(2)).hospitals.get(0);
        byte[] first = release(hospital).json();
        ObjectNode correction = Canonical.parse(first);
        correction
                .put("sequence", 2)
                .put("supersedes", Canonical.parse(first).path("submissionId").asText());
        correction.put("submissionId", "00000000-0000-5000-8000-000000000001");
        byte[] second = Canonical.bytes(hospital.signer.signed(correction));
        Receiver receiver = new Receiver(folder);
        assertThat(put(receiver, second)).isEqualTo(201);
        assertThat(put(receiver, first)).isEqualTo(201);
        assertThat(receiver.current())
                .singleElement()
                .satisfies(each -> assertThat(each.path("sequence").asInt()).isEqualTo(2));
        assertThat(put(receiver, first)).isEqualTo(409);
        assertThat(folder).isDirectoryContaining("glob:**.json");
    }

    @Test
    void what_is_not_of_the_hospital_or_not_of_the_schema_is_refused() throws Exception {
        SimulatedHospital hospital = new Rehearsal(SEED, 1, 1, OptionalDouble.of(2)).hospitals.get(0);
        ObjectNode document = Canonical.parse(release(hospital).json());
        Receiver receiver = new Receiver(folder);
        ObjectNode changed = document.deepCopy().put("createdAt", "2026-03-01");
        assertThat(put(receiver, Canonical.bytes(changed))).isEqualTo(403);
        assertThat(put(receiver, Canonical.bytes(document))).isEqualTo(201);
        ObjectNode ofAnother = SimulatedHospital.newSigner()
                .signed(document.deepCopy().put("submissionId", "00000000-0000-5000-8000-000000000002"));
        assertThat(put(receiver, Canonical.bytes(ofAnother))).isEqualTo(403);
        ObjectNode cloned = document.deepCopy().put("submissionId", "00000000-0000-5000-8000-000000000004");
        cloned.withObject("facility").put("pseudonym", "f".repeat(32));
        assertThat(put(receiver, Canonical.bytes(hospital.signer.signed(cloned))))
                .as("one key, two facilities")
                .isEqualTo(403);
        ObjectNode twice =
                hospital.signer.signed(document.deepCopy().put("submissionId", "00000000-0000-5000-8000-000000000003"));
        assertThat(put(receiver, Canonical.bytes(twice))).isEqualTo(422);
        assertThat(put(receiver, Canonical.bytes(document.deepCopy().put("patientName", "x"))))
                .isEqualTo(422);
        assertThat(receiver.put("x", "no JSON".getBytes(java.nio.charset.StandardCharsets.UTF_8))
                        .status())
                .isEqualTo(400);
    }

    private static Release release(SimulatedHospital hospital) {
        YearMonth month = YearMonth.of(SimulatedHospital.YEAR, 1);
        return hospital.close(month, hospital.exams(month)).orElseThrow();
    }

    private static int put(Receiver receiver, byte[] body) throws Exception {
        return receiver.put(Canonical.parse(body).path("submissionId").asText(), body)
                .status();
    }
}
