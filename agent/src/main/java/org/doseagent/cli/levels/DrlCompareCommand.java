package org.doseagent.cli.levels;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.doseagent.cli.output.CompareText;
import org.doseagent.cli.output.Csv;
import org.doseagent.cli.output.Json;
import org.doseagent.cli.output.Listing;
import org.doseagent.daemon.Agent;
import org.doseagent.drl.DrlSet;
import org.doseagent.drl.GroupResult;
import org.doseagent.drl.GroupVerdict;
import org.doseagent.drl.LevelCoverage;
import org.doseagent.review.BenchmarkComparison;
import org.doseagent.review.LevelComparison;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "compare",
        description = {
            "Compares the median of each category, population and scanner with the reference levels. The exams are the newest of the year up",
            "to --as-of, or all from --from to --to, compared also with as many days before. --set ID (or FILE) chooses another set;",
            "--set european chooses the percentiles of other hospitals (benchmark import), for all equipment and for the scanner's age class."
        },
        footer = {
            "",
            "INSUFFICIENT: fewer exams than the set requires. ABOVE: the whole 95 % interval of the median is above the level.",
            "CONSISTENTLY-ABOVE: the preceding group of exams is above too. BELOW-TARGET: below the target of the source, or below",
            "drl.farBelowFraction of the level if the source has no target: check image quality.",
            "",
            "Example: dose-agent drl compare --from 2026-01-01 --to 2026-06-30 --set uk-ndrl-2022"
        })
final class DrlCompareCommand extends Listing implements Callable<Integer> {

    private static final int DECIMALS = 6;

    /** The fields of the JSON, which are the columns of the CSV. */
    private static final List<String> FIELDS = List.of(
            "category",
            "population",
            "device",
            "deviceKey",
            "quantity",
            "unit",
            "scope",
            "phantomCm",
            "statistic",
            "window",
            "from",
            "to",
            "n",
            "minN",
            "weightUnknown",
            "weightOutside",
            "value",
            "low",
            "high",
            "previous",
            "drl",
            "target",
            "ratio",
            "verdict",
            "drlSet",
            "drlSetHash",
            "reason",
            "equipmentAge",
            "facilities",
            "p25",
            "p50",
            "p75",
            "place");

    @Option(names = "--from", paramLabel = "DATE")
    @Nullable
    LocalDate from;

    @Option(names = "--to", paramLabel = "DATE")
    @Nullable
    LocalDate to;

    @Option(names = "--as-of", paramLabel = "DATE", description = "compares as on that day; default: today")
    @Nullable
    LocalDate asOf;

    @Option(names = "--last", paramLabel = "N", description = "exams of a group, the newest; default: drl.lastN")
    @Nullable
    Integer last;

    @Option(names = "--all", description = "shows groups with too few exams, too")
    boolean all;

    @Override
    public boolean takesSets() {
        return true;
    }

    @Override
    public Integer call() throws Exception {
        try (Agent agent = agent()) {
            List<DrlSet> sets = ChosenSets.of(agent, setsNamed());
            BenchmarkComparison benchmarks = new BenchmarkComparison(agent.benchmarks());
            LevelComparison levels = agent.reviews().levels();
            LevelComparison.Window window = window(agent, levels);
            List<GroupResult> results = levels.results(window, benchmarks.withClasses(sets)).stream()
                    .filter(benchmarks::concerns)
                    .filter(result -> all || json || csv || result.verdict() != GroupVerdict.INSUFFICIENT)
                    .limit(limit())
                    .toList();
            print(results, new BenchmarkText(benchmarks));
            remarks(sets, window.to(), results);
            LevelCoverage coverage =
                    levels.coverage(window, sets, agent.catalogue().others());
            MappingCommand.Coverage.levels(coverage).forEach(text -> err().println("dose-agent: " + text));
        }
        return 0;
    }

    private void print(List<GroupResult> results, BenchmarkText benchmarks) {
        if (json) {
            out().println(Json.text(Json.array(results, result -> json(result, benchmarks))));
        } else if (csv) {
            Csv rows = new Csv(FIELDS);
            rows.printHeader(out());
            results.forEach(result -> rows.print(out(), json(result, benchmarks)));
        } else {
            CompareText.print(
                    results.stream()
                            .filter(each -> !each.set().isOfRepository())
                            .toList(),
                    out());
            benchmarks.print(
                    results.stream().filter(each -> each.set().isOfRepository()).toList(), out());
        }
    }

    /** Prints what the comparison does not show, and why. */
    private void remarks(List<DrlSet> sets, LocalDate end, List<GroupResult> results) {
        ChosenSets.notValidOn(sets, end).forEach(text -> err().println("dose-agent: " + text));
        boolean isAnyValid = sets.stream().anyMatch(set -> set.isValidOn(end));
        if (results.isEmpty() && isAnyValid && !json) {
            err().println(
                            "dose-agent: no group has enough exams in these days; --all shows the smaller groups, an earlier --from adds exams");
        }
    }

    private LevelComparison.Window window(Agent agent, LevelComparison levels) {
        LocalDate end =
                Optional.ofNullable(to).or(() -> Optional.ofNullable(asOf)).orElse(agent.today());
        LocalDate start = from == null ? end.minusYears(1) : from;
        Optional<Integer> newest = isOfNewest() ? Optional.ofNullable(last).or(levels::usualNewest) : Optional.empty();
        return new LevelComparison.Window(start, end, newest);
    }

    private boolean isOfNewest() {
        return from == null || last != null;
    }

    private String windowName() {
        return isOfNewest() ? "NEWEST" : "DAYS";
    }

    private static String statistic(GroupResult result) {
        return result.set().method().statistic().name().toLowerCase(Locale.ROOT);
    }

    /** Limits the digits of a mean, which may have any number of them. */
    private static Optional<BigDecimal> exact(Optional<BigDecimal> value) {
        return value.map(
                number -> number.scale() > DECIMALS ? number.setScale(DECIMALS, RoundingMode.HALF_UP) : number);
    }

    private ObjectNode json(GroupResult result, BenchmarkText benchmarks) {
        DrlSet.Row row = result.row();
        ObjectNode node = Json.object()
                .put("category", row.category())
                .put("population", row.population())
                .put("device", result.deviceKey().label())
                .put("deviceKey", result.deviceKey().text())
                .put("quantity", row.quantity().name())
                .put("unit", row.quantity().unit())
                .put("scope", row.scope().name())
                .put("phantomCm", row.phantomCm())
                .put("statistic", statistic(result))
                .put("window", windowName())
                .put("n", result.n())
                .put("minN", result.set().method().minN())
                .put("weightUnknown", result.weightUnknown())
                .put("weightOutside", result.weightOutside());
        Json.text(node, "from", result.firstDay().map(LocalDate::toString));
        Json.text(node, "to", result.lastDay().map(LocalDate::toString));
        Json.number(node, "value", exact(result.value()));
        Json.number(node, "low", exact(result.low()));
        Json.number(node, "high", exact(result.high()));
        Json.number(node, "previous", exact(result.previous()));
        node.put("drl", row.value());
        Json.number(node, "target", row.target());
        Json.number(node, "ratio", exact(result.ratio()));
        node.put("verdict", result.verdict().label());
        node.put("drlSet", result.set().id());
        node.put("drlSetHash", result.set().sha256());
        Json.text(node, "reason", result.reservation());
        benchmarks.addTo(node, result);
        return node;
    }
}
