package org.doseagent.aggregate.control;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What was released of one period before.
 *
 * @param latest the newest document
 * @param cells the cells of all releases
 * @param firstReleasedAt when the first document was released; exams that arrived later are late
 */
public record History(Optional<ReleasedDocument> latest, List<ReleasedCell> cells, Instant firstReleasedAt) {

    public static final History NONE = new History(Optional.empty(), List.of(), Instant.MAX);

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
