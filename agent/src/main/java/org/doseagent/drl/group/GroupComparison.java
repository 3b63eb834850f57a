package org.doseagent.drl.group;

import java.math.BigDecimal;
import java.math.MathContext;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
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
     * Compares the newest parts of one category and scanner with the rows of a set that are for that category. Such a group is looked at again after
     * each exam, so it counts as above, or as below its target, only when {@link SequentialEvidence} of all parts shows it too.
     *
     * @param newestFirst of one category and one scanner, since a day that does not move from look to look
     */
    public List<GroupResult> compare(List<PartDose> newestFirst, DrlSet set) {
        return rows(newestFirst, set).stream()
                .map(row -> compare(newestFirst, set, row))
                .toList();
    }

    /**
     * Compares all exams of a window of time and of the window before it; {@link #lastN} does not apply. One look at fixed days needs no correction. Both are newest first, of one category
     * and one scanner.
     */
    public List<GroupResult> compare(List<PartDose> now, List<PartDose> before, DrlSet set) {
        return rows(now, set).stream()
                .map(row -> result(
                        new Level(set, row, List.of()),
                        now.get(0).deviceKey(),
                        GroupMembers.of(now, set, row),
                        GroupMembers.of(before, set, row).members()))
                .toList();
    }

    private static List<DrlSet.Row> rows(List<PartDose> parts, DrlSet set) {
        return parts.isEmpty() ? List.of() : set.rowsOf(parts.get(0).category());
    }

    /** Compares the newest parts with one row; all of them are the sequence that evidence is taken from. */
    GroupResult compare(List<PartDose> all, DrlSet set, DrlSet.Row row) {
        GroupMembers counted = GroupMembers.of(all, set, row);
        List<Member> members = counted.members();
        int size = lastN.map(max -> Math.min(max, members.size())).orElse(members.size());
        List<Member> before = members.subList(size, Math.min(2 * size, members.size()));
        return result(
                new Level(set, row, lastN.isPresent() ? oldestFirst(members) : List.of()),
                all.get(0).deviceKey(),
                new GroupMembers(members.subList(0, size), counted.leftOut()),
                before);
    }

    /**
     * A level and how it is looked at.
     *
     * @param sequence all values since a fixed day, oldest first, for a group that is looked at again and again; empty for a group of fixed days
     */
    private record Level(DrlSet set, DrlSet.Row row, List<BigDecimal> sequence) {
        Statistic statistic() {
            return set.method().statistic();
        }

        int minN() {
            return set.method().minN();
        }
    }

    private GroupResult result(Level level, DeviceKey deviceKey, GroupMembers now, List<Member> before) {
        List<BigDecimal> values = sorted(now.members());
        GroupVerdict single = verdict(level, values);
        Optional<List<BigDecimal>> earlier =
                single == GroupVerdict.ABOVE ? earlierAbove(level, now, before) : Optional.empty();
        boolean isHalf = earlier.isPresent() && before.size() < level.minN();
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
                earlier.or(() -> Optional.of(sorted(before)).filter(all -> all.size() >= level.minN()))
                        .flatMap(all -> statistic(all, level.statistic()))
                        .map(value -> new GroupResult.Earlier(value, isHalf)),
                target(level.row()),
                earlier.isPresent() ? GroupVerdict.CONSISTENTLY_ABOVE : single,
                Optional.empty());
    }

    /**
     * Returns the earlier exams that make a group consistently above: the preceding group, or the older half of this one if the preceding group is too
     * small and both halves are large enough and above with their whole interval.
     */
    private static Optional<List<BigDecimal>> earlierAbove(Level level, GroupMembers now, List<Member> before) {
        if (before.size() >= level.minN()) {
            return Optional.of(sorted(before)).filter(values -> isWhollyAbove(values, level));
        }
        int half = now.members().size() / 2;
        if (half < level.minN()) {
            return Optional.empty();
        }
        List<BigDecimal> newer = sorted(now.members().subList(0, half));
        return Optional.of(sorted(now.members().subList(half, now.members().size())))
                .filter(older -> isWhollyAbove(older, level) && isWhollyAbove(newer, level));
    }

    private static List<BigDecimal> oldestFirst(List<Member> newestFirst) {
        List<BigDecimal> values =
                new ArrayList<>(newestFirst.stream().map(Member::value).toList());
        Collections.reverse(values);
        return values;
    }

    private static List<BigDecimal> sorted(List<Member> members) {
        return members.stream().map(Member::value).sorted().toList();
    }

    private static Optional<LocalDate> day(List<Member> members, int index) {
        return members.isEmpty()
                ? Optional.empty()
                : Optional.of(members.get(index).day());
    }

    private GroupVerdict verdict(Level level, List<BigDecimal> now) {
        BigDecimal drl = level.row().value();
        Optional<BigDecimal> value = statistic(now, level.statistic());
        if (value.isEmpty() || now.size() < level.minN()) {
            return GroupVerdict.INSUFFICIENT;
        }
        if (value.get().compareTo(drl) <= 0) {
            BigDecimal target = target(level.row());
            boolean isFarBelow = interval(now, level.statistic())
                            .map(Interval::high)
                            .filter(high -> high.compareTo(target) < 0)
                            .isPresent()
                    && (level.sequence().isEmpty()
                            || SequentialEvidence.isBelow(level.sequence(), target, level.statistic()));
            return isFarBelow ? GroupVerdict.BELOW_TARGET : GroupVerdict.WITHIN;
        }
        boolean isAbove = isWhollyAbove(now, level)
                && (level.sequence().isEmpty() || SequentialEvidence.isAbove(level.sequence(), drl, level.statistic()));
        return isAbove ? GroupVerdict.ABOVE : GroupVerdict.ABOVE_NOT_SIGNIFICANT;
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
