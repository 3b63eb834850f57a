package org.doseagent.cli.levels;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.doseagent.aggregate.benchmark.Benchmark;
import org.doseagent.cli.Period;
import org.doseagent.cli.output.CompareText;
import org.doseagent.cli.output.Listing;
import org.doseagent.cli.output.Rows;
import org.doseagent.daemon.Agent;
import org.doseagent.drl.group.GroupResult;
import org.doseagent.drl.group.GroupVerdict;
import org.doseagent.drl.group.LevelCoverage;
import org.doseagent.drl.level.DrlSet;
import org.doseagent.review.BenchmarkComparison;
import org.doseagent.review.Benchmarks;
import org.doseagent.review.GroupReview;
import org.doseagent.review.LevelComparison;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "compare",
        description = {
            "Compares medians with reference levels.",
            "It compares the median of each category, population and scanner. Without a period, the group consists of the newest exams (drl.lastN)"
                    + " up to --as-of, since 1 January of the year before;"
                    + " groups that are too small are pooled over another year and over scanners. With a period, it consists of all exams of these days, and is compared with as many days before.",
            "--set ID (or FILE) chooses another set. --set european chooses the percentiles of other hospitals (benchmark import), for all"
                    + " equipment and for the scanner's age class."
        },
        footer = {
            "",
            "INSUFFICIENT: fewer exams than the set requires.",
            "ABOVE: the whole 95 %% interval of the median is above the level. Of the newest exams, which are looked at again and again, a"
                    + " sequential test must show it too; it reports at most 5 %% of the groups that are at their level.",
            "CONSISTENTLY-ABOVE: the preceding group of exams, or the older half of the group, is above too.",
            "BELOW-TARGET: below the target of the source, or below drl.farBelowFraction of the level if the source has no target. Check the image"
                    + " quality.",
            "",
            "Example: dose-agent drl compare --from 2026-01-01 --to 2026-06-30 --set uk-ndrl-2022"
        })
final class DrlCompareCommand extends Listing implements Callable<Integer> {

    private static final int DECIMALS = 6;

    @Mixin
    Period period = new Period();

    @Option(
            names = "--as-of",
            paramLabel = "DATE",
            description =
                    "Compares as on this day: with the sets valid then, and the exams up to then. Default: today.")
    @Nullable
    LocalDate asOf;

    @Option(
            names = "--last",
            paramLabel = "N",
            description = "Compares the newest N exams of each group. Default: drl.lastN.")
    @Nullable
    Integer last;

    @Option(names = "--all", description = "Also shows groups with too few exams.")
    boolean all;

    @Override
    protected boolean takesAllSites() {
        return true;
    }

    @Override
    public boolean takesSets() {
        return true;
    }

    @Override
    public Integer call() throws Exception {
        try (Agent agent = allSites ? Agent.openForAllSites(settings()) : agentToRead()) {
            List<DrlSet> sets = ChosenSets.of(agent, setsNamed());
            BenchmarkComparison benchmarks = new BenchmarkComparison(agent.benchmarks());
            LevelComparison levels = agent.reviews().levels();
            LevelComparison.Window window = window(agent, levels);
            List<GroupResult> compared = levels.results(window, benchmarks.withClasses(sets)).stream()
                    .filter(benchmarks::concerns)
                    .toList();
            List<GroupResult> results = compared.stream()
                    .filter(result -> all || !isForPeople() || result.verdict() != GroupVerdict.INSUFFICIENT)
                    .limit(limit())
                    .toList();
            List<LevelComparison.CategoryStep> steps = levels.steps(window);
            print(results, steps, benchmarks);
            remarks(sets, window.to(), results);
            LeftOutText.lines(compared, results).forEach(text -> err().println("dose-agent: " + text));
            LeftOutText.steps(steps, results).forEach(text -> err().println("dose-agent: " + text));
            LevelCoverage coverage =
                    levels.coverage(ofCoverage(window), sets, agent.catalogue().others());
            MappingCommand.Coverage.levels(coverage).forEach(text -> err().println("dose-agent: " + text));
        }
        return 0;
    }

    private void print(
            List<GroupResult> results, List<LevelComparison.CategoryStep> steps, BenchmarkComparison benchmarks) {
        if (isForPeople()) {
            CompareText.print(
                    results.stream()
                            .filter(each -> !each.set().isOfRepository())
                            .toList(),
                    steps,
                    out());
            new BenchmarkText(benchmarks)
                    .print(
                            results.stream()
                                    .filter(each -> each.set().isOfRepository())
                                    .toList(),
                            out());
        } else {
            print(describe(benchmarks::percentiles, steps), results::forEach);
        }
    }

