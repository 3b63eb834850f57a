package org.doseagent.aggregate.control;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.doseagent.aggregate.cells.CellKey;
import org.doseagent.aggregate.cells.CellKey.Domain;
import org.doseagent.aggregate.cells.Contribution;
import org.doseagent.aggregate.cells.Leaf;
import org.doseagent.aggregate.cells.Tabulation;

/**
 * Chooses the cells of a document: new cells, and cells carried over with their released numbers.
 *
 * <p>A released cell is computed again only if all its exams are still in the store, at least {@link DisclosureControl#minCorrection} of its exam
 * parts changed, and {@link DifferenceCheck} allows it. A cell with a missing exam is never changed again, because a purge cannot be told apart
 * from a deletion. If coarsening would now divide a domain into other cells, all its cells are replaced or none. No exam is in two cells of a
 * document: a new cell with an exam of a cell that is carried over is not published. A cell is corrected at most once, and a released month
 * gets a new cell only if enough late exams belong to it.
 */
final class Selection {

    /** The cells of a document that belong to one domain. */
    record Choice(List<Candidate> fresh, List<ReleasedCell> carried, List<Withheld> withheld) {
        boolean isNews(List<ReleasedCell> kept) {
            return !fresh.isEmpty() || carried.size() < kept.size();
        }
    }

    /** A domain whose new cells must not be published together with the others, and the reason. */
    private record Conflict(Domain domain, String reason) {}

    /** Whoever can send forged exams learns more of the real ones from each further correction. */
    private static final int MAX_CORRECTIONS = 1;

    private final Tabulation tabulation;
    private final Partition partition;
    private final History history;
    private final DisclosureControl control;
    private final DifferenceCheck check;

    Selection(Tabulation tabulation, Partition partition, History history, DisclosureControl control) {
        this.tabulation = tabulation;
        this.partition = partition;
        this.history = history;
        this.control = control;
        this.check = new DifferenceCheck(control.minCorrection());
    }

    /** Returns the choice over all domains; {@code carried} and {@code fresh} share no exam. */
    Choice choose() {
        Map<Domain, Choice> choices = new LinkedHashMap<>();
        Stream.concat(
                        partition.candidates().stream().map(Candidate::key),
                        history.latestCells().stream().map(ReleasedCell::key))
                .map(CellKey::domain)
                .distinct()
                .forEach(domain -> choices.put(domain, choose(domain)));
        for (Optional<Conflict> found = conflict(choices); found.isPresent(); found = conflict(choices)) {
            Domain domain = found.get().domain();
            choices.put(
                    domain, keep(candidates(domain), kept(domain), found.get().reason()));
        }
        return new Choice(
                choices.values().stream().flatMap(each -> each.fresh().stream()).toList(),
                choices.values().stream()
                        .flatMap(each -> each.carried().stream())
                        .toList(),
                choices.values().stream()
                        .flatMap(each -> each.withheld().stream())
                        .toList());
    }

    private Optional<Conflict> conflict(Map<Domain, Choice> choices) {
        return twice(choices).or(() -> control.has(Rule.DIFFERENCE) ? remainder(choices) : Optional.empty());
    }

    private List<Candidate> candidates(Domain domain) {
        return partition.candidates().stream()
                .filter(candidate -> candidate.key().domain().equals(domain))
                .toList();
    }

    private List<ReleasedCell> kept(Domain domain) {
        return history.latestCells().stream()
                .filter(cell -> cell.key().domain().equals(domain))
                .toList();
    }

    private Choice choose(Domain domain) {
        List<Candidate> fresh = candidates(domain);
        List<ReleasedCell> kept = kept(domain);
        Set<CellKey> keptKeys = kept.stream().map(ReleasedCell::key).collect(Collectors.toSet());
        Set<CellKey> freshKeys = fresh.stream().map(Candidate::key).collect(Collectors.toSet());
        boolean isSameShape = freshKeys.containsAll(keptKeys)
                && freshKeys.stream().allMatch(key -> keptKeys.contains(key) || isFree(key, keptKeys));
        if (isSameShape || kept.stream().noneMatch(this::isChanged)) {
            List<Candidate> fitting = fresh.stream()
                    .filter(each -> keptKeys.contains(each.key()) || isFree(each.key(), keptKeys))
                    .toList();
            return cellByCell(fitting, kept);
        }
        return allOrNothing(fresh, kept);
    }

    private static boolean isFree(CellKey key, Set<CellKey> kept) {
        return kept.stream().noneMatch(key::overlaps);
    }

    private Choice cellByCell(List<Candidate> fresh, List<ReleasedCell> kept) {
        List<Candidate> chosen = new ArrayList<>();
        List<ReleasedCell> carried = new ArrayList<>(kept);
        List<Withheld> withheld = new ArrayList<>();
        for (Candidate candidate : fresh) {
            Optional<ReleasedCell> old = kept.stream()
                    .filter(cell -> cell.key().equals(candidate.key()))
                    .findFirst();
            if (old.isEmpty() || isChanged(old.get())) {
                Optional<String> obstacle = obstacle(candidate);
                if (obstacle.isPresent()) {
                    withheld.add(withheld(candidate, obstacle.get(), old.isPresent()));
                } else {
                    chosen.add(candidate);
                    old.ifPresent(carried::remove);
                }
            }
        }
        return new Choice(chosen, carried, withheld);
    }

    private Choice allOrNothing(List<Candidate> fresh, List<ReleasedCell> kept) {
        if (kept.stream().anyMatch(this::isGone)) {
            return keep(fresh, kept, "exams of a released cell are no longer in the store");
        }
        Optional<String> obstacle =
                fresh.stream().flatMap(each -> obstacle(each).stream()).findFirst();
        return obstacle.isPresent() ? keep(fresh, kept, obstacle.get()) : new Choice(fresh, List.of(), List.of());
    }

