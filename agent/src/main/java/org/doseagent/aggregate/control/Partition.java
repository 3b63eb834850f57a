package org.doseagent.aggregate.control;

import java.util.ArrayList;
import java.util.List;
import org.doseagent.aggregate.cells.Contribution;
import org.doseagent.aggregate.cells.Tabulation;

/**
 * The cells of a period after coarsening, before anything is compared with what was released: those that pass the control on their own, and
 * those that are withheld. Both in the order of their keys.
 */
record Partition(List<Candidate> candidates, List<Withheld> withheld) {

    Partition {
        candidates = List.copyOf(candidates);
        withheld = List.copyOf(withheld);
    }

    static Partition of(Tabulation tabulation, DisclosureControl control) {
        List<Candidate> candidates = new ArrayList<>();
        List<Withheld> withheld = new ArrayList<>();
        new Ladder(control).coarsen(tabulation.finest()).forEach((key, exams) -> {
            List<Contribution> counted = control.counted(exams);
            control.obstacle(counted)
                    .ifPresentOrElse(
                            reason -> withheld.add(new Withheld(key, counted.size(), reason)),
                            () -> candidates.add(new Candidate(key, counted)));
        });
        return new Partition(candidates, withheld);
    }
}
