package org.doseagent.drl;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import org.doseagent.dose.PartDose;
import org.doseagent.dose.Percentiles;
import org.doseagent.drl.DrlSet.Range;

/**
 * How the values of a group lie beside a level: what an audit asks for besides the median.
 *
 * @param p25 empty without values, as {@code p75}
 * @param above single values above the level; {@code aboveTwice} and {@code aboveThrice} above two and three times it
 */
public record GroupSpread(
        int n, Optional<BigDecimal> p25, Optional<BigDecimal> p75, int above, int aboveTwice, int aboveThrice) {

    /** Looks at the parts of one category and scanner that a row of a set is for. */
    public static GroupSpread of(List<PartDose> parts, DrlSet set, DrlSet.Row row) {
        List<BigDecimal> sorted = parts.stream()
                .filter(part -> isFor(part, set, row))
                .flatMap(part -> GroupComparison.value(part, set, row).stream())
                .sorted()
                .toList();
        return new GroupSpread(
                sorted.size(),
                sorted.isEmpty() ? Optional.empty() : Optional.of(Percentiles.of(sorted, 25)),
                sorted.isEmpty() ? Optional.empty() : Optional.of(Percentiles.of(sorted, 75)),
                above(sorted, row, 1),
                above(sorted, row, 2),
                above(sorted, row, 3));
    }

    private static int above(List<BigDecimal> values, DrlSet.Row row, int multiple) {
        BigDecimal level = row.value().multiply(BigDecimal.valueOf(multiple));
        return (int) values.stream().filter(value -> value.compareTo(level) > 0).count();
    }

    /** Tells whether a row is for a part: its age, and its weight where that counts. */
    public static boolean isFor(PartDose part, DrlSet set, DrlSet.Row row) {
        Range weights =
                row.goesByWeight() ? row.weightKg() : set.method().weightKg().orElse(Range.ALL);
        return part.ageDays().filter(row::isForAge).isPresent()
                && (weights.equals(Range.ALL)
                        || part.weightKg().filter(weights::contains).isPresent());
    }
}
