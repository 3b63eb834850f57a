package org.doseagent.drl;

import java.math.BigDecimal;
import java.math.MathContext;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.doseagent.dose.DeviceKey;
import org.doseagent.dose.PartDose;
import org.doseagent.dose.PatientFacts;
import org.doseagent.dose.Percentiles;
import org.doseagent.dose.Quantity;
import org.doseagent.drl.DrlSet.Range;
import org.doseagent.drl.DrlSet.Statistic;

/**
 * The use that a reference level is made for: the median (or mean) of a group of patients beside it (ICRP 135, 2.3). Immutable.
 *
 * @param lastN patients of a group, the newest; empty: all that are given, then there is no group before
 * @param farBelow fraction of the level below which a median asks for a look at image quality, where the source publishes no target; a
 *     setting of the site, no published value
 */
public record GroupComparison(Optional<Integer> lastN, BigDecimal farBelow) {

    private static final MathContext FOUR_DIGITS = new MathContext(4);

    /** The values of a group, sorted, and its days. */
    private record Group(List<BigDecimal> values, Optional<LocalDate> first, Optional<LocalDate> last) {
        static Group of(List<PartDose> newestFirst, DrlSet set, DrlSet.Row row) {
            return new Group(
                    newestFirst.stream()
                            .flatMap(part -> value(part, set, row).stream())
                            .sorted()
                            .toList(),
                    day(newestFirst, newestFirst.size() - 1),
                    day(newestFirst, 0));
        }

        private static Optional<LocalDate> day(List<PartDose> parts, int index) {
            return parts.isEmpty()
                    ? Optional.empty()
                    : Optional.of(parts.get(index).studyDateTime().toLocalDate());
        }
    }

    /**
     * Compares the parts of one category and scanner with the rows of a set that are for that category.
     *
     * @param newestFirst of one category and one scanner
     */
    public List<GroupResult> compare(List<PartDose> newestFirst, DrlSet set) {
        if (newestFirst.isEmpty()) {
            return List.of();
        }
        String category = newestFirst.get(0).category();
        return set.rowsOf(category).stream()
                .map(row -> compare(newestFirst, set, row))
                .toList();
    }

    /** Compares a window of time and the one before it, whatever {@link #lastN} says; both newest first, of one category and scanner. */
    public List<GroupResult> compare(List<PartDose> now, List<PartDose> before, DrlSet set) {
        if (now.isEmpty()) {
            return List.of();
        }
        String category = now.get(0).category();
        return set.rowsOf(category).stream()
                .map(row -> {
                    Counted counted = count(now, set, row);
                    Group first = Group.of(counted.parts(), set, row);
                    Group second = Group.of(count(before, set, row).parts(), set, row);
                    return result(set, row, now.get(0).deviceKey(), first, second, counted);
                })
                .toList();
    }

    private GroupResult compare(List<PartDose> all, DrlSet set, DrlSet.Row row) {
        Counted counted = count(all, set, row);
        List<PartDose> parts = counted.parts();
        int size = lastN.map(most -> Math.min(most, parts.size())).orElse(parts.size());
        Group now = Group.of(parts.subList(0, size), set, row);
        Group before = Group.of(parts.subList(size, Math.min(2 * size, parts.size())), set, row);
        return result(set, row, all.get(0).deviceKey(), now, before, counted);
    }

    /** Who counts, and how many were left out since their weight is not known or not of the band. */
    private record Counted(List<PartDose> parts, int weightUnknown, int weightOutside) {}

    private static Counted count(List<PartDose> all, DrlSet set, DrlSet.Row row) {
        List<PartDose> comparable = all.stream()
                .filter(part -> part.ageDays().filter(row::isForAge).isPresent())
                .filter(part -> value(part, set, row).isPresent())
                .toList();
        Range weights =
                row.goesByWeight() ? row.weightKg() : set.method().weightKg().orElse(Range.ALL);
        if (weights.equals(Range.ALL)) {
            return new Counted(comparable, 0, 0);
        }
        // The weights of a set are those of adults; a row that goes by weight is for whom it says.
        List<PartDose> counted = comparable.stream()
                .filter(part -> part.weightKg().filter(weights::contains).isPresent()
                        || (!row.goesByWeight() && !isAdult(part)))
                .toList();
        int unknown = (int) comparable.stream()
                .filter(part -> part.weightKg().isEmpty() && (row.goesByWeight() || isAdult(part)))
                .count();
        return new Counted(counted, unknown, comparable.size() - unknown - counted.size());
    }

