package org.doseagent.drl.group;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import org.doseagent.dose.PartDose;
import org.doseagent.dose.Percentiles;
import org.doseagent.drl.level.DrlSet;

/**
 * The spread of a group beside a level: what an audit asks for in addition to the median.
 *
 * @param p25 empty without values, as {@code p75}
 * @param above single values above the level; {@code aboveTwice} and {@code aboveThrice} above two and three times it
 */
public record GroupSpread(
        int n, Optional<BigDecimal> p25, Optional<BigDecimal> p75, int above, int aboveTwice, int aboveThrice) {

    /** Returns the spread of the parts of one category and scanner that count beside a level. */
    public static GroupSpread of(List<PartDose> parts, DrlSet set, DrlSet.Row row) {
        List<BigDecimal> sorted = GroupMembers.of(parts, set, row).members().stream()
                .map(GroupMembers.Member::value)
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
}