    private static Choice keep(List<Candidate> fresh, List<ReleasedCell> kept, String reason) {
        return new Choice(
                List.of(),
                kept,
                fresh.stream()
                        .map(each -> withheld(each, reason, !kept.isEmpty()))
                        .toList());
    }

    private static Withheld withheld(Candidate candidate, String reason, boolean isReleased) {
        return new Withheld(
                candidate.key(),
                candidate.counted().size(),
                isReleased ? reason + "; the released cell is kept" : reason);
    }

    private Optional<String> obstacle(Candidate candidate) {
        if (isBudgetSpent(candidate)) {
            return Optional.of("the privacy budget of the period is spent");
        }
        List<ReleasedCell> earlier = history.cells().stream()
                .filter(cell -> !cell.isCarriedOver() && cell.key().overlaps(candidate.key()))
                .toList();
        if (control.has(Rule.ONE_CORRECTION)
                && earlier.stream().map(ReleasedCell::sequence).distinct().count() > MAX_CORRECTIONS) {
            return Optional.of("a cell is corrected at most once");
        }
        if (history.latest().isPresent() && earlier.isEmpty() && lateExams(candidate) < control.minCorrection()) {
            return Optional.of("fewer than " + control.minCorrection()
                    + " of its exams arrived after the month was released; a new cell would disclose them");
        }
        if (!control.has(Rule.DIFFERENCE)) {
            return Optional.empty();
        }
        Collection<Set<Leaf>> published = Stream.concat(
                        history.cells().stream()
                                .filter(cell -> !cell.isCarriedOver())
                                .map(ReleasedCell::leaves),
                        partition.candidates().stream()
                                .filter(other -> !other.key().equals(candidate.key()))
                                .filter(other -> other.key().overlaps(candidate.key()))
                                .map(Candidate::leaves))
                .toList();
        return check.obstacle(candidate.leaves(), published);
    }

    private long lateExams(Candidate candidate) {
        return candidate.counted().stream()
                .filter(each -> each.arrivedAt().isAfter(history.firstReleasedAt()))
                .count();
    }

    /** The exams of a patient in one domain cost budget once for each release that computed a cell of the domain. */
    private boolean isBudgetSpent(Candidate candidate) {
        return control.privacy()
                .filter(privacy -> spent(candidate.key().domain())
                                .add(privacy.epsilonPerCell())
                                .compareTo(privacy.epsilonPerPeriod())
                        > 0)
                .isPresent();
    }

    private BigDecimal spent(Domain domain) {
        return history.cells().stream()
                .filter(cell -> cell.key().domain().equals(domain) && !cell.isCarriedOver())
                .collect(Collectors.toMap(ReleasedCell::sequence, ReleasedCell::epsilon, BigDecimal::max))
                .values()
                .stream()
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    private boolean isGone(ReleasedCell cell) {
        return cell.leaves().stream().anyMatch(leaf -> !tabulation.hasPart(leaf.part()));
    }

    private boolean isChanged(ReleasedCell cell) {
        if (isGone(cell)) {
            return false;
        }
        Set<Leaf> now = control.counted(tabulation.within(cell.key())).stream()
                .map(Contribution::leaf)
                .collect(Collectors.toSet());
        Set<String> changed = new HashSet<>();
        now.stream().filter(leaf -> !cell.leaves().contains(leaf)).forEach(leaf -> changed.add(leaf.part()));
        cell.leaves().stream().filter(leaf -> !now.contains(leaf)).forEach(leaf -> changed.add(leaf.part()));
        return changed.size() >= (control.has(Rule.MIN_CORRECTION) ? control.minCorrection() : 1);
    }

    /** Finds a domain with a new cell that has an exam of a cell that is carried over. */
    private static Optional<Conflict> twice(Map<Domain, Choice> choices) {
        for (Map.Entry<Domain, Choice> entry : choices.entrySet()) {
            Set<String> parts = new HashSet<>();
            choices.forEach((domain, choice) -> {
                if (domain.quantity() == entry.getKey().quantity()) {
                    choice.carried().forEach(cell -> cell.leaves().forEach(leaf -> parts.add(leaf.part())));
                }
            });
            boolean shares = entry.getValue().fresh().stream()
                    .flatMap(each -> each.counted().stream())
                    .anyMatch(each -> parts.contains(each.leaf().part()));
            if (shares) {
                return Optional.of(new Conflict(entry.getKey(), "some of its exams are in a cell that is kept"));
            }
        }
        return Optional.empty();
    }

    /** Finds a domain with a new cell that, together with the other cells inside a released cell, leaves a few exams of that cell. */
    private Optional<Conflict> remainder(Map<Domain, Choice> choices) {
        List<Set<Leaf>> released = history.cells().stream()
                .filter(cell -> !cell.isCarriedOver())
                .map(ReleasedCell::leaves)
                .toList();
        List<Candidate> fresh =
                choices.values().stream().flatMap(each -> each.fresh().stream()).toList();
        List<Set<Leaf>> all = Stream.concat(released.stream(), fresh.stream().map(Candidate::leaves))
                .toList();
        for (Set<Leaf> cell : released) {
            Optional<Candidate> inside = fresh.stream()
                    .filter(each -> cell.containsAll(each.leaves()))
                    .findFirst();
            if (inside.isPresent() && check.isRemainderSmall(cell, all)) {
                return Optional.of(new Conflict(
                        inside.get().key().domain(), "the cells inside a released one would leave a few of its exams"));
            }
        }
        return Optional.empty();
    }
}
