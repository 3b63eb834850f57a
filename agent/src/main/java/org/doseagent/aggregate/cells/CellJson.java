package org.doseagent.aggregate.cells;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.doseagent.dose.Quantity;

/** Writes a cell as JSON for the document, and reads it. */
public final class CellJson {

    private CellJson() {}

    public static String write(Cell cell, List<Reference.PublishedCode> codes) {
        CellKey key = cell.key();
        boolean isDlp = key.quantity() == Quantity.DLP;
        ObjectNode node = Canonical.object()
                .put("category", key.category())
                .put("population", key.population().label())
                .put("equipmentAge", key.equipmentAge().label())
                .put("detectorRows", key.detectorRows().label())
                .put("quantity", key.quantity().name())
                .put("unit", isDlp ? "mGy.cm" : "mGy")
                .put("scope", isDlp ? "per-exam-part-total" : "per-exam-part-maximum")
                .put("timingRuns", isDlp ? "counted" : "not-counted")
                .put("phantomCm", key.phantomCm());
        if (!codes.isEmpty()) {
            ArrayNode array = node.putArray("codes");
            codes.stream()
                    .sorted(Comparator.comparing(Reference.PublishedCode::system)
                            .thenComparing(Reference.PublishedCode::code))
                    .forEach(code ->
                            array.addObject().put("system", code.system()).put("code", code.code()));
        }
        return Canonical.text(numbers(node, cell));
    }

    private static ObjectNode numbers(ObjectNode node, Cell cell) {
        node.put("n", cell.n()).put("p25", cell.p25()).put("p50", cell.p50()).put("p75", cell.p75());
        if (!cell.aboveDrl().isEmpty()) {
            ArrayNode array = node.putArray("aboveDrl");
            cell.aboveDrl()
                    .forEach(each -> array.addObject()
                            .put("drlSet", each.set().id())
                            .put("drl", each.drl())
                            .put("exams", each.exams()));
        }
        return node;
    }

    /** Returns the cell with the numbers of another one and everything else unchanged. */
    public static String withNumbers(String json, Cell cell) {
        ObjectNode node = Canonical.parse(json);
        node.remove("aboveDrl");
        return Canonical.text(numbers(node, cell));
    }

    /**
     * Returns the key of a cell.
     *
     * @throws IllegalArgumentException if a class is unknown
     */
    public static CellKey key(JsonNode cell) {
        return CellKey.parse(String.join(
                "|",
                cell.path("category").asText(),
                cell.path("population").asText(),
                cell.path("equipmentAge").asText(),
                cell.path("detectorRows").asText(),
                cell.path("quantity").asText(),
                cell.path("phantomCm").asText()));
    }

    /** Returns the levels that a cell was compared with; of their sets only the id is known. */
    public static List<Level> levels(String json) {
        JsonNode cell = Canonical.parse(json);
        CellKey key = key(cell);
        List<Level> levels = new ArrayList<>();
        cell.path("aboveDrl")
                .forEach(each -> levels.add(new Level(
                        new Level.DrlSetId(each.path("drlSet").asText(), "", ""),
                        key.category(),
                        key.quantity(),
                        key.phantomCm(),
                        0,
                        Integer.MAX_VALUE,
                        each.path("drl").decimalValue())));
        return levels;
    }
}
