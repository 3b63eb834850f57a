package org.doseagent.drl.group;

import java.math.BigDecimal;
import java.math.MathContext;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.doseagent.dose.PartDose;
import org.doseagent.dose.Percentiles;
import org.doseagent.dose.identity.DeviceKey;
import org.doseagent.drl.group.GroupMembers.Member;
import org.doseagent.drl.level.DrlSet;
import org.doseagent.drl.level.DrlSet.Statistic;

/**
 * Compares the median (or mean) of a group of patients with a reference level, which is the purpose of a DRL (ICRP 135, 2.3). Immutable.
 *
 * @param lastN size of a group: its newest patients; empty: all patients that are given, and no preceding group
 * @param farBelow fraction of the level. A group below it needs a check of image quality where the source publishes no target; this is a
 *     setting of the site, not a published value
 */
public record GroupComparison(Optional<Integer> lastN, BigDecimal farBelow) {

    /**
     * Compares the parts of one category and scanner with the rows of a set that are for that category.
     *
     * @param newestFirst of one category and one scanner
     */
    public List<GroupResult> compare(List<PartDose> newestFirst, DrlSet set) {
        return rows(newestFirst, set).stream()
                .map(row -> compare(newestFirst, set, row))
                .toList();
    }

    /**
     * Compares all exams of a window of time and of the window before it; {@link #lastN} does not apply. Both are newest first, of one category
     * and one scanner.
     */
    public List<GroupResult> compare(List<PartDose> now, List<PartDose> before, DrlSet set) {
        return rows(now, set).stream()
                .map(row -> result(
                        new Level(set, row),
                        now.get(0).deviceKey(),
                        GroupMembers.of(now, set, row),
                        GroupMembers.of(before, set, row).members()))
                .toList();
    }

    private static List<DrlSet.Row> rows(List<PartDose> parts, DrlSet set) {
        return parts.isEmpty() ? List.of() : set.rowsOf(parts.get(0).category());
    }

    private GroupResult compare(List<PartDose> all, DrlSet set, DrlSet.Row row) {
        GroupMembers counted = GroupMembers.of(all, set, row);
        List<Member> members = counted.members();
        int size = lastN.map(max -> Math.min(max, members.size())).orElse(members.size());
        List<Member> before = members.subList(size, Math.min(2 * size, members.size()));
        return result(
                new Level(set, row),
                all.get(0).deviceKey(),
                new GroupMembers(members.subList(0, size), counted.leftOut()),
                before);
    }

    private record Level(DrlSet set, DrlSet.Row row) {
        Statistic statistic() {
            return set.method().statistic();
        }

        int minN() {
            return set.method().minN();
        }
    }

    private GroupResult result(Level level, DeviceKey deviceKey, GroupMembers now, List<Member> before) {
        List<BigDecimal> values = sorted(now.members());
        List<BigDecimal> valuesBefore = sorted(before);
        return new GroupResult(
                level.set(),
                level.row(),
                deviceKey,
                new GroupResult.Sample(
                        values.size(),
                        now.leftOut(),
                        day(now.members(), values.size() - 1),
                        day(now.members(), 0),
                        statistic(values, level.statistic()),
                        interval(values, level.statistic())),
                valuesBefore.size() >= level.minN() ? statistic(valuesBefore, level.statistic()) : Optional.empty(),
                target(level.row()),
                verdict(level, values, valuesBefore));
    }

    private static List<BigDecimal> sorted(List<Member> members) {
        return members.stream().map(Member::value).sorted().toList();
    }

    private static Optional<LocalDate> day(List<Member> members, int index) {
        return members.isEmpty()
                ? Optional.empty()
                : Optional.of(members.get(index).day());
    }

    private GroupVerdict verdict(Level level, List<BigDecimal> now, List<BigDecimal> before) {
        BigDecimal drl = level.row().value();
        Optional<BigDecimal> value = statistic(now, level.statistic());
        if (value.isEmpty() || now.size() < level.minN()) {
            return GroupVerdict.INSUFFICIENT;
        }
        if (value.get().compareTo(drl) <= 0) {
            boolean isFarBelow = interval(now, level.statistic())
                    .map(Interval::high)
                    .filter(high -> high.compareTo(target(level.row())) < 0)
                    .isPresent();
            return isFarBelow ? GroupVerdict.BELOW_TARGET : GroupVerdict.WITHIN;
        }
        if (!isWhollyAbove(now, level)) {
            return GroupVerdict.ABOVE_NOT_SIGNIFICANT;
        }
        boolean wasAbove = before.size() >= level.minN() && isWhollyAbove(before, level);
        return wasAbove ? GroupVerdict.CONSISTENTLY_ABOVE : GroupVerdict.ABOVE;
    }

    /** Returns the value below which a group is far below: the target that the source publishes, else the site's fraction of the level. */
    private BigDecimal target(DrlSet.Row row) {
        return row.target().orElseGet(() -> row.value().multiply(farBelow));
    }

    private static boolean isWhollyAbove(List<BigDecimal> values, Level level) {
        return interval(values, level.statistic())
                .filter(interval -> interval.low().compareTo(level.row().value()) > 0)
                .isPresent();
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

    private static Optional<Interval> interval(List<BigDecimal> sorted, Statistic statistic) {
        return statistic == Statistic.MEDIAN
                ? Interval.ofMedian(sorted)
                : sorted.isEmpty() ? Optional.empty() : Interval.ofMean(sorted, mean(sorted));
    }
}
