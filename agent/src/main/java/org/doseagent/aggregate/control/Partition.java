package org.doseagent.aggregate.control;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.doseagent.aggregate.cells.CellKey;
import org.doseagent.aggregate.cells.Contribution;
import org.doseagent.aggregate.cells.Tabulation;

/**
 * The cells of a period before anything is compared with what was released: those that pass the control on their own, and
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
        Map<CellKey, List<Contribution>> cells = control.has(Rule.FIXED_PARTITION)
                ? tabulation.finest()
                : new Ladder(control).coarsen(tabulation.finest());
        cells.forEach((key, exams) -> {
            List<Contribution> counted = control.counted(exams);
            control.obstacle(counted)
                    .or(() -> control.rareDevice(key, counted))
                    .ifPresentOrElse(
                            reason -> withheld.add(new Withheld(key, counted.size(), reason)),
                            () -> candidates.add(new Candidate(key, counted)));
        });
        return new Partition(candidates, withheld);
    }
}
