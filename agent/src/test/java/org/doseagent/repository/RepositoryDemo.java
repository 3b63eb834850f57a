package org.doseagent.repository;

import java.io.PrintStream;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import org.doseagent.aggregate.benchmark.Benchmark;
import org.doseagent.aggregate.cells.EquipmentAge;
import org.doseagent.aggregate.control.Release;
import org.doseagent.aggregate.control.Signer;
import org.doseagent.dose.Percentiles;
import org.doseagent.repository.SimulatedHospital.Kind;

/** The rehearsal as scripts/repository-demo starts it: hospitals put their releases by HTTPS; prints what comes out beside the truth. */
final class RepositoryDemo {

    private static final PrintStream OUT = System.out;
    private static final long SEED = 4;

    private static final List<EquipmentAge> CLASSES =
            List.of(EquipmentAge.ANY, EquipmentAge.UP_TO_5, EquipmentAge.UP_TO_10, EquipmentAge.OVER_10);

    private RepositoryDemo() {}

    /** Arguments: folder of what is received, file of the percentiles, hospitals, months. */
    public static void main(String[] args) throws Exception {
        Path folder = Files.createDirectories(Path.of(args[0]));
        Rehearsal rehearsal =
                new Rehearsal(SEED, Integer.parseInt(args[2]), Integer.parseInt(args[3]), OptionalDouble.empty());
        try (RepositoryServer server = new RepositoryServer(folder)) {
            HttpClient client =
                    HttpClient.newBuilder().sslContext(server.tls().context()).build();
            int released = rehearsal.run(release -> put(client, server.url(), release));
            EuropeanPercentiles percentiles =
                    new EuropeanPercentiles(server.receiver().current());
            Signer signer = SimulatedHospital.newSigner();
            byte[] document =
                    percentiles.signed("Rehearsal, simulated hospitals", rehearsal.start(), rehearsal.end(), signer);
            Files.write(Path.of(args[1]), document);
            OUT.println(rehearsal.hospitals.size() + " hospitals, " + released + " releases taken, "
                    + Benchmark.read(document).rows().size() + " rows in " + args[1]);
            OUT.println("benchmark.publicKeys=" + signer.publicKey());
            print(rehearsal, percentiles, new EuropeanPercentiles(rehearsal.atOnce()));
        }
    }

    private static void put(HttpClient client, URI url, Release release) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create(url + "/" + release.document().submissionId()))
                .header("Content-Type", "application/json")
                .PUT(HttpRequest.BodyPublishers.ofByteArray(release.json()))
                .build();
        HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() != 201) {
            throw new IllegalStateException("HTTP " + answer.statusCode() + ": " + answer.body());
        }
    }

    private static void print(Rehearsal rehearsal, EuropeanPercentiles monthly, EuropeanPercentiles atOnce) {
        OUT.println();
        OUT.println("| category | equipment | facilities | true P50 | true P75 | no control: facilities | P50 | P75 |"
                + " by month: facilities | P50 | P75 | one period: facilities | P50 | P75 |");
        OUT.println("|---|---|---|---|---|---|---|---|---|---|---|---|---|---|");
        for (Kind kind : SimulatedHospital.KINDS) {
            for (EquipmentAge age : CLASSES) {
                Benchmark.Key key = Rehearsal.key(kind, age);
                List<BigDecimal> truth = rehearsal.truth(key);
                OUT.println("| " + kind.category() + " | " + age.label() + " | " + truth.size() + " | "
                        + whole(truth, 50) + " | " + whole(truth, 75) + " | "
                        + found(rehearsal.withoutControl(key), truth) + " | " + found(monthly.medians(key), truth)
                        + " | " + found(atOnce.medians(key), truth) + " |");
            }
        }
    }

    private static String whole(List<BigDecimal> values, int percent) {
        return Percentiles.of(values, percent).setScale(0, RoundingMode.HALF_UP).toPlainString();
    }

    private static String found(List<BigDecimal> values, List<BigDecimal> truth) {
        if (values.size() < EuropeanPercentiles.MIN_FACILITIES) {
            return values.size() + " | none | none";
        }
        return values.size() + " | " + error(values, truth, 50) + " | " + error(values, truth, 75);
    }

    private static String error(List<BigDecimal> values, List<BigDecimal> truth, int percent) {
        double found = Percentiles.of(values, percent).doubleValue();
        double real = Percentiles.of(truth, percent).doubleValue();
        return String.format(Locale.ROOT, "%+.1f %%", (found / real - 1) * 100);
    }
}
