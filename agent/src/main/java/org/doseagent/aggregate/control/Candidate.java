package org.doseagent.aggregate.control;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.doseagent.aggregate.cells.CellKey;
import org.doseagent.aggregate.cells.Contribution;
import org.doseagent.aggregate.cells.Leaf;

/** A cell that passes the disclosure control on its own, with the exams that count. What was released before may still forbid it. */
record Candidate(CellKey key, List<Contribution> counted) {

    Candidate {
        counted = List.copyOf(counted);
    }

    Set<Leaf> leaves() {
        return new TreeSet<>(counted.stream().map(Contribution::leaf).toList());
    }
}
