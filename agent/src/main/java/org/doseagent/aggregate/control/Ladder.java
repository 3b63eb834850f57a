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
 * The partition of earlier programs, which depends on the exams of the month, so that one exam can change it ({@link
 * Rule#FIXED_PARTITION}); only for tests of {@code aggregate attack}.
 *
 * <p>Coarsens cells that must not be released as they are, in a fixed order: (1) if a class of detector rows fails the control, or has only one
 * scanner, all classes of that population and age of equipment are merged; (2) if an age of equipment fails, all ages and rows of that
 * population are merged; (3) if a band of children fails, all bands of children are merged, over all devices; adults are never merged with
 * children. Cells that still fail are withheld.
 *
 * <p>Why a withheld cell cannot be computed from published ones: each step replaces either all cells of a parent by the parent or none, so
 * every exam is in exactly one cell. A withheld cell is never part of a published one, and no sum over cells is published from which it could
 * be subtracted. Each category, quantity and phantom has its own partition; two partitions of the same exams publish different quantities.
 * {@link DifferenceCheck} checks this again over everything that was ever published.
 */
final class Ladder {

    private final DisclosureControl control;

    Ladder(DisclosureControl control) {
        this.control = control;
    }

    /** Returns the cells after coarsening with all their exams, including the cells that must be withheld. */
    Map<CellKey, List<Contribution>> coarsen(Map<CellKey, List<Contribution>> finest) {
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
