package org.doseagent.aggregate.attack;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.doseagent.aggregate.cells.Target;
import org.doseagent.dose.PatientKey;

/** A patient who gives much of a cell can subtract what they know of themselves: does anybody have more than a tenth, or three exams? */
final class DominanceAttack {

    private static final int MOST = 2;
    private static final int SHARE = 10;

    private DominanceAttack() {}

    static Attack.Attempt run(List<Target> targets) {
        Attack.Loot loot = new Attack.Loot();
        for (Target target : targets) {
            for (Target.Cell cell : target.cells()) {
                if (cell.isFromLedger() && cell.facts().size() == cell.leaves().size()) {
                    loot.look();
                    look(target, cell, loot);
                }
            }
        }
        return loot.attempt("dominance", "cells of few patients, and patients with much of a cell");
    }

    private static void look(Target target, Target.Cell cell, Attack.Loot loot) {
        Map<Optional<PatientKey>, Long> perPatient =
                cell.facts().stream().collect(Collectors.groupingBy(Truth.Fact::patient, Collectors.counting()));
        long most = Collections.max(perPatient.values());
        String where = target.name() + ": " + cell.name();
        if (perPatient.size() < Attack.FLOOR_PATIENTS) {
            loot.found(where + " is of " + perPatient.size() + " patients");
        }
        if (most * SHARE > cell.leaves().size()) {
            loot.found(where + " has " + most + " exams of " + cell.leaves().size() + " of one patient");
        }
        if (most > MOST) {
            loot.found(where + " counts " + most + " exams of one patient");
        }
    }
}
