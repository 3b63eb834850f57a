package org.doseagent.aggregate.benchmark;

import java.util.Optional;

/**
 * The distribution-free 95 % interval of a percentile: two order statistics of the sample, with the coverage that the binomial distribution gives
 * (David and Nagaraja, Order Statistics, 7.1).
 *
 * @param lower rank of the lower end, from 1; {@code upper} of the upper end
 */
record OrderStatistics(int lower, int upper) {

    private static final double TAIL = 0.025;

    /**
     * Returns the interval of a percentile of n values with at most 2.5 % outside of each end; empty where an end would be the smallest or the
     * largest value, or no value at all.
     */
    static Optional<OrderStatistics> of(int n, int percent) {
        double p = percent / 100.0;
        int lower = ranksWithin(n, p);
        int upper = n + 1 - ranksWithin(n, 1 - p);
        return lower < 2 || upper > n - 1 ? Optional.empty() : Optional.of(new OrderStatistics(lower, upper));
    }

    /** Returns the largest rank whose value is above the percentile with a probability of at most 2.5 %: P(X &lt; rank), X binomial. */
    private static int ranksWithin(int n, double p) {
        double logOdds = Math.log(p) - Math.log1p(-p);
        double logTerm = n * Math.log1p(-p);
        double tail = 0;
        int rank = 0;
        while (rank < n) {
            tail += Math.exp(logTerm);
            if (tail > TAIL) {
                return rank;
            }
            logTerm += Math.log(n - rank) - Math.log(rank + 1.0) + logOdds;
            rank++;
        }
        return rank;
    }
}
