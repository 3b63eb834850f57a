package org.doseagent.review;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.doseagent.aggregate.benchmark.Benchmark;
import org.doseagent.aggregate.cells.EquipmentAge;
import org.doseagent.dose.identity.DeviceKey;
import org.doseagent.drl.group.GroupResult;
import org.doseagent.drl.level.DrlSet;

/** Adds the percentiles of other hospitals to a comparison of groups. Not thread-safe. */
public final class BenchmarkComparison {

    private final Benchmarks benchmarks;
    private Optional<Benchmark> current = Optional.empty();

    public BenchmarkComparison(Benchmarks benchmarks) {
        this.benchmarks = benchmarks;
    }

    /** Returns the sets, and also the sets of the age classes of equipment if one of the sets holds percentiles. */
    public List<DrlSet> withClasses(List<DrlSet> sets) {
        List<DrlSet> all = new ArrayList<>(sets);
        if (sets.stream().anyMatch(DrlSet::isOfRepository)) {
            current = Optional.of(benchmarks.current());
            all.addAll(benchmarks.setsOfClasses());
        }
        return all;
    }

    /** Returns whether the scanner of a group is in the age class that it was compared with. */
    public boolean concerns(GroupResult result) {
        return benchmarks.concerns(result);
    }

    /** Returns the percentiles that a group was compared with; empty for a level of an authority. */
    public Optional<Benchmark.Row> percentiles(GroupResult result) {
        return result.set().isOfRepository()
                ? current.flatMap(benchmark -> Benchmarks.percentiles(benchmark, result))
                : Optional.empty();
    }

    /** Returns the scanners whose age class is not known. */
    public List<DeviceKey> scannersOfUnknownAge(List<GroupResult> results) {
        return results.stream()
                .filter(result -> result.lastDay()
                        .filter(day -> benchmarks.ageOf(result.deviceKey(), day) == EquipmentAge.UNKNOWN)
                        .isPresent())
                .map(GroupResult::deviceKey)
                .distinct()
                .toList();
    }
}
