package org.doseagent.review;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.doseagent.dose.PatientFacts;
import org.doseagent.drl.group.GroupComparison;
import org.doseagent.drl.group.GroupResult;
import org.doseagent.drl.level.DrlSet;
import org.doseagent.drl.group.LevelCoverage;
import org.doseagent.store.exams.PartDoses;
import org.doseagent.trend.ControlChart;
import org.doseagent.trend.DoseSteps;

/** Compares the groups of a window with sets of levels, on demand; opens no alert. Thread-safe. */
public final class LevelComparison {

    /**
     * Which exams are compared; both days are inclusive.
     *
     * @param newest how many of the newest exams form a group; empty: all exams of the days, compared with as many days before them
     */
    public record Window(LocalDate from, LocalDate to, Optional<Integer> newest) {}

    /** A change of the dose of a category on a scanner. */
    public record CategoryStep(String category, DoseSteps.DoseStep found) {

        /** Returns whether a group contains the exams before and after the change: adults of its category, scanner and phantom. */
        public boolean isWithin(GroupResult result) {
            return result.row().isForAge(PatientFacts.ADULT_DAYS)
                    && category.equals(result.row().category())
                    && found.deviceKey().equals(result.deviceKey())
                    && found.phantomCm() == result.row().phantomCm();
        }
    }

    private final PartDoses parts;
    private final GroupReview groups;
    private final GroupComparison usual;
    private final ControlChart.Settings chart;

    /**
     * Takes the store and the settings of the site.
     *
     * @param usual how this site compares groups
     * @param chart how it finds changes of the dose
     */
    public LevelComparison(PartDoses parts, GroupReview groups, GroupComparison usual, ControlChart.Settings chart) {
        this.chart = chart;
        this.parts = parts;
        this.groups = groups;
        this.usual = usual;
    }

    /** Returns the number of newest exams that form a group at this site. */
    public Optional<Integer> usualNewest() {
        return usual.lastN();
    }

    /** Compares the groups of a window with the sets that are valid on its last day. */
    public List<GroupResult> results(Window window, List<DrlSet> sets) {
        return window.newest().isPresent()
                ? groups.newest(
                        window.from(), window.to(), sets, new GroupComparison(window.newest(), usual.farBelow()))
                : groups.window(window.from(), window.to(), sets, usual);
    }

    /** Returns the changes of the dose of adults within a window: exams before and after one are not of one level. */
    public List<CategoryStep> steps(Window window) {
        List<CategoryStep> steps = new ArrayList<>();
        for (String category : parts.categories(window.from(), window.to())) {
            DoseSteps.of(parts.parts(category, TrendReview.chartStart(window.to()), window.to()), chart).stream()
                    .filter(found -> !found.step().since().isBefore(window.from()))
                    .forEach(found -> steps.add(new CategoryStep(category, found)));
        }
        return steps;
    }

    /** Returns those of some changes of the dose that a group contains. */
    public static List<DoseSteps.DoseStep> stepsOf(GroupResult result, List<CategoryStep> steps) {
        return steps.stream()
                .filter(step -> step.isWithin(result))
                .map(CategoryStep::found)
                .toList();
    }

    /** Returns which exams of a window have a level in the sets, and which other sets have one. */
    public LevelCoverage coverage(Window window, List<DrlSet> sets, List<DrlSet> others) {
        return LevelCoverage.of(
                parts.patients(window.from(), window.to()),
                validOn(window.to(), sets),
                validOn(window.to(), others));
    }

    /** The same for the exams of all days, with the sets that are valid on one of them. */
    public LevelCoverage coverageOfAll(LocalDate today, List<DrlSet> sets, List<DrlSet> others) {
        return LevelCoverage.of(
                parts.patients(LocalDate.of(1, 1, 1), LocalDate.of(9999, 12, 30)),
                validOn(today, sets),
                validOn(today, others));
    }

    private static List<DrlSet> validOn(LocalDate day, List<DrlSet> sets) {
        return sets.stream().filter(set -> set.isValidOn(day)).toList();
    }
}
