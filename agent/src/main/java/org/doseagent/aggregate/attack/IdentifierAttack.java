package org.doseagent.aggregate.attack;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.doseagent.aggregate.cells.Target;
import org.doseagent.aggregate.render.DocumentShape;

/**
 * Looks for every text that the store knows of a patient, an exam, a scanner or the site: study and instance UIDs, patient keys, accession
 * and serial numbers, stations, AE titles, institutions, descriptions, protocols, makers and models.
 *
 * <p>Words that every site may use (categories, codes, names of sets) are no find, and where a document holds a date, a hash or a key in
 * its exact form, only a text of {@value #LONG} characters or more is: shorter ones occur in a hash by chance.
 */
final class IdentifierAttack {

    static final int LONG = 12;

    private static final String STRICT = "\\d{4}-\\d\\d-\\d\\d"
            + "|[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}|[0-9a-f]{32}|[0-9a-f]{64}"
            + "|[A-Za-z0-9+/]{59}=|[A-Za-z0-9+/]{86}==";

    private IdentifierAttack() {}

    static Attack.Attempt run(List<Target> targets, Truth truth) {
        Attack.Loot loot = new Attack.Loot();
        Set<String> texts = new HashSet<>();
        targets.forEach(target -> collect(target.document(), texts));
        texts.removeIf(text -> truth.isWord(text) || DocumentShape.isWord(text));
        for (String text : texts) {
            int least = text.matches(STRICT) ? LONG : 0;
            loot.look();
            truth.identifiers().stream()
                    .filter(identifier -> identifier.length() >= least && text.contains(identifier))
                    .findFirst()
                    .ifPresent(identifier -> loot.found("a text of " + text.length()
                            + " characters holds an identifier of " + identifier.length() + " characters"));
        }
        return loot.attempt(
                "facility linkage by text", "each of " + truth.identifiers().size() + " identifiers in the store");
    }

    private static void collect(JsonNode node, Set<String> texts) {
        if (node.isTextual()) {
            texts.add(node.asText());
        }
        node.fieldNames().forEachRemaining(name -> texts.add(name));
        node.forEach(child -> collect(child, texts));
    }
}
