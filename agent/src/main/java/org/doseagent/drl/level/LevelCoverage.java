package org.doseagent.drl.level;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.doseagent.drl.mapping.CategoryCount;

/**
 * Which exams have a category but no level. A comparison cannot include them and has to report how many they are.
 *
 * @param parts of exams with a category and an age
 * @param withLevel those for which a set in use has a level
 * @param gaps the others, the most frequent first
 */
public record LevelCoverage(long parts, long withLevel, List<Gap> gaps) {

    public LevelCoverage {
        gaps = List.copyOf(gaps);
    }

    /**
     * Exams of one category and population without a level.
     *
     * @param sets identifiers of sets not in use that have one
     */
    public record Gap(String category, boolean isAdult, long parts, List<String> sets) {
        public Gap {
            sets = List.copyOf(sets);
        }

        /** Returns "adults" or "children". */
        public String population() {
            return isAdult ? "adults" : "children";
        }
    }

    /** Returns which exams the sets in use cover, and which other sets would cover the rest. */
    public static LevelCoverage of(List<CategoryCount> counts, List<DrlSet> inUse, List<DrlSet> others) {
        long parts = 0;
        long withLevel = 0;
        List<Gap> gaps = new ArrayList<>();
        for (CategoryCount count : counts) {
            if (count.category().isEmpty() || count.isAdult().isEmpty()) {
                continue;
            }
            String category = count.category().get();
            boolean isAdult = count.isAdult().get();
            parts += count.parts();
            if (inUse.stream().anyMatch(set -> set.hasLevel(category, isAdult))) {
                withLevel += count.parts();
            } else {
                List<String> sets = others.stream()
                        .filter(set -> set.hasLevel(category, isAdult))
                        .map(DrlSet::id)
                        .toList();
                gaps.add(new Gap(category, isAdult, count.parts(), sets));
            }
        }
        gaps.sort(Comparator.comparingLong(Gap::parts).reversed().thenComparing(Gap::category));
        return new LevelCoverage(parts, withLevel, gaps);
    }
}
