package org.doseagent.cli.levels;

import java.util.List;
import org.doseagent.cli.output.CompareText;
import org.doseagent.drl.group.GroupResult;
import org.doseagent.review.LevelComparison;

/** What a comparison does not show: exams that it left out although they have a level, and changes of the dose where no group is shown. */
final class LeftOutText {

    private LeftOutText() {}

    /** Returns a line for each change of the dose in a category that has no group in the list. */
    static List<String> steps(List<LevelComparison.CategoryStep> steps, List<GroupResult> shown) {
        return steps.stream()
                .filter(step -> shown.stream()
                        .allMatch(result ->
                                CompareText.steps(result, List.of(step)).isEmpty()))
                .map(step -> step.category() + ", adults: " + CompareText.step(step.found()))
                .toList();
    }

    /** Returns a line for each group that is not shown and left somebody out; the notes of a shown group say it themselves. */
    static List<String> lines(List<GroupResult> compared, List<GroupResult> shown) {
        return compared.stream()
                .filter(result -> !shown.contains(result) && !result.leftOut().isEmpty())
                .map(LeftOutText::line)
                .distinct()
                .toList();
    }

    private static String line(GroupResult result) {
        boolean isEmpty = result.n() == 0;
        return result.row().category() + (isEmpty ? "" : ", " + result.row().population()) + ", on "
                + result.deviceKey().label() + ": "
                + (isEmpty ? "not compared" : "too few, " + result.n() + " exams, compared") + " with "
                + result.set().id() + "; left out: " + String.join(", ", result.leftOut());
    }
}
