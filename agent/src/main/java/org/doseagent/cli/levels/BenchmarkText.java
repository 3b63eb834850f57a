package org.doseagent.cli.levels;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.doseagent.aggregate.benchmark.Benchmark;
import org.doseagent.aggregate.cells.EquipmentAge;
import org.doseagent.cli.output.CompareText;
import org.doseagent.drl.group.GroupResult;
import org.doseagent.drl.level.DrlSet;
import org.doseagent.review.BenchmarkComparison;
import org.doseagent.review.Benchmarks;

/**
 * Prints groups beside the percentiles of other hospitals, for a terminal of 100 columns: each scanner with the percentiles over equipment of
 * every age, then with those of its own age class.
 */
final class BenchmarkText {

    private final BenchmarkComparison comparison;

    BenchmarkText(BenchmarkComparison comparison) {
        this.comparison = comparison;
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
                    .forEach(result -> comparison.percentiles(result).ifPresent(row -> out.println(line(result, row))));
            comparison.scannersOfUnknownAge(own).stream()
                    .map(CompareText::scanner)
                    .distinct()
                    .sorted()
                    .forEach(scanner -> out.println("  note: the age of " + scanner
                            + " is not known; set the year of installation under devices in the configuration"));
            out.println();
        });
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
