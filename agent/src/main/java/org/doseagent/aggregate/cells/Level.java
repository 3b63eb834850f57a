package org.doseagent.aggregate.cells;

import java.math.BigDecimal;
import org.doseagent.dose.Quantity;

/**
 * A reference level that the exams of a cell are compared with. The caller passes only levels of trusted sets that are valid in the whole
 * period, apply to an exam part, and do not depend on weight.
 *
 * @param fromDays youngest age in days; {@code toDays} is exclusive
 */
public record Level(
        DrlSetId set, String category, Quantity quantity, int phantomCm, int fromDays, int toDays, BigDecimal value) {

    /** The set of the level, as receivers may know it. */
    public record DrlSetId(String id, String jurisdiction, String sha256) {}

    public boolean fits(CellKey key) {
        return key.category().equals(category)
                && key.quantity() == quantity
                && key.phantomCm() == phantomCm
                && key.population().isWithin(fromDays, toDays);
    }
}
