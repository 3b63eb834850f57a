package org.doseagent.drl;

import java.util.List;
import java.util.Set;

/** What the site compares with: categories, the rules that map exams to them, the active sets of levels, and the rule packs. */
public record Levels(Categories categories, Mapping mapping, List<DrlSet> sets, List<EventRules> eventRules) {

    public Levels {
        sets = List.copyOf(sets);
        eventRules = List.copyOf(eventRules);
    }

    /** Returns these levels; a set whose hash is one of {@code sha256} is trusted, since a person of the site has adopted it. */
    public Levels withAdopted(Set<String> sha256) {
        return new Levels(
                categories,
                mapping,
                sets.stream().map(set -> set.adoptedBy(sha256)).toList(),
                eventRules);
    }
}
