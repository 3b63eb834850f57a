package org.doseagent.repository;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.doseagent.aggregate.benchmark.Benchmark;
import org.doseagent.aggregate.cells.Canonical;
import org.doseagent.aggregate.cells.CellJson;
import org.doseagent.aggregate.cells.CellKey;
import org.doseagent.aggregate.cells.EquipmentAge;
import org.doseagent.aggregate.control.Signer;
import org.doseagent.dose.Percentiles;
import org.doseagent.dose.Quantity;

/**
 * Percentiles over the medians of facilities (ICRP 135: a level is the 75th), from releases alone. A facility's median is the mean of its
 * cells' P50, weighted by n: over equipment of every age, and once more over the cells of each age class.
 */
final class EuropeanPercentiles {

    /** A level of fewer facilities is not published. */
    static final int MIN_FACILITIES = 5;

    private static final MathContext THREE_DIGITS = new MathContext(3);

    private static final Comparator<Benchmark.Key> ORDER = Comparator.comparing(Benchmark.Key::category)
            .thenComparing(Benchmark.Key::population)
            .thenComparing(Benchmark.Key::equipmentAge)
            .thenComparing(Benchmark.Key::quantity)
            .thenComparing(Benchmark.Key::phantomCm);

    private record Weighted(BigDecimal sum, BigDecimal weight) {
        Weighted plus(Weighted other) {
            return new Weighted(sum.add(other.sum), weight.add(other.weight));
        }
    }

    /** By key, the median of each facility, ascending. */
    private final Map<Benchmark.Key, List<BigDecimal>> medians = new TreeMap<>(ORDER);

    EuropeanPercentiles(List<ObjectNode> releases) {
        Map<Benchmark.Key, Map<String, Weighted>> sums = new HashMap<>();
        for (JsonNode release : releases) {
            String facility = release.path("facility").path("pseudonym").asText();
            for (JsonNode cell : release.path("cells")) {
                BigDecimal n = cell.path("n").decimalValue();
                Weighted value = new Weighted(cell.path("p50").decimalValue().multiply(n), n);
                keys(CellJson.key(cell))
                        .forEach(key -> sums.computeIfAbsent(key, absent -> new TreeMap<>())
                                .merge(facility, value, Weighted::plus));
            }
        }
        sums.forEach((key, facilities) -> medians.put(
                key,
                facilities.values().stream()
                        .map(each -> each.sum().divide(each.weight(), MathContext.DECIMAL64))
                        .sorted()
                        .toList()));
    }

    private static List<Benchmark.Key> keys(CellKey cell) {
        List<Benchmark.Key> keys = new ArrayList<>();
        keys.add(key(cell, EquipmentAge.ANY));
        if (cell.equipmentAge() != EquipmentAge.ANY) {
            keys.add(key(cell, cell.equipmentAge()));
        }
        return keys;
    }

    private static Benchmark.Key key(CellKey cell, EquipmentAge age) {
        return new Benchmark.Key(cell.category(), cell.population(), age, cell.quantity(), cell.phantomCm());
    }

    /** Returns the medians of the facilities, ascending; empty where no cell came. */
    List<BigDecimal> medians(Benchmark.Key key) {
        return medians.getOrDefault(key, List.of());
    }

    /** Returns the document that goes back to the hospitals. */
    byte[] signed(String issuer, LocalDate start, LocalDate end, Signer signer) {
        ObjectNode document = Canonical.parse("{}")
                .put("schema", Benchmark.SCHEMA)
                .put("issuer", issuer)
                .put("createdAt", end.plusMonths(1).toString())
                .put("quantileMethod", Percentiles.METHOD);
        document.putObject("period").put("start", start.toString()).put("end", end.toString());
        document.putArray("rows");
        medians.forEach((key, values) -> {
            if (values.size() >= MIN_FACILITIES) {
                row(document.withArray("rows").addObject(), key, values);
            }
        });
        return Canonical.bytes(signer.signed(document));
    }

    private static void row(ObjectNode row, Benchmark.Key key, List<BigDecimal> values) {
        boolean isDlp = key.quantity() == Quantity.DLP;
        row.put("category", key.category())
                .put("population", key.population().label())
                .put("equipmentAge", key.equipmentAge().label())
                .put("quantity", key.quantity().name())
                .put("unit", isDlp ? "mGy.cm" : "mGy")
                .put("scope", isDlp ? "per-exam-part-total" : "per-exam-part-maximum")
                .put("phantomCm", key.phantomCm())
                .put("facilities", values.size())
                .put("p25", Percentiles.of(values, 25).round(THREE_DIGITS))
                .put("p50", Percentiles.of(values, 50).round(THREE_DIGITS))
                .put("p75", Percentiles.of(values, 75).round(THREE_DIGITS));
    }
}
