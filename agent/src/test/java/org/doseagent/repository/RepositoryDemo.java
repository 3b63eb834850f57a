package org.doseagent.repository;

import java.io.PrintStream;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.doseagent.aggregate.benchmark.Benchmark;
import org.doseagent.aggregate.cells.EquipmentAge;
import org.doseagent.aggregate.control.FacilityDocument;
import org.doseagent.aggregate.control.Release;
import org.doseagent.aggregate.render.Rendering;
import org.doseagent.config.ConfigLoader;
import org.doseagent.daemon.RepositoryHost;
import org.doseagent.dose.Percentiles;
import org.doseagent.forward.Endpoint;
import org.doseagent.forward.HttpsTransport;
import org.doseagent.forward.ProxyRoute;
import org.doseagent.forward.RepositoryQuery;
import org.doseagent.forward.RepositoryTls;
import org.doseagent.forward.Submission;
import org.doseagent.repository.SimulatedHospital.Kind;
import org.doseagent.store.outbox.Delivery;
import org.doseagent.store.repository.PublishedFigure;

/** Simulated hospitals beside the three agents of scripts/repository-demo: they enrol and send over HTTPS; prints what is published beside the truth. */
final class RepositoryDemo {

    private static final PrintStream OUT = System.out;
    private static final long SEED = 4;
    private static final Duration WAIT = Duration.ofSeconds(30);

    private RepositoryDemo() {}

    /**
     * Arguments: {@code send URL TRUSTSTORE FOLDER HOSPITALS} or {@code compare FOLDER HOSPITALS}; FOLDER is that of the repository. The
     * hospitals live through {@link SimulatedHospital#YEAR}.
     */
    public static void main(String[] args) throws Exception {
        boolean sends = args[0].equals("send");
        Path folder = Path.of(args[sends ? 3 : 1]);
        Rehearsal rehearsal = new Rehearsal(SEED, Integer.parseInt(args[sends ? 4 : 2]), 12, OptionalDouble.empty());
        RepositorySettings settings = ConfigLoader.load(
                        Path.of("config/agent.yaml"), Map.of("repository.folder", folder.toString()), Map.of())
                .network()
                .repository();
        try (RepositoryHost host = RepositoryHost.open(settings)) {
            if (sends) {
                send(rehearsal, host, URI.create(args[1]), Path.of(args[2]));
            } else {
                rehearsal.run(release -> {});
                print(rehearsal, host.store().published(SimulatedHospital.YEAR).getOrDefault("", Map.of()));
            }
        }
    }

    private static void send(Rehearsal rehearsal, RepositoryHost host, URI url, Path trustStore) throws Exception {
        RepositoryTls tls =
                new RepositoryTls(Optional.empty(), Optional.of(new RepositoryTls.Store(trustStore, "demo-password")));
        Endpoint endpoint = new Endpoint(url, Rendering.JSON, Optional.empty(), ProxyRoute.NONE, WAIT, WAIT);
        for (SimulatedHospital hospital : rehearsal.hospitals) {
            String token = host.enrolment()
                    .invite(
                            new Enrolment.Invitation("Simulated hospital", hospital.country, Optional.empty()),
                            new java.security.SecureRandom());
            new RepositoryQuery(tls)
                    .post(
                            endpoint,
                            FacilityDocument.enrol(
                                    new FacilityDocument.Who(hospital.pseudonym, hospital.country),
                                    token,
                                    hospital.signer));
        }
        HttpsTransport transport =
                new HttpsTransport(endpoint, tls, Clock.fixed(Instant.EPOCH, java.time.ZoneOffset.UTC));
        int released = rehearsal.run(release -> deliver(transport, release));
        OUT.println(rehearsal.hospitals.size() + " simulated hospitals, " + released + " releases taken");
    }

    private static void deliver(HttpsTransport transport, Release release) {
        Delivery delivery = transport.deliver(new Submission(
                release.document().submissionId(), release.document().period().toString(), release.json()));
        if (!(delivery instanceof Delivery.Delivered)) {
            throw new IllegalStateException(delivery.toString());
        }
    }

    private static void print(Rehearsal rehearsal, Map<Benchmark.Key, PublishedFigure> figures) {
        OUT.println(
                "| category | equipment | hospitals with it | true P50 | true P75 | facilities published | P50 | P75 |");
        OUT.println("|---|---|---|---|---|---|---|---|");
        for (Kind kind : SimulatedHospital.KINDS) {
            for (EquipmentAge age : List.of(EquipmentAge.ANY, EquipmentAge.UP_TO_5, EquipmentAge.OVER_10)) {
                Benchmark.Key key = Rehearsal.key(kind, age);
                List<BigDecimal> truth = rehearsal.truth(key);
                PublishedFigure found = figures.get(key);
                OUT.println("| " + kind.category() + " | " + age.label() + " | " + truth.size() + " | "
                        + whole(truth, 50) + " | " + whole(truth, 75) + " | "
                        + (found == null
                                ? "withheld | none | none |"
                                : found.figure().facilities() + " | "
                                        + error(found.figure().p50().value(), truth, 50) + " | "
                                        + error(found.figure().p75().value(), truth, 75) + " |"));
            }
        }
    }

    private static String whole(List<BigDecimal> values, int percent) {
        return values.isEmpty()
                ? "none"
                : Percentiles.of(values, percent)
                        .setScale(0, RoundingMode.HALF_UP)
                        .toPlainString();
    }

    private static String error(BigDecimal found, List<BigDecimal> truth, int percent) {
        double real = Percentiles.of(truth, percent).doubleValue();
        return String.format(Locale.ROOT, "%+.1f %%", (found.doubleValue() / real - 1) * 100);
    }
}
