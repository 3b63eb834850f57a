package org.doseagent.aggregate.attack;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A cloned machine or a lost ledger releases a month twice under one key: does a key sign for two facilities, or does a month have two
 * documents of one sequence?
 */
final class KeyAttack {

    private KeyAttack() {}

    static void run(List<Target> targets, AttackFindings findings) {
        Map<String, String> facilities = new HashMap<>();
        Map<String, JsonNode> documents = new HashMap<>();
        for (Target target : targets) {
            findings.check();
            String key = target.document().path("signature").path("publicKey").asText();
            String facility =
                    target.document().path("facility").path("pseudonym").asText();
            String other = facilities.putIfAbsent(key, facility);
            if (other != null && !other.equals(facility)) {
                findings.add(target.name() + ": the key signs for two facilities");
            }
            JsonNode before = documents.putIfAbsent(key + " " + target.name(), target.document());
            if (before != null && !before.equals(target.document())) {
                findings.add(target.name() + ": the key signs two documents of this month and sequence");
            }
        }
    }
}
