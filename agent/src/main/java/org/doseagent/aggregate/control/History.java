package org.doseagent.aggregate.control;

import java.util.List;
import java.util.Optional;

/** What was released of one period before: the newest document, and the cells of all releases. */
public record History(Optional<ReleasedDocument> latest, List<ReleasedCell> cells) {

    public static final History NONE = new History(Optional.empty(), List.of());

    public History {
        cells = List.copyOf(cells);
    }

    /** Returns the cells of one release of the period. */
    public List<ReleasedCell> cellsOf(int sequence) {
        return cells.stream().filter(cell -> cell.sequence() == sequence).toList();
    }

    List<ReleasedCell> latestCells() {
        return latest.map(document -> cellsOf(document.sequence())).orElse(List.of());
    }
}
