package org.doseagent.cli.output;

import com.fasterxml.jackson.databind.JsonNode;
import org.doseagent.aggregate.cells.Canonical;
import org.doseagent.aggregate.cells.CellKey;

/** The cells of a document as rows for people. */
public final class CellTable {

    /** The units of the numbers; they are not in the table, because its rows must fit a terminal. */
    public static final String UNITS =
            "DLP in mGy·cm, CTDIvol in mGy, on the phantom of CM; AGE and ROWS of the equipment";

    private CellTable() {}

    public static int cells(byte[] document) {
        return Canonical.parse(document).path("cells").size();
    }

    public static Table of(byte[] document) {
        Table table = new Table(
                "CATEGORY", "POPULATION", "AGE", "ROWS", "QUANTITY", "CM", "N", "P25", "P50", "P75", "ABOVE DRL")
                .with(Table.Kind.NUMBER, "CM", "N", "P25", "P50", "P75");
        for (JsonNode cell : Canonical.parse(document).path("cells")) {
            table.add(
                    cell.path("category").asText(),
                    cell.path("population").asText(),
                    cell.path("equipmentAge").asText(),
                    cell.path("detectorRows").asText(),
                    cell.path("quantity").asText().equals("DLP") ? "DLP" : "CTDIvol",
                    cell.path("phantomCm").asText(),
                    cell.path("n").asText(),
                    number(cell, "p25"),
                    number(cell, "p50"),
                    number(cell, "p75"),
                    above(cell));
        }
        return table;
    }

    private static String number(JsonNode cell, String field) {
        return cell.path(field).isNumber() ? cell.path(field).decimalValue().toPlainString() : "";
    }

    private static String above(JsonNode cell) {
        StringBuilder text = new StringBuilder();
        for (JsonNode each : cell.path("aboveDrl")) {
            text.append(text.isEmpty() ? "" : "; ")
                    .append(each.path("drl").asText())
                    .append(": ")
                    .append(each.path("exams").asText());
        }
        return text.toString();
    }

    public static String label(CellKey key) {
        return key.category() + ", " + key.population().label() + ", equipment "
                + key.equipmentAge().label() + ", rows " + key.detectorRows().label() + ", " + key.quantity() + ", "
                + key.phantomCm() + " cm";
    }
}
