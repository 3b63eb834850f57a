package org.doseagent.aggregate.attack;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.List;
import org.doseagent.aggregate.cells.Target;
import org.doseagent.aggregate.render.DocumentShape;

/** What is around the cells may tell more than they: times of day, host names, members that nobody expects, a count that is exact. */
final class MetadataAttack {

    private MetadataAttack() {}

    static Attack.Attempt run(List<Target> targets) {
        Attack.Loot loot = new Attack.Loot();
        for (Target target : targets) {
            walk("", target, target.document(), loot);
            if (target.document().path("coverage").path("mappedPercent").asInt() % 5 != 0) {
                loot.found(target.name() + ": the coverage is finer than 5 per cent");
            }
            if (!isAfter(target.document().path("createdAt").asText(), target.end())) {
                loot.found(target.name() + ": it was made before its period was over");
            }
        }
        return loot.attempt(
                "submission metadata", "members outside the schema, times of day, host names, free text, coverage");
    }

    private static boolean isAfter(String createdAt, LocalDate end) {
        try {
            return LocalDate.parse(createdAt).isAfter(end);
        } catch (DateTimeException e) {
            return false;
        }
    }

    private static void walk(String path, Target target, JsonNode node, Attack.Loot loot) {
        if (node.isArray()) {
            node.forEach(item -> walk(path, target, item, loot));
        } else if (node.isObject()) {
            node.properties()
                    .forEach(member -> walk(
                            path.isEmpty() ? member.getKey() : path + "." + member.getKey(),
                            target,
                            member.getValue(),
                            loot));
        } else {
            loot.look();
            String value = node.isNumber() ? node.decimalValue().toPlainString() : node.asText();
            if (!DocumentShape.fits(path, value)) {
                loot.found(target.name() + ": " + path + " holds what its place is not for");
            }
        }
    }
}
