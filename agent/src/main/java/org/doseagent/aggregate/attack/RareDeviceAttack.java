package org.doseagent.aggregate.attack;

import java.util.List;
import org.doseagent.aggregate.cells.Target;

/** Who knows which hospital has the one scanner of a class knows the hospital: does a class of detector rows have one scanner? */
final class RareDeviceAttack {

    private static final int MIN_SCANNERS = 2;

    private RareDeviceAttack() {}

    static Attack.Attempt run(List<Target> targets) {
        Attack.Loot loot = new Attack.Loot();
        for (Target target : targets) {
            for (Target.Cell cell : target.cells()) {
                loot.look();
                boolean isClass = !cell.json().path("detectorRows").asText().equals("any");
                boolean isKnown = cell.isFromLedger()
                        && cell.facts().size() == cell.leaves().size();
                if (isClass
                        && isKnown
                        && cell.facts().stream()
                                        .map(Truth.Fact::scanner)
                                        .distinct()
                                        .count()
                                < MIN_SCANNERS) {
                    loot.found(target.name() + ": " + cell.name() + " is of one scanner");
                }
            }
        }
        return loot.attempt("facility linkage by device", "classes of detector rows with one scanner");
    }
}
