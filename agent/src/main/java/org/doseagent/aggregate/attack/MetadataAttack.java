package org.doseagent.aggregate.attack;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;

/** What surrounds the cells may disclose more than they do: times of day, host names, unexpected members, an exact count. */
final class MetadataAttack {

    private static final Set<Integer> COVERAGE_BANDS = Set.of(0, 50, 80);

    private MetadataAttack() {}

    static void run(List<Target> targets, AttackFindings findings) {
        for (Target target : targets) {
            walk("", target, target.document(), findings);
            if (!COVERAGE_BANDS.contains(
                    target.document().path("coverage").path("mappedPercent").asInt())) {
                findings.add(target.name() + ": the coverage is finer than a band");
            }
            if (!isAfter(target.document().path("createdAt").asText(), target.end())) {
                findings.add(target.name() + ": its date is before the end of its period");
            }
        }
    }

    private static boolean isAfter(String createdAt, LocalDate end) {
        try {
            return LocalDate.parse(createdAt).isAfter(end);
        } catch (DateTimeException e) {
            return false;
        }
    }

    private static void walk(String path, Target target, JsonNode node, AttackFindings findings) {
        if (node.isArray()) {
            node.forEach(item -> walk(path, target, item, findings));
        } else if (node.isObject()) {
            node.properties()
                    .forEach(member -> walk(
                            path.isEmpty() ? member.getKey() : path + "." + member.getKey(),
                            target,
                            member.getValue(),
                            findings));
        } else {
            findings.check();
            String value = node.isNumber() ? node.decimalValue().toPlainString() : node.asText();
            if (!DocumentShape.fits(path, value)) {
                findings.add(target.name() + ": " + path + " has a value that the schema does not allow there");
            }
        }
    }
}
