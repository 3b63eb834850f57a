package org.doseagent.aggregate.benchmark;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.doseagent.aggregate.cells.CellJson;
import org.doseagent.aggregate.cells.CellKey;
import org.doseagent.aggregate.cells.EquipmentAge;

/**
 * The median of one facility, from its releases alone: the mean of the P50 of its cells, weighted by n.
 *
 * @param exams sum of the n of these cells, each rounded down by the facility
 */
public record FacilityMedian(BigDecimal median, long exams) {

    /** Digits that a median keeps. Those of a release have two. */
    private static final MathContext DIGITS = new MathContext(7);

    /** The order of the keys in documents. */
    public static final Comparator<Benchmark.Key> ORDER = Comparator.comparing(Benchmark.Key::category)
            .thenComparing(Benchmark.Key::population)
            .thenComparing(Benchmark.Key::equipmentAge)
            .thenComparing(Benchmark.Key::quantity)
            .thenComparing(Benchmark.Key::phantomCm);

    private record Weighted(BigDecimal sum, BigDecimal weight) {
        Weighted plus(Weighted other) {
            return new Weighted(sum.add(other.sum), weight.add(other.weight));
        }
    }

    /**
     * Returns the medians of a facility: over equipment of every age, and once more over the cells of each age class.
     *
     * @param releases the valid releases of one facility, of disjoint exams
     */
    public static Map<Benchmark.Key, FacilityMedian> of(List<? extends JsonNode> releases) {
        Map<Benchmark.Key, Weighted> sums = new TreeMap<>(ORDER);
        for (JsonNode release : releases) {
            for (JsonNode cell : release.path("cells")) {
                BigDecimal n = cell.path("n").decimalValue();
                Weighted value = new Weighted(cell.path("p50").decimalValue().multiply(n), n);
                keys(CellJson.key(cell)).forEach(key -> sums.merge(key, value, Weighted::plus));
            }
        }
        Map<Benchmark.Key, FacilityMedian> medians = new TreeMap<>(ORDER);
        sums.forEach((key, each) -> {
            if (each.weight().signum() > 0) {
                BigDecimal median = each.sum().divide(each.weight(), DIGITS);
                medians.put(key, new FacilityMedian(median, each.weight().longValue()));
            }
        });
        return medians;
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
}
