package org.doseagent.aggregate.cells;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/** The exams of a period in their cells, before any disclosure control. Immutable; made by {@link Tabulator}. */
public final class Tabulation {

    private final Map<CellKey, List<Contribution>> finest;
    private final Coverage coverage;
    private final Reference reference;

    Tabulation(Map<CellKey, List<Contribution>> finest, Coverage coverage, Reference reference) {
        this.finest = new TreeMap<>(finest);
        this.coverage = coverage;
        this.reference = reference;
    }

    /**
     * What a period has beside the cells.
     *
     * @param mappedPercent how many counted exam parts have a category, in per cent
     * @param parts the keyed hash of every exam part, in a cell or not
     * @param refusedParts how many exam parts are not counted because of the {@link Admission} or the {@link PartitionScheme}
     */
    record Coverage(int mappedPercent, Set<String> parts, int refusedParts) {
        Coverage {
            parts = Set.copyOf(parts);
        }
    }

    /** Returns the exams of each cell of the scheme, in the order of the keys. */
    public Map<CellKey, List<Contribution>> finest() {
        return new TreeMap<>(finest);
    }

    /** Returns how many of the counted exam parts have a category, in per cent; exact, so it must not leave as it is. */
    public int mappedPercent() {
        return coverage.mappedPercent();
    }

    /** Returns how many exam parts are not counted because their scanner or sender is not admitted, or because the year's partition has no class for the scanner. */
    public int refusedParts() {
        return coverage.refusedParts();
    }

    public Reference reference() {
        return reference;
    }

    /** Returns whether an exam part is still in the store, in a cell or not; {@code part} is its keyed hash. */
    public boolean hasPart(String part) {
        return coverage.parts().contains(part);
    }

    /** Returns the same without some exam parts; {@code parts} are their keyed hashes. */
    public Tabulation without(Set<String> parts) {
        if (parts.isEmpty()) {
            return this;
        }
        Map<CellKey, List<Contribution>> left = new TreeMap<>();
        finest.forEach((key, contributions) -> {
            List<Contribution> kept = contributions.stream()
                    .filter(each -> !parts.contains(each.leaf().part()))
                    .toList();
            if (!kept.isEmpty()) {
                left.put(key, kept);
            }
        });
        return new Tabulation(left, coverage, reference);
    }

    /** Returns the exams that belong to a cell now, whether the cell may be released or not. */
    public List<Contribution> within(CellKey key) {
        return finest.entrySet().stream()
                .filter(entry -> key.covers(entry.getKey()))
                .flatMap(entry -> entry.getValue().stream())
                .toList();
    }

    /** Returns the contributions to all cells. */
    public List<Contribution> contributions() {
        return finest.values().stream().flatMap(Collection::stream).toList();
    }

    /** Calls the action with each contribution and the key of its cell. */
    public void forEach(BiConsumer<CellKey, Contribution> action) {
        finest.forEach((key, contributions) -> contributions.forEach(each -> action.accept(key, each)));
    }
}
