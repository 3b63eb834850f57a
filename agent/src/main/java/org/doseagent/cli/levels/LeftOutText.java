package org.doseagent.cli.levels;

import java.util.List;
import org.doseagent.drl.group.GroupResult;

/** Which exams a comparison left out although there is a level for their category and age, and why. */
final class LeftOutText {

    private LeftOutText() {}

    /** Returns a line for each group that is not shown and left somebody out; the notes of a shown group say it themselves. */
    static List<String> lines(List<GroupResult> compared, List<GroupResult> shown) {
        return compared.stream()
                .filter(result -> !shown.contains(result) && !result.leftOut().isEmpty())
                .map(LeftOutText::line)
                .distinct()
                .toList();
    }

    private static String line(GroupResult result) {
        return result.row().category() + ", " + result.row().population() + ", on "
                + result.deviceKey().label() + ": " + result.n() + " exams compared with " + result.set().id()
                + ", left out " + String.join(", ", result.leftOut());
    }
}
