package org.doseagent.aggregate.attack;

import java.math.BigDecimal;
import java.util.List;
import org.doseagent.aggregate.cells.Target;

/** An order statistic is somebody's value: is a published one more exact than two digits, and is it a value of an exam? */
final class VerbatimAttack {

    private static final int DIGITS = 2;

    private VerbatimAttack() {}

    static Attack.Attempt run(List<Target> targets) {
        Attack.Loot loot = new Attack.Loot();
        for (Target target : targets) {
            for (Target.Cell cell : target.cells()) {
                for (String percentile : List.of("p25", "p50", "p75")) {
                    loot.look();
                    BigDecimal value = cell.json().path(percentile).decimalValue();
                    if (value.stripTrailingZeros().precision() > DIGITS) {
                        loot.found(target.name() + ": " + percentile + " of " + cell.name() + " has more than " + DIGITS
                                + " digits" + (isOfAnExam(cell, value) ? " and is the value of an exam" : ""));
                    }
                }
            }
        }
        return loot.attempt("verbatim publication", "published values that are more exact than two digits");
    }

    private static boolean isOfAnExam(Target.Cell cell, BigDecimal value) {
        return cell.facts().stream().anyMatch(fact -> fact.value().compareTo(value) == 0);
    }
}
