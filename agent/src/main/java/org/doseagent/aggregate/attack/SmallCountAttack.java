package org.doseagent.aggregate.attack;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.doseagent.aggregate.cells.Target;

/** A small or exact count is about few: are there any, in n, on one side of a percentile, or above a level? */
final class SmallCountAttack {

    private static final int STEP = 5;
    private static final int EACH_SIDE = 5;
    private static final int FLOOR_WITH_NOISE = 100;
    private static final Set<String> BANDS = Set.of("0-4", "5-9", "10-19", "20-49", "50-99", "100+");
    private static final BigDecimal CLOSE = new BigDecimal("1.1");

    private SmallCountAttack() {}

    static Attack.Attempt run(List<Target> targets) {
        Attack.Loot loot = new Attack.Loot();
        for (Target target : targets) {
            boolean isNoisy = target.document()
                    .path("disclosureControl")
                    .path("mechanism")
                    .asText()
                    .equals("dp-exponential");
            for (Target.Cell cell : target.cells()) {
                loot.look();
                String where = target.name() + ": " + cell.name();
                count(where, cell, isNoisy ? FLOOR_WITH_NOISE : Attack.FLOOR, loot);
                sides(where, cell, loot);
                levels(where, cell.json().path("aboveDrl"), loot);
            }
        }
        return loot.attempt("small counts", "n, both sides of each percentile, exams above a level");
    }

    private static void count(String where, Target.Cell cell, int floor, Attack.Loot loot) {
        JsonNode n = cell.json().path("n");
        if (!n.isInt() || n.asInt() % STEP != 0) {
            loot.found(where + " tells the exact count " + n.asText());
        }
        if (n.asInt() < floor || (cell.isFromLedger() && cell.leaves().size() < floor)) {
            loot.found(where + " is of fewer than " + floor + " exams");
        }
    }

    private static void sides(String where, Target.Cell cell, Attack.Loot loot) {
        if (!cell.isFromLedger() || cell.facts().size() != cell.leaves().size()) {
            return;
        }
        List<BigDecimal> values =
                cell.facts().stream().map(Truth.Fact::value).sorted().toList();
        for (Map.Entry<String, Integer> each :
                Map.of("p25", 25, "p50", 50, "p75", 75).entrySet()) {
            int index = (values.size() - 1) * each.getValue() / 100;
            // Between two values the percentile is above the lower and below the upper one, unless they are equal or it
            // is the lower.
            BigDecimal lower = values.get(index);
            boolean isOnValue = (values.size() - 1) * each.getValue() % 100 == 0;
            BigDecimal upper = isOnValue ? lower : values.get(index + 1);
            boolean isBetween = lower.compareTo(upper) < 0;
            long below = values.stream()
                    .filter(value -> value.compareTo(lower) < (isBetween ? 1 : 0))
                    .count();
            long above = values.stream()
                    .filter(value -> value.compareTo(upper) > (isBetween ? -1 : 0))
                    .count();
            if (Math.min(below, above) < EACH_SIDE) {
                loot.found(where + " has " + Math.min(below, above) + " exams on one side of " + each.getKey());
            }
        }
    }

    private static void levels(String where, JsonNode levels, Attack.Loot loot) {
        List<BigDecimal> values = new ArrayList<>();
        for (JsonNode level : levels) {
            loot.look();
            values.add(level.path("drl").decimalValue());
            if (!BANDS.contains(level.path("exams").asText())
                    || !level.path("exams").isTextual()) {
                loot.found(where + " tells how many exams were above a level: "
                        + level.path("exams").asText());
            }
        }
        values.sort(Comparator.naturalOrder());
        for (int i = 1; i < values.size(); i++) {
            BigDecimal last = values.get(i - 1);
            if (values.get(i).compareTo(last) > 0 && values.get(i).compareTo(last.multiply(CLOSE)) < 0) {
                loot.found(where + " tells the exams above two levels that enclose a value: " + last + " and "
                        + values.get(i));
            }
        }
    }
}
