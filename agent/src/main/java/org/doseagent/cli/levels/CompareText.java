package org.doseagent.cli.levels;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.doseagent.cli.output.Section;
import org.doseagent.drl.group.GroupResult;
import org.doseagent.drl.group.GroupVerdict;
import org.doseagent.drl.group.LevelCoverage;
import org.doseagent.drl.level.DrlSet;
import org.doseagent.review.BenchmarkComparison;
import org.doseagent.review.Benchmarks;
import org.doseagent.review.LevelComparison;
import org.doseagent.trend.DoseSteps;

/** The headings and notes of {@code drl compare}, and the messages about exams that are compared with no level. */
final class CompareText {

    /** Categories without a level that a message lists at most. */
    private static final int MAX_LISTED = 5;

    private CompareText() {}

    /** Returns a section for each category, population, phantom and set, first those with a verdict; {@code steps} are the changes of the dose within their days. */
    static List<Section<GroupResult>> levels(List<GroupResult> results, List<LevelComparison.CategoryStep> steps) {
        return sections(results, CompareText::heading, own -> notes(own, steps));
    }

    /** Returns a section for each category, population and phantom that is compared with the percentiles of other hospitals. */
    static List<Section<GroupResult>> percentiles(List<GroupResult> results, BenchmarkComparison benchmarks) {
        return sections(
                results,
                result -> place(result) + ": " + Benchmarks.SET,
                own -> notes(own.get(0).set(), benchmarks.scannersOfUnknownAge(own).stream()
                        .map(scanner -> "the age of " + scanner.label()
                                + " is not known; add its year of installation to devices")
                        .sorted()
                        .toList()));
    }

    private static List<Section<GroupResult>> sections(
            List<GroupResult> results,
            Function<GroupResult, String> heading,
            Function<List<GroupResult>, List<String>> notes) {
        Map<String, List<GroupResult>> groups =
                results.stream().collect(Collectors.groupingBy(heading, TreeMap::new, Collectors.toList()));
        List<Section<GroupResult>> sections = new ArrayList<>();
        groups.forEach((text, own) -> sections.add(new Section<>(text, notes.apply(own), own)));
        sections.sort(Comparator.comparing(section -> section.rows().stream().noneMatch(CompareText::isLargeEnough)));
        return sections;
    }

    /** Returns whether a group has enough exams for a verdict; the others come last. */
    static boolean isLargeEnough(GroupResult result) {
        return result.verdict() != GroupVerdict.INSUFFICIENT;
    }

    private static String place(GroupResult result) {
        return result.row().category() + ", " + result.row().population() + ", "
                + result.row().phantomCm() + " cm phantom";
    }

    private static String heading(GroupResult result) {
        return place(result) + ": " + result.set().id() + (result.set().isTrusted() ? "" : result.set().isLocal() ? " (typical values)" : " (unverified)");
    }

    private static List<String> notes(DrlSet percentiles, List<String> unknownAges) {
        List<String> notes = new ArrayList<>(List.of(
                percentiles.edition() + ", from " + percentiles.source(),
                "percentiles of a repository, not a national DRL; no alert is opened"));
        notes.addAll(unknownAges);
        return notes;
    }

    private static List<String> notes(List<GroupResult> results, List<LevelComparison.CategoryStep> steps) {
        Set<String> notes = new TreeSet<>();
        for (GroupResult result : results) {
            if (result.set().method().statistic() == DrlSet.Statistic.MEAN) {
                notes.add("the value is the mean of the group, because the set defines its levels for means");
            }
            result.reservations().forEach(reservation -> notes.add(reservation.text(result.set(), result.row())));
            String scanner = result.deviceKey().label();
            if (!result.leftOut().isEmpty()) {
                notes.add("left out, on " + scanner + ": " + String.join(", ", result.leftOut()));
            }
            result.pooledText().ifPresent(text -> notes.add("pooled, " + scanner + ": " + text));
            LevelComparison.stepsOf(result, steps).forEach(found -> notes.add(step(found)));
        }
        return List.copyOf(notes);
    }

    private static String step(DoseSteps.DoseStep found) {
        return String.format(
                Locale.ROOT,
                "the DLP %s by %d %% about %s on %s: exams before and after are not of one level",
                found.step().isRise() ? "rose" : "fell",
                Math.abs(Math.round((found.step().ratio() - 1) * 100)),
                found.step().since(),
                found.deviceKey().label());
    }

    /** Returns a line for each change of the dose in a category that has no group in the list. */
    static List<String> stepsOfNoGroup(List<LevelComparison.CategoryStep> steps, List<GroupResult> listed) {
        return steps.stream()
                .filter(step -> listed.stream().noneMatch(step::isWithin))
                .map(step -> step.category() + ", adults: " + step(step.found()))
                .toList();
    }

    /** Returns lines about the exams that no level in use applies to; none if there is no such exam. */
    static List<String> gaps(LevelCoverage coverage) {
        List<LevelCoverage.Gap> gaps = coverage.gaps();
        if (gaps.isEmpty()) {
            return List.of();
        }
        List<String> lines = new ArrayList<>();
        lines.add((coverage.parts() - coverage.withLevel()) + " of " + coverage.parts()
                + " parts of exams with a category have no level in these sets and are compared with nothing:");
        gaps.stream().limit(MAX_LISTED).map(CompareText::gap).forEach(lines::add);
        if (gaps.size() > MAX_LISTED) {
            lines.add("  and " + (gaps.size() - MAX_LISTED) + " more; see mapping coverage");
        }
        return lines;
    }

    private static String gap(LevelCoverage.Gap gap) {
        return "  " + gap.category() + ", " + gap.population() + ": " + gap.parts() + " ("
                + (gap.sets().isEmpty()
                        ? "no set of drl list has one"
                        : "levels in " + String.join(", ", gap.sets()))
                + ")";
    }
}
