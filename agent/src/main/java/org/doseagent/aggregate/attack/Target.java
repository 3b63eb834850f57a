package org.doseagent.aggregate.attack;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.doseagent.aggregate.cells.Canonical;
import org.doseagent.aggregate.cells.CellJson;
import org.doseagent.aggregate.cells.CellKey;
import org.doseagent.aggregate.cells.Leaf;
import org.doseagent.aggregate.control.ReleasedCell;

/** A published document with the exams that it was made of. */
record Target(JsonNode document, LocalDate start, LocalDate end, List<Cell> cells) {

    /**
     * A published cell.
     *
     * @param key empty when the cell does not belong to the partition
     * @param leaves of the exams that count, from the ledger, else of those that the key covers
     * @param isFromLedger whether the ledger has the exams that count
     */
    record Cell(JsonNode json, Optional<CellKey> key, Set<Leaf> leaves, List<Truth.Fact> facts, boolean isFromLedger) {

        /** Returns whether the store still has every exam that the ledger names for this cell. */
        boolean isKnown() {
            return isFromLedger && facts.size() == leaves.size();
        }

        String name() {
            return key.map(CellKey::text)
                    .orElseGet(() -> json.path("category").asText() + "|"
                            + json.path("population").asText());
        }

        boolean sharesExam(Cell other) {
            return other.leaves.stream().anyMatch(leaves::contains);
        }

        /** Returns whether both have a value of the same exam part, be it another value. */
        boolean sharesPart(Cell other) {
            Set<String> parts = leaves.stream().map(Leaf::part).collect(Collectors.toSet());
            return other.leaves.stream().anyMatch(leaf -> parts.contains(leaf.part()));
        }

        /** Returns how many exams are only in this cell. */
        int without(Cell other) {
            Set<Leaf> left = new HashSet<>(leaves);
            left.removeAll(other.leaves);
            return left.size();
        }
    }

    String name() {
        boolean isMonth = end.equals(start.plusMonths(1).minusDays(1));
        return start + (isMonth ? "" : " to " + end) + " sequence "
                + document.path("sequence").asText("1");
    }

    boolean isNoisy() {
        return document.path("disclosureControl").path("mechanism").asText().equals("dp-exponential");
    }

    /** Returns whether the other period shares days with this one but not all of them. */
    boolean overlapsInPart(Target other) {
        boolean isDisjoint = end.isBefore(other.start) || other.end.isBefore(start);
        return !isOfSamePeriod(other) && !isDisjoint;
    }

    private boolean isOfSamePeriod(Target other) {
        return start.equals(other.start) && end.equals(other.end);
    }

    boolean isOtherReleaseOfPeriod(Target other) {
        return isOfSamePeriod(other) && !equals(other);
    }

    static Target of(Published published, Truth truth) {
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
