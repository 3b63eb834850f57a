package org.doseagent.aggregate.benchmark;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.doseagent.dose.Percentiles;

/**
 * What a repository may publish about facilities. A figure has at least {@code minFacilities} facilities, and none of them has more than {@code
 * maxSharePercent} of its exams. Figures of countries are published only if all facilities that are in none of them are none or at least {@code
 * minFacilities} too. Decision 0034 has the reasons.
 *
 * @param minFacilities at least {@value #FLOOR}
 */
public record FacilityControl(int minFacilities, int maxSharePercent) {

    /** No setting goes below this number of facilities. */
    public static final int FLOOR = 10;

    /** The number of facilities is rounded down to a multiple of this. */
    public static final int STEP = 5;

    private static final MathContext PUBLISHED = new MathContext(3);
    private static final int INTERVAL_DIGITS = 2;

    public FacilityControl {
        if (minFacilities < FLOOR) {
            throw new IllegalArgumentException("a figure must have at least " + FLOOR + " facilities");
        }
    }

    /** Returns the percentiles over the medians of facilities; empty when they may not be published. */
    public Optional<Figure> figure(Benchmark.Key key, Collection<FacilityMedian> facilities) {
        if (!isPublishable(facilities)) {
            return Optional.empty();
        }
        List<BigDecimal> sorted =
                facilities.stream().map(FacilityMedian::median).sorted().toList();
        return Optional.of(new Figure(
                key,
                sorted.size() / STEP * STEP,
                Percentiles.of(sorted, 25).round(PUBLISHED),
                statistic(sorted, 50),
                statistic(sorted, 75)));
    }

    private boolean isPublishable(Collection<FacilityMedian> facilities) {
        long all = facilities.stream().mapToLong(FacilityMedian::exams).sum();
        long largest =
                facilities.stream().mapToLong(FacilityMedian::exams).max().orElse(0);
        return facilities.size() >= minFacilities && largest * 100 <= all * maxSharePercent;
    }

    private static Figure.Statistic statistic(List<BigDecimal> sorted, int percent) {
        return new Figure.Statistic(
                Percentiles.of(sorted, percent).round(PUBLISHED),
                OrderStatistics.of(sorted.size(), percent)
                        .map(ranks -> new Figure.Range(
                                outward(sorted.get(ranks.lower() - 1), RoundingMode.FLOOR),
                                outward(sorted.get(ranks.upper() - 1), RoundingMode.CEILING))));
    }

    /** An end is the median of one facility; two digits, away from the middle, keep it from being its exact value. */
    private static BigDecimal outward(BigDecimal value, RoundingMode mode) {
        return value.round(new MathContext(INTERVAL_DIGITS, mode));
    }

    /**
     * Returns the figures of those countries that may be published beside each other and beside the figure of all.
     *
     * @param byCountry the facilities of each country
     */
    public Map<String, Figure> figuresOfCountries(Benchmark.Key key, Map<String, List<FacilityMedian>> byCountry) {
        Map<String, Figure> figures = new TreeMap<>();
        byCountry.forEach(
                (country, facilities) -> figure(key, facilities).ifPresent(figure -> figures.put(country, figure)));
        List<String> smallestFirst = new ArrayList<>(figures.keySet());
        smallestFirst.sort((one, other) -> Integer.compare(size(byCountry, one), size(byCountry, other)));
        int rest = byCountry.entrySet().stream()
                .filter(entry -> !figures.containsKey(entry.getKey()))
                .mapToInt(entry -> entry.getValue().size())
                .sum();
        for (String smallest : smallestFirst) {
            if (rest == 0 || rest >= minFacilities) {
                break;
            }
            figures.remove(smallest);
            rest += size(byCountry, smallest);
        }
        return figures;
    }

    private static int size(Map<String, List<FacilityMedian>> byCountry, String country) {
        return byCountry.getOrDefault(country, List.of()).size();
    }
}
