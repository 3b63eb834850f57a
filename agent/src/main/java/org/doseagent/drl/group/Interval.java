package org.doseagent.drl.group;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.Optional;
import org.apache.commons.statistics.distribution.TDistribution;

/** The 95 % interval of the statistic of a group, in the unit of its values. */
public record Interval(BigDecimal low, BigDecimal high) {

    private static final double UPPER_TAIL = 0.975;

    private static final int MIN_FOR_MEAN = 5;

    /**
     * Returns the distribution-free interval of a median, by order statistics; empty below six values.
     *
     * @param sorted ascending
     */
    static Optional<Interval> ofMedian(List<BigDecimal> sorted) {
        return MedianInterval.of(sorted.size())
                .map(ranks -> new Interval(sorted.get(ranks.lower() - 1), sorted.get(ranks.upper() - 1)));
    }

    /**
     * Returns the interval of a mean by Student's t; empty below five values. Its coverage is about 95 % where the mean of so many values is near
     * a normal distribution. Doses are skewed, so the coverage is a little lower below about thirty values; the national rules that ask for a mean
     * ask for twenty or thirty.
     */
    static Optional<Interval> ofMean(List<BigDecimal> values, BigDecimal mean) {
        int n = values.size();
        if (n < MIN_FOR_MEAN) {
            return Optional.empty();
        }
        double squares = values.stream()
                .mapToDouble(value -> Math.pow(value.subtract(mean).doubleValue(), 2))
                .sum();
        double quantile = TDistribution.of(n - 1).inverseCumulativeProbability(UPPER_TAIL);
        BigDecimal reach = BigDecimal.valueOf(quantile * Math.sqrt(squares / (n - 1) / n));
        return Optional.of(
                new Interval(mean.subtract(reach, MathContext.DECIMAL64), mean.add(reach, MathContext.DECIMAL64)));
    }
}
