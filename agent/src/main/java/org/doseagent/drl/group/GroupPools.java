package org.doseagent.drl.group;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.doseagent.dose.PartDose;
import org.doseagent.dose.identity.DeviceKey;
import org.doseagent.drl.level.DrlSet;

/**
 * Compares the scanners of one category with a set, and makes groups that are large enough of those that are not: first of one scanner over more
 * years, then of all scanners that are still too small. Each result says how it was pooled. Immutable.
 *
 * @param usual parts of each scanner in the usual days, newest first
 * @param longer the same over more days
 * @param longerFrom first of these days
 */
public record GroupPools(
        Map<DeviceKey, List<PartDose>> usual, Map<DeviceKey, List<PartDose>> longer, LocalDate longerFrom) {

    /** The scanner of a group of several scanners. */
    static final DeviceKey POOLED = new DeviceKey("", "small scanners", "pooled");

    /** Returns a result for each scanner and row, and one for each row of which several small scanners together are large enough. */
    public List<GroupResult> compare(DrlSet set, GroupComparison comparison) {
        List<GroupResult> results = new ArrayList<>();
        Map<DrlSet.Row, List<DeviceKey>> small = new LinkedHashMap<>();
        usual.forEach((scanner, parts) -> comparison.compare(parts, set).forEach(result -> {
            GroupResult best = isSmall(result) && !set.isOfRepository() ? overYears(result, comparison) : result;
            results.add(best);
            if (isSmall(best) && !set.isOfRepository()) {
                small.computeIfAbsent(result.row(), absent -> new ArrayList<>()).add(scanner);
            }
        }));
        small.forEach((row, scanners) -> pooled(set, row, scanners, comparison).ifPresent(results::add));
        return results;
    }

    private static boolean isSmall(GroupResult result) {
        return result.verdict() == GroupVerdict.INSUFFICIENT;
    }

    private GroupResult overYears(GroupResult result, GroupComparison comparison) {
        List<PartDose> parts = longer.getOrDefault(result.deviceKey(), List.of());
        if (parts.isEmpty()) {
            return result;
        }
        GroupResult over = comparison.compare(parts, result.set(), result.row());
        return isSmall(over) ? result : over.pooled(result.deviceKey(), new GroupResult.Pooling(1, longerFrom));
    }

    private Optional<GroupResult> pooled(
            DrlSet set, DrlSet.Row row, List<DeviceKey> scanners, GroupComparison comparison) {
        return pooled(usual, set, row, scanners)
                .map(parts -> comparison.compare(parts, set, row))
                .filter(result -> !isSmall(result))
                .or(() -> pooled(longer, set, row, scanners)
                        .map(parts -> comparison.compare(parts, set, row))
                        .filter(result -> !isSmall(result)))
                .map(result -> result.pooled(
                        POOLED,
                        new GroupResult.Pooling(
                                scanners.size(), result.firstDay().orElse(longerFrom))));
    }

    /** Returns the parts of several scanners, newest first; empty unless at least two of them have members. */
    private static Optional<List<PartDose>> pooled(
            Map<DeviceKey, List<PartDose>> parts, DrlSet set, DrlSet.Row row, List<DeviceKey> scanners) {
        List<List<PartDose>> own = scanners.stream()
                .map(scanner -> parts.getOrDefault(scanner, List.of()))
                .filter(each -> !GroupMembers.of(each, set, row).members().isEmpty())
                .toList();
        return own.size() < 2
                ? Optional.empty()
                : Optional.of(own.stream()
                        .flatMap(List::stream)
                        .sorted(Comparator.comparing(PartDose::studyDateTime).reversed())
                        .toList());
    }
}
