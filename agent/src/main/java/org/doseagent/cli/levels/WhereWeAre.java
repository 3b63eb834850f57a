package org.doseagent.cli.levels;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.doseagent.aggregate.benchmark.Benchmark;
import org.doseagent.aggregate.cells.EquipmentAge;
import org.doseagent.cli.output.CompareText;
import org.doseagent.drl.DrlSet;
import org.doseagent.drl.GroupResult;
import org.doseagent.review.Benchmarks;

/**
 * Groups beside the percentiles of other hospitals: each scanner with those over equipment of every age, then with those of its own age
 * class. A terminal of 100 columns shows it.
 */
final class WhereWeAre {

    private final Benchmarks benchmarks;
    private Optional<Benchmark> current = Optional.empty();

    WhereWeAre(Benchmarks benchmarks) {
        this.benchmarks = benchmarks;
    }

    /** Returns the sets, with those of the age classes where percentiles are among them. */
    List<DrlSet> withClasses(List<DrlSet> sets) {
        List<DrlSet> all = new ArrayList<>(sets);
        if (sets.stream().anyMatch(DrlSet::isOfRepository)) {
            current = Optional.of(benchmarks.current());
            all.addAll(benchmarks.setsOfClasses());
        }
        return all;
    }

    /** Tells whether a scanner is of the class that it was compared with. */
    boolean concerns(GroupResult result) {
        return benchmarks.concerns(result);
    }

    /** Returns the percentiles that a group stands beside; empty where its level is a DRL. */
    Optional<Benchmark.Row> percentiles(GroupResult result) {
        return result.set().isOfRepository()
                ? current.flatMap(benchmark -> Benchmarks.percentiles(benchmark, result))
                : Optional.empty();
    }

    void print(List<GroupResult> results, PrintWriter out) {
        Map<String, List<GroupResult>> groups = new TreeMap<>();
        results.forEach(result -> groups.computeIfAbsent(heading(result), absent -> new ArrayList<>())
                .add(result));
        groups.forEach((heading, own) -> {
            out.println(heading);
            DrlSet set = own.get(0).set();
            out.println("  note: " + set.edition() + ", of " + set.source());
            out.println("  note: percentiles of a repository, not a national DRL; no alert is opened");
            out.println(line("SCANNER", "QUANT.", "N", "MEDIAN", "AGE", "P50", "P75", "PLACE", "VERDICT"));
            own.stream()
                    .sorted(Comparator.comparing(GroupResult::deviceKey)
                            .thenComparing(result -> result.quantity().label())
                            .thenComparing(result -> Benchmarks.classOf(result.set()) == EquipmentAge.ANY ? 0 : 1))
                    .forEach(result -> percentiles(result).ifPresent(row -> out.println(line(result, row))));
            unknownAges(own)
                    .forEach(scanner -> out.println("  note: the age of " + scanner
                            + " is not known; devices in the configuration says when it was installed"));
            out.println();
        });
    }

    private List<String> unknownAges(List<GroupResult> results) {
        return results.stream()
                .filter(result -> result.lastDay()
                        .filter(day -> benchmarks.ageOf(result.deviceKey(), day) == EquipmentAge.UNKNOWN)
                        .isPresent())
                .map(result -> CompareText.scanner(result.deviceKey()))
                .distinct()
                .sorted()
                .toList();
    }

    private static String heading(GroupResult result) {
        return result.row().category() + ", " + result.row().population() + ", "
                + result.row().phantomCm() + " cm phantom: " + Benchmarks.SET;
    }

    private static String line(GroupResult result, Benchmark.Row row) {
        return line(
                CompareText.scanner(result.deviceKey()),
                result.quantity().label(),
                "" + result.n(),
                result.value()
                        .map(value -> result.quantity().fixed(value, row.p75()))
                        .orElse("-"),
                row.key().equipmentAge().label(),
                result.quantity().digits(row.p50()),
                result.quantity().digits(row.p75()),
                Benchmarks.place(result, row).orElse("-"),
                result.verdict().label());
    }

    private static String line(Object... cells) {
        return String.format(Locale.ROOT, "  %-19s %-7s %5s %8s %-5s %7s %7s  %-10s %s", cells)
                .stripTrailing();
    }
}
