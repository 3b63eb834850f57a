package org.doseagent.aggregate.benchmark;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.doseagent.aggregate.cells.Canonical;
import org.doseagent.aggregate.cells.EquipmentAge;
import org.doseagent.aggregate.cells.Labels;
import org.doseagent.aggregate.cells.PopulationBand;
import org.doseagent.aggregate.control.Signer;
import org.doseagent.aggregate.render.PayloadSchema;
import org.doseagent.dose.Quantity;
import org.doseagent.dose.identity.Sha256;

/**
 * A {@code dose-benchmark/1} document: percentiles over the medians of many facilities, with a valid signature of the key that it contains. The
 * configuration of the site decides whether that key is trusted.
 *
 * @param end last day, inclusive
 * @param publicKey of the issuer, X.509 SubjectPublicKeyInfo in base64
 * @param sha256 of the canonical form with its signature; white space does not change it
 */
public record Benchmark(
        String issuer,
        LocalDate start,
        LocalDate end,
        LocalDate createdAt,
        String publicKey,
        String sha256,
        List<Row> rows) {

    public static final String SCHEMA = "dose-benchmark/1";

    private static final PayloadSchema SHAPE = PayloadSchema.ofBenchmarks();

    /** The group of exams that percentiles describe. */
    public record Key(
            String category, PopulationBand population, EquipmentAge equipmentAge, Quantity quantity, int phantomCm) {

        @Override
        public String toString() {
            return category + ", " + population.label() + ", equipment " + equipmentAge.label() + ", "
                    + quantity.label() + ", " + phantomCm + " cm";
        }
    }

    /** Percentiles over the medians of a number of facilities, in mGy·cm or mGy. */
    public record Row(Key key, int facilities, BigDecimal p25, BigDecimal p50, BigDecimal p75) {
        public Row {
            if (p25.compareTo(p50) > 0 || p50.compareTo(p75) > 0) {
                throw new IllegalArgumentException(key + ": P25, P50 and P75 must be in ascending order");
            }
        }
    }

    public Benchmark {
        rows = List.copyOf(rows);
        if (end.isBefore(start)) {
            throw new IllegalArgumentException("period: end must not be before start");
        }
        Set<Key> keys = new HashSet<>();
        for (Row row : rows) {
            if (!keys.add(row.key())) {
                throw new IllegalArgumentException(row.key() + ": must not occur twice");
            }
        }
    }

    /**
     * Reads a document.
     *
     * @throws BenchmarkException if it does not fit the schema, contradicts itself, or has an invalid signature
     */
    public static Benchmark read(byte[] json) throws BenchmarkException {
        List<String> problems = SHAPE.problems(json);
        if (!problems.isEmpty()) {
            throw new BenchmarkException("not a " + SCHEMA + " document: " + String.join("; ", problems));
        }
        ObjectNode document = Canonical.parse(json);
        if (!Signer.isSigned(document)) {
            throw new BenchmarkException(
                    "the signature does not fit: the document was changed or truncated after it was signed");
        }
        try {
            return of(document);
        } catch (IllegalArgumentException e) {
            throw new BenchmarkException("not a " + SCHEMA + " document: " + e.getMessage());
        }
    }

    private static Benchmark of(ObjectNode document) {
        List<Row> rows = new ArrayList<>();
        document.path("rows").forEach(row -> rows.add(row(row)));
        return new Benchmark(
                document.path("issuer").asText(),
                LocalDate.parse(document.path("period").path("start").asText()),
                LocalDate.parse(document.path("period").path("end").asText()),
                LocalDate.parse(document.path("createdAt").asText()),
                document.path("signature").path("publicKey").asText(),
                Sha256.hex(Canonical.bytes(document)),
                rows);
    }

    private static Row row(JsonNode row) {
        return new Row(
                new Key(
                        row.path("category").asText(),
                        Labels.find(
                                PopulationBand.values(),
                                PopulationBand::label,
                                row.path("population").asText()),
                        Labels.find(
                                EquipmentAge.values(),
                                EquipmentAge::label,
                                row.path("equipmentAge").asText()),
                        Quantity.valueOf(row.path("quantity").asText()),
                        row.path("phantomCm").asInt()),
                row.path("facilities").asInt(),
                row.path("p25").decimalValue(),
                row.path("p50").decimalValue(),
                row.path("p75").decimalValue());
    }

    /** Returns the percentiles of a key. */
    public Optional<Row> find(Key key) {
        return rows.stream().filter(row -> row.key().equals(key)).findFirst();
    }
}
