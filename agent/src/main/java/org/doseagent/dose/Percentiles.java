package org.doseagent.dose;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;

/** The one definition of a percentile: Hyndman and Fan (The American Statistician 50, 1996), type 7, in decimal arithmetic. */
public final class Percentiles {

    public static final String METHOD = "hyndman-fan-7";

    private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

    private Percentiles() {}

    /** Returns the median of values in any order, at least one. */
    public static BigDecimal median(Collection<BigDecimal> values) {
        return of(values.stream().sorted().toList(), 50);
    }

    /** Returns the median of values in any order, at least one, rounded to a {@code double}. */
    public static double median(double... values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        if (sorted.length == 0) {
            throw new IllegalArgumentException("median of no values");
        }
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    /**
     * Returns a percentile, exact.
     *
     * @param sorted ascending, at least one value
     * @param percent 0 to 100
     */
    public static BigDecimal of(List<BigDecimal> sorted, int percent) {
        if (sorted.isEmpty() || percent < 0 || percent > 100) {
            throw new IllegalArgumentException(percent + "th percentile of " + sorted.size() + " values");
        }
        BigDecimal position = BigDecimal.valueOf((long) (sorted.size() - 1) * percent)
                .divide(HUNDRED, 2, java.math.RoundingMode.UNNECESSARY);
        int below = position.intValue();
        BigDecimal low = sorted.get(below);
        if (below + 1 == sorted.size()) {
            return low;
        }
        BigDecimal fraction = position.subtract(BigDecimal.valueOf(below));
        return low.add(sorted.get(below + 1).subtract(low).multiply(fraction));
    }
}
