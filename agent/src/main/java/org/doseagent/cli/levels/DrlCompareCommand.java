package org.doseagent.cli.levels;

import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.doseagent.cli.DateText;
import org.doseagent.cli.Period;
import org.doseagent.cli.output.Count;
import org.doseagent.cli.output.Listing;
import org.doseagent.cli.output.Rows;
import org.doseagent.daemon.Agent;
import org.doseagent.drl.group.GroupResult;
import org.doseagent.drl.group.LevelCoverage;
import org.doseagent.drl.level.DrlSet;
import org.doseagent.review.BenchmarkComparison;
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
            "A group contains the exams of one category, population and scanner. Without a period, it contains the newest exams (at most drl.lastN)"
                    + " up to --as-of, since 1 January of the year before; a group that is too small is pooled over another year, and then over"
                    + " scanners. With a period, it contains all exams of these days, and is compared with as many days before them.",
            "--set ID (or FILE) chooses another set. --set european chooses the percentiles of other hospitals (benchmark import), for all"
                    + " equipment and for the scanner's age class."
        },
        footer = {
            "",
            "INSUFFICIENT: fewer exams than the set requires. These groups are last.",
            "ABOVE: the whole 95 %% interval of the median is above the level. Without a period, a sequential test must confirm it, because the"
                    + " newest exams are compared again and again; the test reports at most 5 %% of the groups that are at their level.",
            "CONSISTENTLY-ABOVE: the preceding group of exams, or the older half of the group, is above too.",
            "BELOW-TARGET: below the target of the source, or below drl.farBelowFraction of the level if the source has no target. Check the image"
                    + " quality.",
            "",
            "Example: dose-agent drl compare --from 2026-01-01 --to 2026-06-30 --set uk-ndrl-2022"
        })
final class DrlCompareCommand extends Listing implements Callable<Integer> {

    @Mixin
    Period period = new Period();

    @Option(
            names = "--as-of",
            paramLabel = "DATE",
            description =
                    "Compares as if it were this day: with the sets that were valid and the exams up to that day. Default: today.")
    @Nullable
    DateText asOf;

    @Option(
            names = "--last",
            paramLabel = "N",
            description = "Compares the newest N exams of each group. Default: drl.lastN.")
    @Nullable
    Integer last;

    @Option(names = "--all", description = "Also lists groups that no exam belongs to.")
    boolean all;

    @Override
    public boolean takesAllSites() {
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
            Period.Days days = period.days(agent);
            LevelComparison.Window window = window(days, agent.today(), levels);
            List<GroupResult> compared = levels.results(window, benchmarks.withClasses(sets)).stream()
                    .filter(benchmarks::concerns)
                    .toList();
            List<GroupResult> chosen = compared.stream()
                    .filter(result -> all || result.n() > 0 || !result.leftOut().isEmpty())
                    .sorted(Comparator.comparing(result -> !CompareText.isLargeEnough(result)))
                    .toList();
            List<GroupResult> results = chosen.stream().limit(limit()).toList();
            List<LevelComparison.CategoryStep> steps = levels.steps(window);
            print(results, new CompareRows.Context(windowName(), benchmarks::percentiles, steps), benchmarks);
            remarks(sets, window.to(), chosen);
            notListed(compared.size() - chosen.size(), chosen.size() - results.size());
            CompareText.stepsOfNoGroup(steps, results).forEach(text -> err().println("dose-agent: " + text));
            LevelCoverage coverage =
                    levels.coverage(ofCoverage(window), sets, agent.catalogue().others());
            CompareText.gaps(coverage).forEach(text -> err().println("dose-agent: " + text));
        }
        return 0;
    }

    private void print(List<GroupResult> results, CompareRows.Context context, BenchmarkComparison benchmarks) {
        if (isForPeople()) {
            Map<Boolean, List<GroupResult>> byOrigin = results.stream()
                    .collect(Collectors.partitioningBy(each -> each.set().isOfRepository()));
            print(
                    CompareRows.levels(context),
                    CompareText.levels(byOrigin.getOrDefault(false, List.of()), context.steps()));
            print(
                    CompareRows.percentiles(context),
                    CompareText.percentiles(byOrigin.getOrDefault(true, List.of()), benchmarks));
        } else {
            print(CompareRows.levels(context), results::forEach);
        }
    }

    private void notListed(int withoutExam, int aboveLimit) {
        if (withoutExam > 0) {
            err().println("dose-agent: " + Count.of(withoutExam, "group") + " without any exam"
                    + Count.verb(withoutExam, " is", " are") + " not listed; --all lists "
                    + Count.verb(withoutExam, "it", "them"));
        }
        if (aboveLimit > 0) {
            err().println("dose-agent: " + Count.of(aboveLimit, "more group") + Count.verb(aboveLimit, " is", " are")
                    + " not listed; --limit N lists more");
        }
    }

    /** Prints what the comparison omits, and why. */
    private void remarks(List<DrlSet> sets, LocalDate end, List<GroupResult> results) {
        ChosenSets.notValidOn(sets, end).forEach(text -> err().println("dose-agent: " + text));
        boolean isAnyValid = sets.stream().anyMatch(set -> set.isValidOn(end));
        boolean isAnyLargeEnough = results.stream().anyMatch(CompareText::isLargeEnough);
        if (!isAnyLargeEnough && isAnyValid) {
            err().println("dose-agent: no group has enough exams in these days; an earlier --since adds exams");
        }
    }

    private LevelComparison.Window window(Period.Days days, LocalDate today, LevelComparison levels) {
        LocalDate end = days.lastOr(asOf == null ? today : asOf.dayOn(today));
        LocalDate start = days.firstOr(GroupReview.usualStart(end));
        Optional<Integer> newest = isOfNewest() ? Optional.ofNullable(last).or(levels::usualNewest) : Optional.empty();
        return new LevelComparison.Window(start, end, newest);
    }

    /** Returns the days whose exam parts are counted: of the newest exams those of one year. */
    private LevelComparison.Window ofCoverage(LevelComparison.Window window) {
        return !period.hasFirst()
                ? new LevelComparison.Window(window.to().minusYears(1), window.to(), window.newest())
                : window;
    }

    private boolean isOfNewest() {
        return !period.hasFirst() || last != null;
    }

    private String windowName() {
        return isOfNewest() ? "NEWEST" : "DAYS";
    }

    @Override
    protected Rows<GroupResult> rows() {
        return CompareRows.levels(new CompareRows.Context(windowName(), result -> Optional.empty(), List.of()));
    }
}
