package org.doseagent.review;

import java.time.YearMonth;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.doseagent.dose.PatientFacts;
import org.doseagent.drl.level.DrlSet;
import org.doseagent.drl.level.LevelCoverage;
import org.doseagent.drl.mapping.CategoryCount;
import org.doseagent.store.exams.PartDoses;

/**
 * Which exams of the store have a category, and which of these have a level.
 *
 * @param exams number of exams of patients
 * @param mapped those with a category
 * @param levels how many parts have a level, and which have none
 * @param lines one for each category and population
 */
public record MappingCoverage(long exams, long mapped, LevelCoverage levels, List<Line> lines) {

    /** The category of parts that no rule of the mapping matches. */
    public static final String UNMAPPED = "unmapped";

    public MappingCoverage {
        lines = List.copyOf(lines);
    }

    /**
     * The parts of one category and population.
     *
     * @param population "adults", "children" or "age unknown"
     * @param hasLevel whether a set in use has a level for them
     * @param needsWeight whether each of these levels is for a weight band, so that it is compared only with exams whose weight is known
     * @param otherSets the sets not in use that have a level
     */
    public record Line(
            String category,
            String population,
            long parts,
            boolean hasLevel,
            boolean needsWeight,
            List<String> otherSets) {
        public Line {
            otherSets = List.copyOf(otherSets);
        }
    }

    /** Returns the coverage of all exams by the sets in use; {@code others} are sets not in use that would have levels. */
    public static MappingCoverage of(PartDoses parts, List<DrlSet> inUse, List<DrlSet> others) {
        PartDoses.MappedExams exams = parts.mappedExams();
        List<CategoryCount> counts = parts.counts(YearMonth.of(1, 1), YearMonth.of(9999, 12));
        LevelCoverage levels = LevelCoverage.of(counts, inUse, others);
        return new MappingCoverage(
                exams.exams(),
                exams.mapped(),
                levels,
                counts.stream().map(count -> line(count, levels, inUse)).toList());
    }

    private static Line line(CategoryCount count, LevelCoverage levels, List<DrlSet> inUse) {
        Optional<LevelCoverage.Gap> gap = levels.gaps().stream()
                .filter(each -> count.category().equals(Optional.of(each.category()))
                        && count.isAdult().equals(Optional.of(each.isAdult())))
                .findFirst();
        boolean isComparable = count.category().isPresent() && count.isAdult().isPresent();
        boolean hasLevel = isComparable && gap.isEmpty();
        return new Line(
                count.category().orElse(UNMAPPED),
                count.isAdult().map(adult -> adult ? "adults" : "children").orElse("age unknown"),
                count.parts(),
                hasLevel,
                hasLevel
                        && needsWeight(
                                count.category().orElseThrow(), count.isAdult().orElseThrow(), inUse),
                gap.map(LevelCoverage.Gap::sets).orElse(List.of()));
    }

    private static boolean needsWeight(String category, boolean isAdult, List<DrlSet> inUse) {
        return inUse.stream()
                .filter(set -> set.hasLevel(category, isAdult))
                .allMatch(set -> isAdult ? set.method().weightKg().isPresent() : childRows(set, category)
                        .allMatch(DrlSet.Row::goesByWeight));
    }

    private static Stream<DrlSet.Row> childRows(DrlSet set, String category) {
        return set.rowsOf(category).stream().filter(row -> row.minDays() < PatientFacts.ADULT_DAYS);
    }
}
