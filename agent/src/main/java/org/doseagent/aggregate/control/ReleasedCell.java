package org.doseagent.aggregate.control;

import java.math.BigDecimal;
import java.util.Set;
import org.doseagent.aggregate.cells.CellKey;
import org.doseagent.aggregate.cells.Leaf;

/**
 * A cell of a release, as the ledger keeps it.
 *
 * @param sequence the release that contains it
 * @param fromSequence the release that its numbers were computed for; lower than {@code sequence} when the cell was carried over
 * @param json canonical
 * @param merkleRoot over the leaves, see {@link MerkleTree}
 * @param epsilon the privacy budget that its numbers cost; 0 without differential privacy
 * @param leaves of the exams that count
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

    /** Returns whether an earlier release has the same cell with the same numbers. */
    public boolean isCarriedOver() {
        return sequence != fromSequence;
    }

    ReleasedCell carriedInto(int laterSequence) {
        return new ReleasedCell(laterSequence, fromSequence, key, json, merkleRoot, epsilon, leaves);
    }
}
