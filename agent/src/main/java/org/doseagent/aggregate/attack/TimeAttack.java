package org.doseagent.aggregate.attack;

import java.util.List;
import org.doseagent.aggregate.cells.Target;

/** Two periods that share days differ by the exams of the other days: are all periods whole calendar months, and disjoint? */
final class TimeAttack {

    private TimeAttack() {}

    static Attack.Attempt run(List<Target> targets) {
        Attack.Loot loot = new Attack.Loot();
        for (Target target : targets) {
            loot.look();
            if (target.start().getDayOfMonth() != 1
                    || !target.end().equals(target.start().plusMonths(1).minusDays(1))) {
                loot.found(target.name() + ": the period to " + target.end() + " is not a calendar month");
            }
        }
        for (int i = 0; i < targets.size(); i++) {
            for (int j = i + 1; j < targets.size(); j++) {
                compare(targets.get(i), targets.get(j), loot);
            }
        }
        return loot.attempt("differencing over time", "periods that overlap, and cells of them subtracted");
    }

    private static void compare(Target first, Target second, Attack.Loot loot) {
        boolean isSame = first.start().equals(second.start()) && first.end().equals(second.end());
        boolean isDisjoint =
                first.end().isBefore(second.start()) || second.end().isBefore(first.start());
        if (isSame || isDisjoint) {
            return;
        }
        for (Target.Cell one : first.cells()) {
            for (Target.Cell other : second.cells()) {
                loot.look();
                if (one.touches(other)) {
                    loot.found(first.name() + " and " + second.name() + " overlap: " + one.without(other) + " and "
                            + other.without(one) + " exams are only in one of " + one.name());
                }
            }
        }
    }
}
