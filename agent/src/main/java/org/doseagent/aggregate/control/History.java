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
 * @param rules the {@link Releaser#RULES} of the program that made the first document
 */
public record History(Optional<ReleasedDocument> latest, List<ReleasedCell> cells, Instant firstReleasedAt, int rules) {

    public static final History NONE = new History(Optional.empty(), List.of(), Instant.MAX, Releaser.RULES);

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
