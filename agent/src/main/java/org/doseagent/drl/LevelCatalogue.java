package org.doseagent.drl;

import java.util.List;
import java.util.Optional;
import org.doseagent.drl.level.DrlSet;

/**
 * The active sets of reference levels, and the other sets in their folders.
 *
 * @param problems the files in these folders that cannot be used, one sentence for each
 */
public record LevelCatalogue(List<Entry> entries, List<String> problems) {

    public LevelCatalogue {
        entries = List.copyOf(entries);
        problems = List.copyOf(problems);
    }

    /** A set; {@code isActive}: exams are compared with it. */
    public record Entry(DrlSet set, boolean isActive) {}

    /** Returns the sets that are not active. */
    public List<DrlSet> others() {
        return entries.stream()
                .filter(entry -> !entry.isActive())
                .map(Entry::set)
                .toList();
    }

    /** Returns the set with an identifier; the active one where there are two. */
    public Optional<DrlSet> find(String id) {
        return entries.stream()
                .map(Entry::set)
                .filter(set -> set.id().equals(id))
                .findFirst();
    }
}
