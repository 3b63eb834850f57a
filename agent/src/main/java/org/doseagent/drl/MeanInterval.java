package org.doseagent.drl;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.Optional;

/**
 * The interval of a mean by Student's t: about 95 % where the mean of so many values is near a normal distribution. Doses are skewed, so that it
 * covers a little less below some thirty values; the national rules that ask for a mean ask for twenty or thirty.
 */
record MeanInterval(BigDecimal low, BigDecimal high) {

    private static final double NORMAL_975 = 1.959963984540054;

    /** Returns the interval; empty below five values. */
    static Optional<MeanInterval> of(List<BigDecimal> values, BigDecimal mean) {
        int n = values.size();
        if (n < 5) {
            return Optional.empty();
        }
        double squares = values.stream()
                .mapToDouble(value -> Math.pow(value.subtract(mean).doubleValue(), 2))
                .sum();
        BigDecimal reach = BigDecimal.valueOf(quantile(n - 1) * Math.sqrt(squares / (n - 1) / n));
        return Optional.of(
                new MeanInterval(mean.subtract(reach, MathContext.DECIMAL64), mean.add(reach, MathContext.DECIMAL64)));
    }

    /**
     * Returns the 97.5 % quantile of Student's t, by the expansion of Cornish and Fisher (Abramowitz and Stegun 26.7.5); from four degrees of
     * freedom on it is right within 0.003.
     */
    static double quantile(int degreesOfFreedom) {
        double z = NORMAL_975;
        double z2 = z * z;
        double n = degreesOfFreedom;
        double first = z * (z2 + 1) / 4;
        double second = z * ((5 * z2 + 16) * z2 + 3) / 96;
        double third = z * (((3 * z2 + 19) * z2 + 17) * z2 - 15) / 384;
        double fourth = z * ((((79 * z2 + 776) * z2 + 1482) * z2 - 1920) * z2 - 945) / 92_160;
        return z + first / n + second / (n * n) + third / (n * n * n) + fourth / (n * n * n * n);
    }
}
