package org.doseagent.aggregate.cells;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.doseagent.aggregate.attack.Truth;
import org.doseagent.aggregate.control.DisclosureControl;
import org.doseagent.aggregate.control.Ladder;
import org.doseagent.aggregate.control.Leaf;
import org.doseagent.aggregate.control.Withheld;

/** The exams of a period in cells, before anything is compared with what was published. Immutable; made by {@link Tabulator}. */
public final class Tabulation {

    /** A cell that the control lets pass, with the exams that count. */
    public record Candidate(CellKey key, List<Contribution> counted) {
        public Candidate {
            counted = List.copyOf(counted);
        }

        public Set<Leaf> leaves() {
            return new TreeSet<>(counted.stream().map(Contribution::leaf).toList());
        }
    }

    private final Map<CellKey, List<Contribution>> finest;
    private final List<Candidate> candidates;
    private final List<Withheld> withheld;
    private final int mappedPercent;
    private final Set<String> parts;
    private final Reference reference;

    Tabulation(
            Map<CellKey, List<Contribution>> finest,
            DisclosureControl control,
            Coverage coverage,
            Reference reference) {
        this.finest = new TreeMap<>(finest);
        this.reference = reference;
        this.mappedPercent = coverage.mappedPercent();
        this.parts = Set.copyOf(coverage.parts());
        List<Candidate> passing = new java.util.ArrayList<>();
        List<Withheld> failing = new java.util.ArrayList<>();
        new Ladder(control).coarsen(finest).forEach((key, exams) -> {
            List<Contribution> counted = control.counted(exams);
            control.obstacle(counted)
                    .ifPresentOrElse(
                            reason -> failing.add(new Withheld(key, counted.size(), reason)),
                            () -> passing.add(new Candidate(key, counted)));
        });
        this.candidates = List.copyOf(passing);
        this.withheld = List.copyOf(failing);
    }

    /** What of a period's exams has a category, and every part there is, by its keyed hash. */
    record Coverage(int mappedPercent, Collection<String> parts) {}

    public List<Candidate> candidates() {
        return candidates;
    }

    /** Returns the cells that must not leave, in the order of their keys; shown on site only. */
    public List<Withheld> withheld() {
        return withheld;
    }

    public int mappedPercent() {
        return mappedPercent;
    }

    public Reference reference() {
        return reference;
    }

    /** Tells whether a part is still in the store, in whatever cell or none. */
    public boolean knows(String part) {
        return parts.contains(part);
    }

    /** Returns the exams that belong into a cell now, whether it may leave or not. */
    public List<Contribution> within(CellKey key) {
        return finest.entrySet().stream()
                .filter(entry -> key.covers(entry.getKey()))
                .flatMap(entry -> entry.getValue().stream())
                .toList();
    }

    /** Returns every contribution to any cell. */
    public List<Contribution> contributions() {
        return finest.values().stream().flatMap(Collection::stream).toList();
    }

    /** Returns what the attack takes as the truth. */
    public List<Truth.Fact> facts() {
        return finest.entrySet().stream()
                .flatMap(entry -> entry.getValue().stream()
                        .map(each -> new Truth.Fact(
                                each.leaf(),
                                entry.getKey(),
                                each.at().toLocalDate(),
                                each.patient(),
                                each.scanner(),
                                each.value())))
                .toList();
    }
}
