package org.doseagent.drl.group;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.doseagent.dose.PartDose;
import org.doseagent.dose.PatientFacts;
import org.doseagent.drl.level.DrlSet;

/**
 * Which parts of exams have a category but no level. A comparison cannot include them and has to report how many they are. Every command that
 * counts them asks this class: a part has a level if a set has one for its category and for the age and weight of its patient.
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
     * Patients of one category who are alike.
     *
     * @param parts how many parts of their exams there are
     */
    public record Patients(String category, int ageDays, Optional<BigDecimal> weightKg, long parts) {

        boolean isAdult() {
            return ageDays >= PatientFacts.ADULT_DAYS;
        }

        private boolean haveLevelIn(DrlSet set) {
            return set.rowsOf(category).stream()
                    .anyMatch(row -> GroupMembers.isFor(new GroupMembers.Patient(ageDays, weightKg), set, row));
        }
    }

    /**
     * Parts of one category and population without a level.
     *
     * @param sets identifiers of sets not in use that have one for some of them
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

    /** Returns whether one of the sets has a level for a part; false without an age. */
    public static boolean hasLevel(PartDose part, List<DrlSet> sets) {
        return part.ageDays()
                .map(days -> new Patients(part.category(), days, part.weightKg(), 1))
                .filter(patient -> sets.stream().anyMatch(patient::haveLevelIn))
                .isPresent();
    }

    /** Returns which parts the sets in use cover, and which other sets would cover some of the rest. */
    public static LevelCoverage of(List<Patients> patients, List<DrlSet> inUse, List<DrlSet> others) {
        long parts = 0;
        long withLevel = 0;
        Map<String, List<Patients>> without = new TreeMap<>();
        for (Patients each : patients) {
            parts += each.parts();
            if (inUse.stream().anyMatch(each::haveLevelIn)) {
                withLevel += each.parts();
            } else {
                without.computeIfAbsent(each.category() + (each.isAdult() ? "" : " "), absent -> new ArrayList<>())
                        .add(each);
            }
        }
        List<Gap> gaps = new ArrayList<>(
                without.values().stream().map(group -> gap(group, others)).toList());
        gaps.sort(Comparator.comparingLong(Gap::parts).reversed().thenComparing(Gap::category));
        return new LevelCoverage(parts, withLevel, gaps);
    }

    private static Gap gap(List<Patients> group, List<DrlSet> others) {
        return new Gap(
                group.get(0).category(),
                group.get(0).isAdult(),
                group.stream().mapToLong(Patients::parts).sum(),
                others.stream()
                        .filter(set -> group.stream().anyMatch(each -> each.haveLevelIn(set)))
                        .map(DrlSet::id)
                        .toList());
    }
}
