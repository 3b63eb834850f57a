package org.doseagent.aggregate.attack;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.doseagent.aggregate.cells.CellKey;
import org.doseagent.aggregate.cells.Leaf;

/** The attacks that subtract published cells from each other. */
final class DifferencingAttacks {

    /** A cell and one correction of it. */
    private static final int MAX_PUBLICATIONS = 2;

    private static final List<Integer> LENGTHS = List.of(1, 3, 6, 12);

    private DifferencingAttacks() {}

    /** Two periods that share days differ by the exams of the other days: are all periods of the calendar, and is no exam in two of them? */
    static void overTime(List<Target> targets, AttackFindings findings) {
        for (Target target : targets) {
            findings.check();
            if (LENGTHS.stream().noneMatch(months -> isCalendar(target, months))) {
                findings.add(target.name() + ": the period to " + target.end()
                        + " is not a calendar month, quarter, half-year or year");
            }
        }
        for (int i = 0; i < targets.size(); i++) {
            for (Target second : targets.subList(i + 1, targets.size())) {
                if (targets.get(i).overlapsInPart(second)) {
                    overlapping(targets.get(i), second, findings);
                }
            }
        }
    }

    private static boolean isCalendar(Target target, int months) {
        return target.start().getDayOfMonth() == 1
                && (target.start().getMonthValue() - 1) % months == 0
                && target.end().equals(target.start().plusMonths(months).minusDays(1));
    }

    private static void overlapping(Target first, Target second, AttackFindings findings) {
        for (Target.Cell one : first.cells()) {
            for (Target.Cell other : second.cells()) {
                findings.check();
                if (one.sharesExam(other) || one.sharesPart(other)) {
                    findings.add(first.name() + " and " + second.name() + " overlap: " + one.without(other) + " and "
                            + other.without(one) + " exams are in only one of " + one.name());
                }
            }
        }
    }

    /** A total minus its parts is the part that was withheld: does a document have a total, a subset, or an exam twice? */
    static void overPartition(List<Target> targets, AttackFindings findings) {
        for (Target target : targets) {
            for (int i = 0; i < target.cells().size(); i++) {
                Target.Cell cell = target.cells().get(i);
                if (cell.key().isEmpty()) {
                    findings.add(target.name() + ": " + cell.name() + " is not a cell of the partition");
                }
                for (Target.Cell other :
                        target.cells().subList(i + 1, target.cells().size())) {
                    findings.check();
                    if (cell.key().isPresent() && other.key().isPresent()) {
                        beside(target.name() + ": ", cell, other, findings);
                    }
                }
            }
        }
    }

    private static void beside(String where, Target.Cell one, Target.Cell other, AttackFindings findings) {
        CellKey key = one.key().orElseThrow();
        CellKey otherKey = other.key().orElseThrow();
        if (key.overlaps(otherKey)) {
            findings.add(where + one.name() + " and " + other.name() + " overlap; " + one.without(other) + " and "
                    + other.without(one) + " exams are in one of them only");
        } else if (key.quantity() == otherKey.quantity() && one.sharesPart(other)) {
            findings.add(where + "an exam is in " + one.name() + " and in " + other.name());
        }
    }

    /** A cell and its correction differ by the exams that changed: are these few, or does averaging remove the noise? */
    static void overCorrections(List<Target> targets, AttackFindings findings) {
        for (Target target : targets) {
            List<Target> others =
                    targets.stream().filter(target::isOtherReleaseOfPeriod).toList();
            for (Target.Cell cell : target.cells()) {
                for (Target other : others) {
                    other.cells().forEach(each -> corrected(target, cell, each, findings));
                }
                remainder(target, cell, others, findings);
                repeated(target, cell, others, findings);
            }
        }
    }

    /** Each further correction lets a sender of forged exams move the percentiles along the real values. */
    private static void repeated(Target target, Target.Cell cell, List<Target> others, AttackFindings findings) {
        findings.check();
        Set<JsonNode> numbers = new HashSet<>(Set.of(cell.json()));
        others.forEach(other -> other.cells().stream()
                .filter(each -> each.key().equals(cell.key()))
                .forEach(each -> numbers.add(each.json())));
        if (cell.key().isPresent() && numbers.size() > MAX_PUBLICATIONS) {
            findings.add(target.name() + ": " + cell.name() + " was published with " + numbers.size()
                    + " different sets of numbers");
        }
    }

    private static void corrected(Target target, Target.Cell cell, Target.Cell other, AttackFindings findings) {
        findings.check();
        if (cell.json().equals(other.json()) || !cell.sharesExam(other)) {
            return;
        }
        int only = cell.without(other);
        if (only == 0 && other.without(cell) == 0) {
            findings.add(
                    target.name() + ": " + cell.name() + " was released again with other numbers of the same exams");
        } else if (only > 0 && only < Attack.FLOOR) {
            findings.add(target.name() + ": " + cell.name() + " has " + only + " exams that " + other.name()
                    + " of another release does not have");
        }
    }

    /** Subtracts from a cell all cells of other releases that it contains. */
    private static void remainder(Target target, Target.Cell cell, List<Target> others, AttackFindings findings) {
        Set<Leaf> rest = new HashSet<>(cell.leaves());
        for (Target other : others) {
            for (Target.Cell each : other.cells()) {
                if (cell.leaves().containsAll(each.leaves()) && !cell.json().equals(each.json())) {
                    rest.removeAll(each.leaves());
                }
            }
        }
        findings.check();
        if (!rest.isEmpty()
                && rest.size() < Attack.FLOOR
                && rest.size() < cell.leaves().size()) {
            findings.add(target.name() + ": " + cell.name() + " without the cells of other releases has " + rest.size()
                    + " exams");
        }
    }
}
