package org.doseagent.drl;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.doseagent.dose.PartDose;
import org.doseagent.dose.Percentiles;
import org.doseagent.dose.Quantity;
import org.doseagent.drl.DrlSet.Range;
import org.doseagent.drl.DrlSet.Statistic;

/**
 * The use that a reference level is made for: the median (or mean) of a group of patients beside it (ICRP 135, 2.3). Immutable.
 *
 * @param lastN patients of a group, the newest; empty: all that are given, then there is no group before
 * @param farBelow fraction of the level below which a median asks for a look at image quality; a setting of the site, no published value
 */
public record GroupComparison(Optional<Integer> lastN, BigDecimal farBelow) {

    private static final MathContext FOUR_DIGITS = new MathContext(4);
    private static final int DECIMALS = 2;

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
        List<PartDose> counted = comparable.stream()
                .filter(part -> part.weightKg().filter(weights::contains).isPresent())
                .toList();
        int unknown = (int)
                comparable.stream().filter(part -> part.weightKg().isEmpty()).count();
        return new Counted(counted, unknown, comparable.size() - unknown - counted.size());
    }

    private GroupResult result(DrlSet set, DrlSet.Row row, String deviceKey, Group now, Group before, Counted counted) {
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
                    .filter(high -> high.compareTo(row.value().multiply(farBelow)) < 0)
                    .isPresent();
            return isFarBelow ? GroupVerdict.BELOW_TARGET : GroupVerdict.WITHIN;
        }
        if (before.size() >= set.method().minN()
                && isAbove(statistic(before, statistic), row)
                && isAbove(interval(both(now, before), statistic).map(Interval::low), row)) {
            return GroupVerdict.CONSISTENTLY_ABOVE;
        }
        return isAbove(interval(now, statistic).map(Interval::low), row)
                ? GroupVerdict.ABOVE
                : GroupVerdict.ABOVE_NOT_SIGNIFICANT;
    }

    private static boolean isAbove(Optional<BigDecimal> value, DrlSet.Row row) {
        return value.filter(number -> number.compareTo(row.value()) > 0).isPresent();
    }

    private static List<BigDecimal> both(List<BigDecimal> first, List<BigDecimal> second) {
        List<BigDecimal> all = new ArrayList<>(first);
        all.addAll(second);
        return all.stream().sorted().toList();
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
        BigDecimal exact = statistic == Statistic.MEDIAN ? Percentiles.of(sorted, 50) : mean(sorted);
        return Optional.of(
                exact.stripTrailingZeros().scale() > DECIMALS ? exact.setScale(DECIMALS, RoundingMode.HALF_UP) : exact);
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
        if (sorted.size() < 2) {
            return Optional.empty();
        }
        BigDecimal mean = mean(sorted);
        double squares = sorted.stream()
                .mapToDouble(value -> Math.pow(value.subtract(mean).doubleValue(), 2))
                .sum();
        double error = Math.sqrt(squares / (sorted.size() - 1) / sorted.size());
        BigDecimal reach = BigDecimal.valueOf(2 * error);
        return Optional.of(new Interval(
                mean.subtract(reach).setScale(DECIMALS, RoundingMode.HALF_UP),
                mean.add(reach).setScale(DECIMALS, RoundingMode.HALF_UP)));
    }
}
