package org.doseagent.aggregate.control;

import java.math.BigDecimal;
import java.util.Set;
import org.doseagent.aggregate.cells.CellKey;

/**
 * A cell in the ledger.
 *
 * @param sequence the release that it is in; {@code fromSequence} the one that its numbers were made for, earlier when it was carried over
 * @param json canonical
 * @param merkleRoot as the ledger has it
 * @param epsilon what its numbers cost; 0 without differential privacy
 * @param leaves of the exams that counted
 */
public record ReleasedCell(
        int sequence,
        int fromSequence,
        CellKey key,
        String json,
        String merkleRoot,
        BigDecimal epsilon,
        Set<Leaf> leaves) {

    public ReleasedCell {
        leaves = Set.copyOf(leaves);
    }

    boolean isCarriedOver() {
        return sequence != fromSequence;
    }
}
