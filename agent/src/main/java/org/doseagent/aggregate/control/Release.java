package org.doseagent.aggregate.control;

import java.math.BigDecimal;
import java.time.YearMonth;
import java.util.List;
import org.doseagent.aggregate.cells.CellKey;

/**
 * A {@code dose-aggregate/1} document, exactly the bytes that leave, and what the ledger keeps beside it.
 *
 * @param submissionId UUID version 5 of facility, period and content; putting it twice is putting it once
 */
@SuppressWarnings("ArrayRecordComponent")
public record Release(YearMonth period, int sequence, String submissionId, byte[] json, List<LedgerCell> cells) {

    public static final String SCHEMA = "dose-aggregate/1";

    /**
     * A cell as it goes into the ledger.
     *
     * @param leaves of the exams that counted; empty when carried over, for the ledger has them
     */
    public record LedgerCell(
            CellKey key, int fromSequence, String json, String merkleRoot, BigDecimal epsilon, List<Leaf> leaves) {
        public LedgerCell {
            leaves = List.copyOf(leaves);
        }
    }

    public Release {
        cells = List.copyOf(cells);
    }
}
