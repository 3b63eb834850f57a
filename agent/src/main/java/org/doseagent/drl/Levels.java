package org.doseagent.drl;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.doseagent.dose.Diagnosis;
import org.doseagent.drl.level.DrlSet;
import org.doseagent.drl.mapping.Categories;
import org.doseagent.drl.mapping.Mapping;
import org.doseagent.drl.tripwire.Tripwire;

/**
 * What the site compares with.
 *
 * @param mapping the rules that map exams to the categories
 * @param sets the active sets of levels
 * @param eventRules the active rule packs
 * @param tripwire the absolute values for single events, which are always active
 */
public record Levels(
        Categories categories, Mapping mapping, List<DrlSet> sets, List<EventRules> eventRules, Tripwire tripwire) {

    public Levels {
        sets = List.copyOf(sets);
        eventRules = List.copyOf(eventRules);
    }

    /** Checks that every active set is valid on a day. */
    public Diagnosis check(LocalDate day) {
        List<String> outside =
                sets.stream()
                        .filter(set -> !set.isValidOn(day) && isCurrent(set))
                        .map(DrlSet::id)
                        .toList();
        return outside.isEmpty()
                ? Diagnosis.ok("drl-sets", sets.size() + " sets are valid today")
                : Diagnosis.warn(
                        "drl-sets",
                        "not valid today: " + String.join(", ", outside),
                        "look for a newer edition, or remove them from drl.sets; typical values of the site are renewed with drl local freeze");
    }

    /** Of the typical values of the site, only the newest version is current. */
    private boolean isCurrent(DrlSet set) {
        return !set.isLocal()
                || sets.stream()
                        .filter(DrlSet::isLocal)
                        .reduce((older, newer) -> newer)
                        .filter(set::equals)
                        .isPresent();
    }

    /** Returns these levels with more sets. */
    public Levels and(List<DrlSet> more) {
        List<DrlSet> all = new ArrayList<>(sets);
        all.addAll(more);
        return new Levels(categories, mapping, all, eventRules, tripwire);
    }

    /** Returns these levels; a set whose hash is one of {@code sha256} is trusted, since a person of the site has adopted it. */
    public Levels withAdopted(Set<String> sha256) {
        return new Levels(
                categories,
                mapping,
                sets.stream().map(set -> set.adoptedBy(sha256)).toList(),
                eventRules,
                tripwire);
    }

    /** Returns these levels with other sets, and without rule packs. */
    public Levels comparedWith(List<DrlSet> others) {
        return new Levels(categories, mapping, others, List.of(), tripwire);
    }
}
