package org.doseagent.aggregate.control;

import org.doseagent.aggregate.cells.Leaf;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Tells whether two publications could be subtracted to leave a few exams: secondary suppression over the document and everything that was
 * published of the period before. Sets are of leaves, so that an exam whose value changed is a difference.
 *
 * <p>For a new cell and each earlier one that share an exam, what is only in the one, and only in the other, must be nothing or at least
 * the floor; so must what is left of a cell, new or earlier, without all others inside it. Differences of more than that, such as one cell less
 * the overlap of two others, are not looked at: percentiles, other than sums, cannot be added along the way.
 */
final class DifferenceCheck {

    private final int floor;

    /** Allows differences of at least {@code floor} exam parts. */
    DifferenceCheck(int floor) {
        this.floor = floor;
    }

    /** Returns why a cell of these leaves must not be published after, or beside, the others; empty when it may. */
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

    /** Tells whether a few exams are left of a cell without all published ones that are inside it, itself apart. */
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
