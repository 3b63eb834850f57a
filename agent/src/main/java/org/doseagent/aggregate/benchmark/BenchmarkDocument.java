package org.doseagent.aggregate.benchmark;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.doseagent.aggregate.cells.Canonical;
import org.doseagent.aggregate.control.Signer;
import org.doseagent.dose.Percentiles;
import org.doseagent.dose.Quantity;

/** Writes what a repository publishes: the signed {@code dose-benchmark/1} of a year, and all results as JSON. */
public final class BenchmarkDocument {

    private BenchmarkDocument() {}

    /** Returns the signed document of a year, in canonical form; the year must have a figure. */
    public static byte[] signed(Results results, Results.Year year, Signer signer) {
        ObjectNode document = Canonical.object()
                .put("schema", Benchmark.SCHEMA)
                .put("issuer", results.issuer())
                .put("createdAt", results.createdAt().toString())
                .put("quantileMethod", Percentiles.METHOD);
        document.putObject("period")
                .put("start", year.start().toString())
                .put("end", year.end().toString());
        ArrayNode rows = document.putArray("rows");
        year.all()
                .forEach(figure -> row(rows.addObject(), figure)
                        .put("p25", figure.p25())
                        .put("p50", figure.p50().value())
                        .put("p75", figure.p75().value()));
        return Canonical.bytes(signer.signed(document));
    }

    /** Returns all figures with their intervals, years and countries, signed, in canonical form. */
    public static byte[] results(Results results, Signer signer) {
        ObjectNode document = Canonical.object()
                .put("schema", "dose-results/1")
                .put("issuer", results.issuer())
                .put("createdAt", results.createdAt().toString())
                .put("minFacilities", results.minFacilities());
        ArrayNode figures = document.putArray("figures");
        for (Results.Year year : results.years()) {
            year.all().forEach(figure -> figure(figures.addObject().put("year", year.year()), figure));
            year.byCountry()
                    .forEach((country, all) -> all.forEach(figure ->
                            figure(figures.addObject().put("year", year.year()).put("country", country), figure)));
        }
        return Canonical.bytes(signer.signed(document));
    }

    private static void figure(ObjectNode node, Figure figure) {
        row(node, figure).put("p25", figure.p25());
        statistic(node, "p50", figure.p50());
        statistic(node, "p75", figure.p75());
    }

    private static void statistic(ObjectNode node, String name, Figure.Statistic statistic) {
        node.put(name, statistic.value());
        statistic
                .interval()
                .ifPresent(interval ->
                        node.putArray(name + "Interval").add(interval.low()).add(interval.high()));
    }

    private static ObjectNode row(ObjectNode row, Figure figure) {
        Benchmark.Key key = figure.key();
        boolean isDlp = key.quantity() == Quantity.DLP;
        return row.put("category", key.category())
                .put("population", key.population().label())
                .put("equipmentAge", key.equipmentAge().label())
                .put("quantity", key.quantity().name())
                .put("unit", isDlp ? "mGy.cm" : "mGy")
                .put("scope", isDlp ? "per-exam-part-total" : "per-exam-part-maximum")
                .put("phantomCm", key.phantomCm())
                .put("facilities", figure.facilities());
    }
}
