package org.doseagent.aggregate.cells;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.doseagent.aggregate.attack.Published;
import org.doseagent.aggregate.attack.Truth;
import org.doseagent.aggregate.control.Leaf;
import org.doseagent.aggregate.control.ReleasedCell;
import org.doseagent.aggregate.render.Canonical;

/** A published document beside the exams that it was made of. */
public record Target(JsonNode document, LocalDate start, LocalDate end, List<Cell> cells) {

    /**
     * A published cell.
     *
     * @param key empty when the cell is none of the partition
     * @param leaves of the exams that counted, from the ledger, else of those that the key names
     * @param isFromLedger whether the ledger says which exams counted
     */
    public record Cell(
            JsonNode json, Optional<CellKey> key, Set<Leaf> leaves, List<Truth.Fact> facts, boolean isFromLedger) {

        public String name() {
            return key.map(CellKey::text)
                    .orElseGet(() -> json.path("category").asText() + "|"
                            + json.path("population").asText());
        }

        public boolean touches(Cell other) {
            return other.leaves.stream().anyMatch(leaves::contains);
        }

        /** Returns how many exams are only in this cell. */
        public int without(Cell other) {
            Set<Leaf> left = new HashSet<>(leaves);
            left.removeAll(other.leaves);
            return left.size();
        }
    }

    public String name() {
        return start + " sequence " + document.path("sequence").asText("1");
    }

    public static Target of(Published published, Truth truth) {
        JsonNode document = Canonical.parse(published.json());
        LocalDate start = date(document.path("period").path("start"));
        LocalDate end = date(document.path("period").path("end"));
        List<Cell> cells = new ArrayList<>();
        for (JsonNode json : document.path("cells")) {
            Optional<CellKey> key = key(json);
            Optional<ReleasedCell> released = published.cells().stream()
                    .filter(each -> key.isPresent() && each.key().equals(key.get()))
                    .findFirst();
            List<Truth.Fact> facts = released.map(each -> truth.of(each.leaves()))
                    .or(() -> key.map(each -> truth.of(each, start, end)))
                    .orElse(List.of());
            Set<Leaf> leaves = new HashSet<>();
            released.ifPresentOrElse(
                    each -> leaves.addAll(each.leaves()), () -> facts.forEach(fact -> leaves.add(fact.leaf())));
            cells.add(new Cell(json, key, leaves, facts, released.isPresent()));
        }
        return new Target(document, start, end, cells);
    }

    private static LocalDate date(JsonNode node) {
        try {
            return LocalDate.parse(node.asText());
        } catch (DateTimeException e) {
            return LocalDate.EPOCH;
        }
    }

    private static Optional<CellKey> key(JsonNode json) {
        try {
            return Optional.of(CellJson.key(json));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
