package org.doseagent.drl.group;

import java.util.Optional;

/**
 * The distribution-free interval of a median: two order statistics of the sample, with the coverage that the binomial distribution gives
 * (David and Nagaraja, Order Statistics, 7.1). For 20 values these are the 6th and the 15th, with 95.9 %.
 *
 * @param lower rank of the lower end, from 1; {@code upper} of the upper end
 * @param coverage at least 0.95
 */
record MedianInterval(int lower, int upper, double coverage) {

    static final double CONFIDENCE = 0.95;

    /** Returns the narrowest symmetric interval with at least 95 % coverage; empty below six values, where none has it. */
    static Optional<MedianInterval> of(int n) {
        double logHalf = Math.log(0.5) * n;
        double logChoose = 0;
        double tail = 0;
        MedianInterval best = null;
        for (int rank = 1; rank <= n / 2; rank++) {
            // P(X = rank - 1) for X binomial with p = 1/2: the probability that fewer than rank values are below the
            // median.
            tail += Math.exp(logChoose + logHalf);
            logChoose += Math.log(n - rank + 1.0) - Math.log(rank);
            double coverage = 1 - 2 * tail;
            if (coverage < CONFIDENCE) {
                break;
            }
            best = new MedianInterval(rank, n + 1 - rank, coverage);
        }
        return Optional.ofNullable(best);
    }
}
