package org.doseagent.aggregate.cells;

import java.math.BigDecimal;
import java.util.List;

/**
 * The published numbers of a cell: {@code n} rounded down to a multiple of 5, percentiles to 2 significant digits, in mGy·cm for DLP and mGy for
 * CTDIvol.
 */
public record Cell(CellKey key, int n, BigDecimal p25, BigDecimal p50, BigDecimal p75, List<Exceedance> aboveDrl) {

    public Cell {
        aboveDrl = List.copyOf(aboveDrl);
    }

    /** How many exams were strictly above a level, as one of the bands of the schema. */
    public record Exceedance(Level.DrlSetId set, BigDecimal drl, String exams) {}
}