    /** Prints what the comparison omits, and why. */
    private void remarks(List<DrlSet> sets, LocalDate end, List<GroupResult> results) {
        ChosenSets.notValidOn(sets, end).forEach(text -> err().println("dose-agent: " + text));
        boolean isAnyValid = sets.stream().anyMatch(set -> set.isValidOn(end));
        if (results.isEmpty() && isAnyValid && !json) {
            err().println(
                            "dose-agent: no group has enough exams in these days; --all shows the smaller groups, an earlier --from adds exams");
        }
    }

    private LevelComparison.Window window(Agent agent, LevelComparison levels) {
        LocalDate end = period.lastOr(Objects.requireNonNullElse(asOf, agent.today()));
        LocalDate start = Objects.requireNonNullElse(period.first(), GroupReview.usualStart(end));
        Optional<Integer> newest = isOfNewest() ? Optional.ofNullable(last).or(levels::usualNewest) : Optional.empty();
        return new LevelComparison.Window(start, end, newest);
    }

    /** Returns the days whose exam parts are counted: of the newest exams those of one year. */
    private LevelComparison.Window ofCoverage(LevelComparison.Window window) {
        return period.first() == null
                ? new LevelComparison.Window(window.to().minusYears(1), window.to(), window.newest())
                : window;
    }

    private boolean isOfNewest() {
        return period.first() == null || last != null;
    }

    private String windowName() {
        return isOfNewest() ? "NEWEST" : "DAYS";
    }

    private static String statistic(GroupResult result) {
        return result.set().method().statistic().name().toLowerCase(Locale.ROOT);
    }

    /** Limits the decimals of a mean. */
    private static BigDecimal exact(BigDecimal value) {
        return value.scale() > DECIMALS ? value.setScale(DECIMALS, RoundingMode.HALF_UP) : value;
    }

    /** Without columns: the table for people has a heading for each category, and other classes print it. */
    @Override
    protected Rows<GroupResult> rows() {
        return describe(result -> Optional.empty(), List.of());
    }

    /** Returns the changes of the dose in a group as the JSON has them: first day and percentage. */
    private static Optional<String> steps(GroupResult result, List<LevelComparison.CategoryStep> steps) {
        List<String> own = CompareText.steps(result, steps).stream()
                .map(found -> found.step().since() + " "
                        + String.format(
                                Locale.ROOT, "%+d %%", Math.round((found.step().ratio() - 1) * 100)))
                .toList();
        return own.isEmpty() ? Optional.empty() : Optional.of(String.join(", ", own));
    }

    private Rows<GroupResult> describe(
            Function<GroupResult, Optional<Benchmark.Row>> percentiles, List<LevelComparison.CategoryStep> changes) {
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
                .field("window", result -> windowName())
                .field("n", GroupResult::n)
                .field("minN", result -> result.set().method().minN())
                .field("pooled", GroupResult::pooledText)
                .field("ageUnknown", result -> result.sample().leftOut().ageUnknown())
                .field("otherPhantom", result -> result.sample().leftOut().otherPhantom())
                .field("noValue", result -> result.sample().leftOut().noValue())
                .field("weightUnknown", GroupResult::weightUnknown)
                .field("weightOutside", GroupResult::weightOutside)
                .field("from", GroupResult::firstDay)
                .field("to", GroupResult::lastDay)
                .field("value", result -> result.value().map(DrlCompareCommand::exact))
                .field("low", result -> result.low().map(DrlCompareCommand::exact))
                .field("high", result -> result.high().map(DrlCompareCommand::exact))
                .field("previous", result -> result.previous().map(DrlCompareCommand::exact))
                .field("drl", result -> result.row().value())
                .field("target", result -> result.row().target())
                .field("ratio", result -> result.ratio().map(DrlCompareCommand::exact))
                .field("verdict", result -> result.verdict().label())
                .field("drlSet", result -> result.set().id())
                .field("drlSetHash", result -> result.set().sha256())
                .field("reason", GroupResult::reservation)
                .field("steps", result -> steps(result, changes))
                .fieldIfPresent(
                        "equipmentAge",
                        result -> percentiles
                                .apply(result)
                                .map(row -> row.key().equipmentAge().label()))
                .fieldIfPresent(
                        "facilities", result -> percentiles.apply(result).map(Benchmark.Row::facilities))
                .fieldIfPresent("p25", result -> percentiles.apply(result).map(Benchmark.Row::p25))
                .fieldIfPresent("p50", result -> percentiles.apply(result).map(Benchmark.Row::p50))
                .fieldIfPresent("p75", result -> percentiles.apply(result).map(Benchmark.Row::p75))
                .fieldIfPresent(
                        "place", result -> percentiles.apply(result).flatMap(row -> Benchmarks.place(result, row)))
                .build();
    }
}
