package org.doseagent.aggregate.cells;

import java.math.BigDecimal;
import org.doseagent.dose.Quantity;

/**
 * A reference level that exams of a cell are counted against, as the caller hands it in: of a trusted set that is valid in the whole
 * period, per exam part, not by weight.
 *
 * @param fromDays youngest age in days; {@code toDays} is exclusive
 */
public record Level(
        DrlSetId set, String category, Quantity quantity, int phantomCm, int fromDays, int toDays, BigDecimal value) {

    /** The set it is from, as a receiver may know it. */
    public record DrlSetId(String id, String jurisdiction, String sha256) {}

    public boolean fits(CellKey key) {
        return key.category().equals(category)
                && key.quantity() == quantity
                && key.phantomCm() == phantomCm
                && key.population().isWithin(fromDays, toDays);
    }
}
