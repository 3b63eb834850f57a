package org.doseagent.store.ledger;

import java.math.BigDecimal;
import java.util.List;

/** A release on its way into the ledger; the bytes are exactly those that leave. */
@SuppressWarnings("ArrayRecordComponent")
public record ReleaseDraft(String period, int sequence, String submissionId, byte[] json, List<Cell> cells) {

    /** A cell of it; {@code leaves} of a cell carried over from an earlier sequence are empty. */
    public record Cell(
            String key, int fromSequence, String json, String merkleRoot, BigDecimal epsilon, List<StoredLeaf> leaves) {
        public Cell {
            leaves = List.copyOf(leaves);
        }
    }

    public ReleaseDraft {
        cells = List.copyOf(cells);
    }
}
