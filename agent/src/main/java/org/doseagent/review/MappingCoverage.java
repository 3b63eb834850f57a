package org.doseagent.review;

import java.time.YearMonth;
import java.util.List;
import java.util.Optional;
import org.doseagent.drl.group.LevelCoverage;
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
     * @param withLevel those for which a set in use has a level, by the age and weight of their patients
     * @param otherSets the sets not in use that have a level for some of the others
     */
    public record Line(String category, String population, long parts, long withLevel, List<String> otherSets) {
        public Line {
            otherSets = List.copyOf(otherSets);
        }
    }

    /** Returns the coverage of all exams; {@code levels} is the coverage of their parts by the sets in use. */
    public static MappingCoverage of(PartDoses parts, LevelCoverage levels) {
        PartDoses.MappedExams exams = parts.mappedExams();
        List<CategoryCount> counts = parts.counts(YearMonth.of(1, 1), YearMonth.of(9999, 12));
        return new MappingCoverage(
                exams.exams(),
                exams.mapped(),
                levels,
                counts.stream().map(count -> line(count, levels)).toList());
    }

    private static Line line(CategoryCount count, LevelCoverage levels) {
        Optional<LevelCoverage.Gap> gap = levels.gaps().stream()
                .filter(each -> count.category().equals(Optional.of(each.category()))
                        && count.isAdult().equals(Optional.of(each.isAdult())))
                .findFirst();
        boolean isComparable = count.category().isPresent() && count.isAdult().isPresent();
        long without = gap.map(LevelCoverage.Gap::parts).orElse(0L);
        return new Line(
                count.category().orElse(UNMAPPED),
                count.isAdult().map(adult -> adult ? "adults" : "children").orElse("age unknown"),
                count.parts(),
                isComparable ? Math.max(0, count.parts() - without) : 0,
                gap.map(LevelCoverage.Gap::sets).orElse(List.of()));
    }
}
