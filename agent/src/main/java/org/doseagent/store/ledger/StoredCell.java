package org.doseagent.store.ledger;

import java.math.BigDecimal;
import java.util.List;

/**
 * A released cell with the exams that counted.
 *
 * @param fromSequence the sequence that its numbers were made for; the leaves are of that one
 * @param json canonical
 */
public record StoredCell(
        int sequence,
        int fromSequence,
        String key,
        String json,
        String merkleRoot,
        BigDecimal epsilon,
        List<StoredLeaf> leaves) {

    public StoredCell {
        leaves = List.copyOf(leaves);
    }
}
