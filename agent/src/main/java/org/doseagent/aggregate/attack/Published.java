package org.doseagent.aggregate.attack;

import java.util.List;
import org.doseagent.aggregate.control.ReleasedCell;

/**
 * A document that left, as the attack sees it.
 *
 * @param cells its cells in the ledger; where the ledger has none, the exams of a cell are those that its key covers
 */
@SuppressWarnings("ArrayRecordComponent")
public record Published(byte[] json, List<ReleasedCell> cells) {

    public Published {
        cells = List.copyOf(cells);
    }
}
