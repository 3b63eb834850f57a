package org.doseagent.aggregate.attack;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Searches the documents for every text of the store about a patient, an exam, a scanner or the site: study and instance UIDs, patient keys,
 * accession and serial numbers, stations, AE titles, institutions, descriptions, protocols, makers and models.
 *
 * <p>Words that every site may use (categories, codes, names of sets) are not findings. Inside a date, a hash or a key in its exact form, only
 * a text of at least {@value #MIN_LENGTH_IN_HASH} characters is a finding: shorter ones occur in a hash by chance.
 */
final class IdentifierAttack {

    static final int MIN_LENGTH_IN_HASH = 12;

    private static final String STRICT = "\\d{4}-\\d\\d-\\d\\d"
            + "|[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}|[0-9a-f]{32}|[0-9a-f]{64}"
            + "|[A-Za-z0-9+/]{59}=|[A-Za-z0-9+/]{86}==";

    private IdentifierAttack() {}

    static void run(List<Target> targets, Truth truth, AttackFindings findings) {
        Set<String> texts = new HashSet<>();
        targets.forEach(target -> collect(target.document(), texts));
        texts.removeIf(text -> truth.isWord(text) || DocumentShape.isWord(text));
        for (String text : texts) {
            int minLength = text.matches(STRICT) ? MIN_LENGTH_IN_HASH : 0;
            findings.check();
            truth.identifiers().stream()
                    .filter(identifier -> identifier.length() >= minLength && text.contains(identifier))
                    .findFirst()
                    .ifPresent(identifier -> findings.add("a text of " + text.length()
                            + " characters contains an identifier of " + identifier.length() + " characters"));
        }
    }

    private static void collect(JsonNode node, Set<String> texts) {
        if (node.isTextual()) {
            texts.add(node.asText());
        }
        node.fieldNames().forEachRemaining(name -> texts.add(name));
        node.forEach(child -> collect(child, texts));
    }
}
