package org.doseagent.aggregate.attack;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.doseagent.aggregate.cells.Target;
import org.doseagent.aggregate.control.Leaf;

/** A cell and its correction differ by the exams that changed: are they few, or is it noise that averages out? */
final class CorrectionAttack {

    private CorrectionAttack() {}

    static Attack.Attempt run(List<Target> targets) {
        Attack.Loot loot = new Attack.Loot();
        for (int i = 0; i < targets.size(); i++) {
            Target target = targets.get(i);
            List<Target> others = others(targets, i);
            for (Target.Cell cell : target.cells()) {
                others.forEach(other -> other.cells().forEach(each -> {
                    loot.look();
                    compare(target, cell, each, loot);
                }));
                inside(target, cell, others, loot);
            }
        }
        return loot.attempt("differencing over corrections", "cells of the releases of one period subtracted");
    }

    /** Returns the other documents of the period. */
    private static List<Target> others(List<Target> targets, int self) {
        Target target = targets.get(self);
        return IntStream.range(0, targets.size())
                .filter(other -> other != self)
                .mapToObj(targets::get)
                .filter(other ->
                        other.start().equals(target.start()) && other.end().equals(target.end()))
                .toList();
    }

    private static void compare(Target target, Target.Cell cell, Target.Cell other, Attack.Loot loot) {
        if (cell.json().equals(other.json()) || !cell.touches(other)) {
            return;
        }
        int left = cell.without(other);
        int right = other.without(cell);
        if (left == 0 && right == 0) {
            loot.found(target.name() + ": " + cell.name() + " was released again with other numbers of the same exams");
        } else if (left > 0 && left < Attack.FLOOR) {
            loot.found(target.name() + ": " + cell.name() + " has " + left + " exams that " + other.name()
                    + " of another release has not");
        }
    }

    /** What is left of a cell without all cells of other releases inside it. */
    private static void inside(Target target, Target.Cell cell, List<Target> others, Attack.Loot loot) {
        Set<Leaf> rest = new HashSet<>(cell.leaves());
        for (Target other : others) {
            for (Target.Cell each : other.cells()) {
                if (cell.leaves().containsAll(each.leaves()) && !cell.json().equals(each.json())) {
                    rest.removeAll(each.leaves());
                }
            }
        }
        loot.look();
        if (!rest.isEmpty()
                && rest.size() < Attack.FLOOR
                && rest.size() < cell.leaves().size()) {
            loot.found(target.name() + ": " + cell.name() + " without the cells of other releases is " + rest.size()
                    + " exams");
        }
    }
}
