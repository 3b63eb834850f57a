package org.doseagent.aggregate.control;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiPredicate;
import java.util.function.UnaryOperator;
import org.doseagent.aggregate.cells.CellKey;
import org.doseagent.aggregate.cells.Contribution;

/**
 * Coarsens cells that may not leave as they are, in a fixed order: (1) where a class of detector rows fails the control, or has one scanner
 * only, all classes of that population and age of equipment become one; (2) where an age of equipment fails, all ages, and rows, of that
 * population become one; (3) where a band of children fails, all bands of children become one, with any device; adults are never merged
 * with children. What fails then is withheld.
 *
 * <p>Why nothing withheld can be computed from what is published: each step replaces a parent's cells by the parent, all of them or none, so
 * that every exam is in exactly one cell. A withheld cell is never part of a published one, and no sum over cells is published that it
 * could be subtracted from. Each category, quantity and phantom has its own partition; two partitions of the same exams tell different
 * quantities. {@link DifferenceCheck} looks again, at everything that was ever published.
 */
public final class Ladder {

    private final DisclosureControl control;

    public Ladder(DisclosureControl control) {
        this.control = control;
    }

    /** Returns the cells after coarsening, each with all its exams, also those that must be withheld. */
    public Map<CellKey, List<Contribution>> coarsen(Map<CellKey, List<Contribution>> finest) {
        Map<CellKey, List<Contribution>> byRows = merge(finest, CellKey::anyRows, this::failsAlone);
        Map<CellKey, List<Contribution>> byAge = merge(byRows, CellKey::anyDevice, this::fails);
        return merge(
                byAge, CellKey::allChildren, (key, exams) -> key.population().isChild() && fails(key, exams));
    }

    private boolean failsAlone(CellKey key, List<Contribution> exams) {
        return control.isRareDevice(key, control.counted(exams)) || fails(key, exams);
    }

    private boolean fails(CellKey key, List<Contribution> exams) {
        return control.obstacle(control.counted(exams)).isPresent();
    }

    private static Map<CellKey, List<Contribution>> merge(
            Map<CellKey, List<Contribution>> cells,
            UnaryOperator<CellKey> parent,
            BiPredicate<CellKey, List<Contribution>> fails) {
        Map<CellKey, List<CellKey>> siblings = new TreeMap<>();
        cells.keySet()
                .forEach(key -> siblings.computeIfAbsent(parent.apply(key), absent -> new ArrayList<>())
                        .add(key));
        Map<CellKey, List<Contribution>> merged = new TreeMap<>();
        siblings.forEach((key, children) -> {
            if (children.stream().anyMatch(child -> fails.test(child, cells.getOrDefault(child, List.of())))) {
                merged.put(
                        key,
                        children.stream()
                                .map(child -> cells.getOrDefault(child, List.of()))
                                .flatMap(Collection::stream)
                                .toList());
            } else {
                children.forEach(child -> merged.put(child, cells.getOrDefault(child, List.of())));
            }
        });
        return merged;
    }
}