    private static boolean isAdult(PartDose part) {
        return part.ageDays().filter(days -> days >= PatientFacts.ADULT_DAYS).isPresent();
    }

    private GroupResult result(
            DrlSet set, DrlSet.Row row, DeviceKey deviceKey, Group now, Group before, Counted counted) {
        Statistic statistic = set.method().statistic();
        Optional<BigDecimal> value = statistic(now.values(), statistic);
        Optional<Interval> interval = interval(now.values(), statistic);
        return new GroupResult(
                set,
                row,
                deviceKey,
                now.values().size(),
                counted.weightUnknown(),
                counted.weightOutside(),
                now.first(),
                now.last(),
                value,
                interval.map(Interval::low),
                interval.map(Interval::high),
                before.values().size() >= set.method().minN()
                        ? statistic(before.values(), statistic)
                        : Optional.empty(),
                value.map(number -> number.divide(row.value(), FOUR_DIGITS)),
                target(row),
                verdict(set, row, now.values(), before.values()),
                set.reservation(row));
    }

    private GroupVerdict verdict(DrlSet set, DrlSet.Row row, List<BigDecimal> now, List<BigDecimal> before) {
        Statistic statistic = set.method().statistic();
        Optional<BigDecimal> value = statistic(now, statistic);
        if (value.isEmpty() || now.size() < set.method().minN()) {
            return GroupVerdict.INSUFFICIENT;
        }
        if (value.get().compareTo(row.value()) <= 0) {
            boolean isFarBelow = interval(now, statistic)
                    .map(Interval::high)
                    .filter(high -> high.compareTo(target(row)) < 0)
                    .isPresent();
            return isFarBelow ? GroupVerdict.BELOW_TARGET : GroupVerdict.WITHIN;
        }
        if (!isWhollyAbove(now, statistic, row)) {
            return GroupVerdict.ABOVE_NOT_SIGNIFICANT;
        }
        boolean wasAbove = before.size() >= set.method().minN() && isWhollyAbove(before, statistic, row);
        return wasAbove ? GroupVerdict.CONSISTENTLY_ABOVE : GroupVerdict.ABOVE;
    }

    /** Returns what a group is far below of: the target that the source publishes, else the site's fraction of the level. */
    BigDecimal target(DrlSet.Row row) {
        return row.target().orElseGet(() -> row.value().multiply(farBelow));
    }

    private static boolean isWhollyAbove(List<BigDecimal> values, Statistic statistic, DrlSet.Row row) {
        return interval(values, statistic)
                .filter(interval -> interval.low().compareTo(row.value()) > 0)
                .isPresent();
    }

    /** Returns the value of a part that a row speaks of; empty on another phantom. */
    static Optional<BigDecimal> value(PartDose part, DrlSet set, DrlSet.Row row) {
        if (part.phantomCm().filter(cm -> cm == row.phantomCm()).isEmpty()) {
            return Optional.empty();
        }
        if (row.quantity() == Quantity.CTDIVOL) {
            return part.ctdiVolMGy();
        }
        if (row.scope() != DrlSet.Scope.EXAM) {
            return part.dlpLargestEventMGyCm();
        }
        return set.countsLocalizers() ? part.dlpMGyCm() : part.dlpDiagnosticMGyCm();
    }

    private static Optional<BigDecimal> statistic(List<BigDecimal> sorted, Statistic statistic) {
        if (sorted.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(statistic == Statistic.MEDIAN ? Percentiles.of(sorted, 50) : mean(sorted));
    }

    private static BigDecimal mean(List<BigDecimal> values) {
        BigDecimal sum = values.stream().reduce(BigDecimal.ZERO, BigDecimal::add);
        return sum.divide(BigDecimal.valueOf(values.size()), MathContext.DECIMAL64);
    }

    private record Interval(BigDecimal low, BigDecimal high) {}

    private static Optional<Interval> interval(List<BigDecimal> sorted, Statistic statistic) {
        if (statistic == Statistic.MEDIAN) {
            return MedianInterval.of(sorted.size())
                    .map(ranks -> new Interval(sorted.get(ranks.lower() - 1), sorted.get(ranks.upper() - 1)));
        }
        if (sorted.isEmpty()) {
            return Optional.empty();
        }
        return MeanInterval.of(sorted, mean(sorted)).map(mean -> new Interval(mean.low(), mean.high()));
    }
}
