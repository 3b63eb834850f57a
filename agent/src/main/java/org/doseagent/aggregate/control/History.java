package org.doseagent.aggregate.control;

import java.util.List;
import java.util.Optional;

/** What was released of one period before: the newest document, and the cells of every one. */
public record History(Optional<Latest> latest, List<ReleasedCell> cells) {

    public static final History NONE = new History(Optional.empty(), List.of());

    /** The newest document of a period. */
    @SuppressWarnings("ArrayRecordComponent")
    public record Latest(int sequence, String submissionId, byte[] json) {}

    public History {
        cells = List.copyOf(cells);
    }

    List<ReleasedCell> latestCells() {
        int sequence = latest.map(Latest::sequence).orElse(0);
        return cells.stream().filter(cell -> cell.sequence() == sequence).toList();
    }
}
