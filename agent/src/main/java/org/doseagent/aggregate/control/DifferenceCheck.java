package org.doseagent.aggregate.control;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.doseagent.aggregate.cells.Leaf;

/**
 * Finds publications that leave only a few exams when subtracted from each other: secondary suppression over the document and everything that
 * was published of the period before. Compares leaves, so that an exam with a changed value is a difference.
 *
 * <p>If a new cell and an earlier one share an exam, the exams that only one of them has must be none or at least the floor; the same holds for
 * the rest of a cell, new or earlier, after removing all cells that it contains. Longer combinations, such as one cell minus the overlap of two
 * others, are not checked: unlike sums, percentiles cannot be added and subtracted.
 */
final class DifferenceCheck {

    private final int floor;

    /** Allows differences of at least {@code floor} exam parts. */
    DifferenceCheck(int floor) {
        this.floor = floor;
    }

    /** Returns why a cell of these leaves must not be published after or together with the others; empty when it may. */
    Optional<String> obstacle(Set<Leaf> cell, Collection<Set<Leaf>> published) {
        List<Set<Leaf>> touching = published.stream()
                .filter(other -> other.stream().anyMatch(cell::contains))
                .toList();
        for (Set<Leaf> other : touching) {
            if (isSmall(without(cell, other)) || isSmall(without(other, cell))) {
                return Optional.of("differs from a published cell by fewer than " + floor + " exams");
            }
        }
        return isRemainderSmall(cell, touching)
                ? Optional.of("differs from published cells together by fewer than " + floor + " exams")
                : Optional.empty();
    }

    /** Returns whether a cell has only a few exams left after removing all smaller published cells that it contains. */
    boolean isRemainderSmall(Set<Leaf> cell, Collection<Set<Leaf>> published) {
        Set<Leaf> rest = new HashSet<>(cell);
        published.stream()
                .filter(other -> other.size() < cell.size() && cell.containsAll(other))
                .forEach(rest::removeAll);
        return isSmall(rest);
    }

    private boolean isSmall(Set<Leaf> difference) {
        return !difference.isEmpty() && difference.size() < floor;
    }

    private static Set<Leaf> without(Set<Leaf> from, Set<Leaf> other) {
        Set<Leaf> left = new HashSet<>(from);
        left.removeAll(other);
        return left;
    }
}
