package org.doseagent.repository;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import org.doseagent.aggregate.benchmark.Benchmark;
import org.doseagent.aggregate.cells.Canonical;
import org.doseagent.aggregate.cells.EquipmentAge;
import org.doseagent.aggregate.control.FacilityDocument;
import org.doseagent.aggregate.control.ReleasedDocument;
import org.doseagent.aggregate.control.Signer;
import org.doseagent.store.repository.RepositoryStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PublisherTest {

    private static final Benchmark.Key TRUNK = Rehearsal.key(SimulatedHospital.KINDS.get(0), EquipmentAge.ANY);

    @TempDir
    private Path folder;

    private final List<SimulatedHospital> hospitals = new ArrayList<>();

    private void enrol(RepositoryRig rig, int count) {
        for (int i = 0; i < count; i++) {
            SimulatedHospital hospital = rig.enrolled(hospitals.size() + 1);
            hospitals.add(hospital);
            assertThat(rig.put(RepositoryRig.release(hospital, RepositoryRig.JANUARY)))
                    .isEqualTo(Reply.TAKEN);
        }
    }

    private static Publisher.Outcome publish(RepositoryRig rig) {
        return rig.host.publisher().publish();
    }

    private static Benchmark benchmark(RepositoryRig rig) throws Exception {
        RepositoryStore store = rig.host.store();
        return Benchmark.read(store.document(store.edition(), Publisher.benchmark(SimulatedHospital.YEAR))
                .orElseThrow());
    }

    private static BigDecimal p75(RepositoryRig rig) throws Exception {
        return benchmark(rig).find(TRUNK).orElseThrow().p75();
    }

    /** Releases a correction of January in which every P50 is multiplied. */
    private static void correct(RepositoryRig rig, SimulatedHospital hospital, int factor) {
        ObjectNode document = Canonical.parse(
                RepositoryRig.release(hospital, RepositoryRig.JANUARY).json());
        document.put("supersedes", document.path("submissionId").asText()).put("sequence", 2);
        document.path("cells").forEach(cell -> {
            for (String percentile : List.of("p25", "p50", "p75")) {
                ((ObjectNode) cell)
                        .put(percentile, cell.path(percentile).decimalValue().multiply(BigDecimal.valueOf(factor)));
            }
        });
        byte[] body = Canonical.bytes(hospital.signer.signed(ReleasedDocument.withOwnId(document)));
        String id = Canonical.parse(body).path("submissionId").asText();
        assertThat(rig.host.receiver().put(id, body)).isEqualTo(Reply.TAKEN);
    }

    @Test
    void nine_facilities_publish_nothing_and_ten_do() throws Exception {
        try (RepositoryRig rig = new RepositoryRig(folder)) {
            enrol(rig, 9);
            assertThat(publish(rig)).isEqualTo(Publisher.Outcome.NOTHING);
            assertThat(rig.host.store().edition()).isZero();
            enrol(rig, 1);
            assertThat(publish(rig)).isEqualTo(Publisher.Outcome.PUBLISHED);
            Benchmark benchmark = benchmark(rig);
            assertThat(benchmark.publicKey()).isEqualTo(rig.host.publicKey());
            assertThat(benchmark.issuer()).isEqualTo("Repository of the tests");
            assertThat(benchmark.rows())
                    .isNotEmpty()
                    .allSatisfy(row -> assertThat(row.facilities()).isEqualTo(10));
            assertThat(benchmark.start()).hasToString("2025-01-01");
            assertThat(benchmark.end()).hasToString("2025-01-31");
            assertThat(benchmark.createdAt()).hasToString("2026-02-01");
        }
    }

    @Test
    void a_figure_moves_only_when_several_facilities_have_changed() throws Exception {
        try (RepositoryRig rig = new RepositoryRig(folder)) {
            enrol(rig, 12);
            assertThat(publish(rig)).isEqualTo(Publisher.Outcome.PUBLISHED);
            BigDecimal first = p75(rig);
            rig.day("2026-02-02");
            for (int i = 0; i < 4; i++) {
                correct(rig, hospitals.get(i), 3);
            }
            assertThat(publish(rig)).isEqualTo(Publisher.Outcome.UNCHANGED);
            correct(rig, hospitals.get(4), 3);
            assertThat(publish(rig)).isEqualTo(Publisher.Outcome.PUBLISHED);
            assertThat(p75(rig)).isGreaterThan(first);
        }
    }

    @Test
    void a_day_has_one_edition() throws Exception {
        try (RepositoryRig rig = new RepositoryRig(folder, 1)) {
            enrol(rig, 10);
            assertThat(publish(rig)).isEqualTo(Publisher.Outcome.PUBLISHED);
            assertThat(publish(rig)).isEqualTo(Publisher.Outcome.UNCHANGED);
            correct(rig, hospitals.get(0), 3);
            assertThat(publish(rig)).isEqualTo(Publisher.Outcome.PUBLISHED_TODAY);
            rig.day("2026-02-02");
            assertThat(publish(rig)).isEqualTo(Publisher.Outcome.PUBLISHED);
            assertThat(rig.host.store().edition()).isEqualTo(2);
        }
    }

    @Test
    void a_figure_disappears_when_a_withdrawal_leaves_too_few() throws Exception {
        try (RepositoryRig rig = new RepositoryRig(folder, 1)) {
            enrol(rig, 10);
            assertThat(publish(rig)).isEqualTo(Publisher.Outcome.PUBLISHED);
            SimulatedHospital leaves = hospitals.get(0);
            rig.host.enrolment().take(FacilityDocument.withdraw(RepositoryRig.who(leaves), 1, leaves.signer));
            rig.day("2026-02-02");
            assertThat(publish(rig)).isEqualTo(Publisher.Outcome.NOTHING);
            assertThat(new Published(rig.host.store()).newestBenchmark())
                    .as("the last edition stays")
                    .isPresent();
        }
    }

    @Test
    void only_facilities_with_new_releases_are_computed_again() throws Exception {
        try (RepositoryRig rig = new RepositoryRig(folder)) {
            enrol(rig, 10);
            assertThat(rig.host.publisher().recompute()).isEqualTo(10);
            assertThat(rig.host.publisher().recompute()).isZero();
            assertThat(rig.put(RepositoryRig.release(hospitals.get(3), YearMonth.of(2025, 2))))
                    .isEqualTo(Reply.TAKEN);
            assertThat(rig.host.publisher().recompute()).isOne();
        }
    }

    @Test
    void the_results_have_intervals_and_are_signed() throws Exception {
        try (RepositoryRig rig = new RepositoryRig(folder)) {
            enrol(rig, 20);
            publish(rig);
            RepositoryStore store = rig.host.store();
            ObjectNode results = Canonical.parse(
                    store.document(store.edition(), Publisher.RESULTS).orElseThrow());
            assertThat(Signer.isSigned(results)).isTrue();
            assertThat(results.path("figures")).isNotEmpty();
            assertThat(results.path("figures").get(0).path("p50Interval")).hasSize(2);
            for (String language : List.of("en", "de", "fr")) {
                assertThat(new String(
                                store.document(store.edition(), "page-" + language)
                                        .orElseThrow(),
                                java.nio.charset.StandardCharsets.UTF_8))
                        .contains("lang=\"" + language + "\"", "CT-CHEST", "<svg", "<table")
                        .doesNotContain("<script", "http://", "https://", hospitals.get(0).pseudonym);
            }
        }
    }
}
