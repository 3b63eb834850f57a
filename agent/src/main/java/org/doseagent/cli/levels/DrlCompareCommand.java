package org.doseagent.cli.levels;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.doseagent.aggregate.benchmark.Benchmark;
import org.doseagent.cli.output.CompareText;
import org.doseagent.cli.output.Listing;
import org.doseagent.cli.output.Rows;
import org.doseagent.daemon.Agent;
import org.doseagent.drl.DrlSet;
import org.doseagent.drl.GroupComparison;
import org.doseagent.drl.GroupResult;
import org.doseagent.drl.GroupVerdict;
import org.doseagent.drl.LevelCoverage;
import org.doseagent.review.Benchmarks;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "compare",
        description = {
            "Compares the median of each category, population and scanner with the reference levels: of the newest exams of the year that",
            "ends with --as-of, or of all exams from --from to --to, beside as many days before them. --set ID (or FILE) takes another set;",
            "--set european the percentiles of other hospitals (benchmark import), over all equipment and over that of the scanner's age."
        },
        footer = {
            "",
            "INSUFFICIENT: fewer exams than the set asks for. ABOVE: the whole 95 % interval of the median is above the level.",
            "CONSISTENTLY-ABOVE: so were the exams before, by themselves. BELOW-TARGET: below the source's target, else below",
            "drl.farBelowFraction of the level: check image quality.",
            "",
            "Example: dose-agent drl compare --from 2026-01-01 --to 2026-06-30 --set uk-ndrl-2022"
        })
final class DrlCompareCommand extends Listing implements Callable<Integer> {

    private static final int DECIMALS = 6;

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
            WhereWeAre where = new WhereWeAre(agent.benchmarks());
            List<GroupResult> results = results(agent, where.withClasses(sets)).stream()
                    .filter(where::concerns)
                    .filter(result -> all || !isForPeople() || result.verdict() != GroupVerdict.INSUFFICIENT)
                    .limit(limit())
                    .toList();
            print(results, where);
            remarks(agent, sets, results);
        }
        return 0;
    }

    private void print(List<GroupResult> results, WhereWeAre where) {
        if (isForPeople()) {
            CompareText.print(
                    results.stream()
                            .filter(each -> !each.set().isOfRepository())
                            .toList(),
                    out());
            where.print(
                    results.stream().filter(each -> each.set().isOfRepository()).toList(), out());
        } else {
            print(describe(where::percentiles), results::forEach);
        }
    }

    /** What the comparison does not show, and why. */
    private void remarks(Agent agent, List<DrlSet> sets, List<GroupResult> results) {
        LocalDate end = end(agent);
        ChosenSets.notValidOn(sets, end).forEach(text -> err().println("dose-agent: " + text));
        List<DrlSet> valid =
                sets.stream().filter(set -> set.isValidOn(Optional.of(end))).toList();
        if (results.isEmpty() && !valid.isEmpty() && !json) {
            err().println(
                            "dose-agent: no group has enough exams in these days; --all shows the others, --from goes back further");
        }
        LevelCoverage coverage = LevelCoverage.of(
                agent.parts().counts(YearMonth.from(start(agent)), YearMonth.from(end)),
                valid,
                agent.catalogue().others().stream()
                        .filter(set -> set.isValidOn(Optional.of(end)))
                        .toList());
        MappingCommand.Coverage.levels(coverage).forEach(text -> err().println("dose-agent: " + text));
    }

    private LocalDate end(Agent agent) {
        return Optional.ofNullable(to).or(() -> Optional.ofNullable(asOf)).orElse(agent.today());
    }

    private LocalDate start(Agent agent) {
        return from == null ? end(agent).minusYears(1) : from;
    }

    private List<GroupResult> results(Agent agent, List<DrlSet> sets) {
        GroupComparison usual = agent.comparison();
        if (isOfNewest()) {
            Optional<Integer> lastN = Optional.ofNullable(last).or(usual::lastN);
            return agent.groups().newest(start(agent), end(agent), sets, new GroupComparison(lastN, usual.farBelow()));
        }
        return agent.groups().window(start(agent), end(agent), sets, usual);
    }

    private boolean isOfNewest() {
        return from == null || last != null;
    }

    private String window() {
        return isOfNewest() ? "NEWEST" : "DAYS";
    }

    private static String statistic(GroupResult result) {
        return result.set().method().statistic().name().toLowerCase(Locale.ROOT);
    }

    /** All digits that mean something: a mean has as many as one likes. */
    private static Optional<BigDecimal> exact(Optional<BigDecimal> value) {
        return value.map(
                number -> number.scale() > DECIMALS ? number.setScale(DECIMALS, RoundingMode.HALF_UP) : number);
    }

    /** Has no columns: the text for people has a heading for each category, and is made by other classes. */
    @Override
    protected Rows<GroupResult> rows() {
        return describe(result -> Optional.empty());
    }

    private Rows<GroupResult> describe(Function<GroupResult, Optional<Benchmark.Row>> percentiles) {
        return Rows.<GroupResult>describe()
                .field("category", result -> result.row().category())
                .field("population", result -> result.row().population())
                .field("device", result -> result.deviceKey().label())
                .field("deviceKey", result -> result.deviceKey().text())
                .field("quantity", result -> result.row().quantity().name())
                .field("unit", result -> result.row().quantity().unit())
                .field("scope", result -> result.row().scope().name())
                .field("phantomCm", result -> result.row().phantomCm())
                .field("statistic", DrlCompareCommand::statistic)
                .field("window", result -> window())
                .field("n", GroupResult::n)
                .field("minN", result -> result.set().method().minN())
                .field("weightUnknown", GroupResult::weightUnknown)
                .field("weightOutside", GroupResult::weightOutside)
                .field("from", GroupResult::firstDay)
                .field("to", GroupResult::lastDay)
                .field("value", result -> exact(result.value()))
                .field("low", result -> exact(result.low()))
                .field("high", result -> exact(result.high()))
                .field("previous", result -> exact(result.previous()))
                .field("drl", result -> result.row().value())
                .field("target", result -> result.row().target())
                .field("ratio", result -> exact(result.ratio()))
                .field("verdict", result -> result.verdict().label())
                .field("drlSet", result -> result.set().id())
                .field("drlSetHash", result -> result.set().sha256())
                .field("reason", GroupResult::reservation)
                .fieldIfPresent("equipmentAge", result -> percentiles.apply(result).map(row -> row.key().equipmentAge().label()))
                .fieldIfPresent("facilities", result -> percentiles.apply(result).map(Benchmark.Row::facilities))
                .fieldIfPresent("p25", result -> percentiles.apply(result).map(Benchmark.Row::p25))
                .fieldIfPresent("p50", result -> percentiles.apply(result).map(Benchmark.Row::p50))
                .fieldIfPresent("p75", result -> percentiles.apply(result).map(Benchmark.Row::p75))
                .fieldIfPresent("place", result -> percentiles.apply(result).flatMap(row -> Benchmarks.place(result, row)))
                .build();
    }
}
