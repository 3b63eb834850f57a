package org.doseagent.aggregate.attack;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.doseagent.aggregate.cells.Target;

/** A total less its parts is the part that was withheld: does a document have a total, a subset, or an exam twice? */
final class PartitionAttack {

    private PartitionAttack() {}

    static Attack.Attempt run(List<Target> targets) {
        Attack.Loot loot = new Attack.Loot();
        for (Target target : targets) {
            for (int i = 0; i < target.cells().size(); i++) {
                Target.Cell cell = target.cells().get(i);
                if (cell.key().isEmpty()) {
                    loot.found(target.name() + ": " + cell.name() + " is not a cell of the partition");
                }
                for (int j = i + 1; j < target.cells().size(); j++) {
                    loot.look();
                    compare(target, cell, target.cells().get(j), loot);
                }
            }
        }
        return loot.attempt("differencing over the partition", "totals, subsets, and exams in two cells of a document");
    }

    private static void compare(Target target, Target.Cell one, Target.Cell other, Attack.Loot loot) {
        if (one.key().isEmpty() || other.key().isEmpty()) {
            return;
        }
        boolean isOneQuantity = one.key().get().quantity() == other.key().get().quantity();
        if (one.key().get().overlaps(other.key().get())) {
            loot.found(target.name() + ": " + one.name() + " and " + other.name() + " overlap; " + one.without(other)
                    + " and " + other.without(one) + " exams are in one of them");
        } else if (isOneQuantity && sharesPart(one, other)) {
            loot.found(target.name() + ": an exam is in " + one.name() + " and in " + other.name());
        }
    }

    private static boolean sharesPart(Target.Cell one, Target.Cell other) {
        Set<String> parts = new HashSet<>();
        one.leaves().forEach(leaf -> parts.add(leaf.part()));
        return other.leaves().stream().anyMatch(leaf -> parts.contains(leaf.part()));
    }
}
