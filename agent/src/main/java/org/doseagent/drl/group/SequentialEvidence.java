package org.doseagent.drl.group;

import java.math.BigDecimal;
import java.util.List;
import org.apache.commons.statistics.distribution.BinomialDistribution;
import org.doseagent.drl.level.DrlSet.Statistic;

/**
 * Whether the exams since a fixed day show that a group is above (or below) a value, for someone who looks again after each exam. A group exactly
 * at the value is ever reported with a probability of at most {@value #ALPHA}, however often it is looked at.
 *
 * <p>Median: under the hypothesis at most every second value is above, whatever the distribution and its ties. A fair bet against that, with the
 * probability of a value above mixed uniformly over 1/2 to 1, is a supermartingale that starts at 1, so it ever reaches 20 with a probability of at
 * most 1/20 (Ville 1939; Howard and Ramdas, Sequential estimation of quantiles, Bernoulli 28, 2022). One bet starts at every {@value #BLOCK}th exam with
 * the stake 1/((j+1)(j+2)), which adds up to 1, so that a group that changes late is found too.
 *
 * <p>Mean: the asymptotic confidence sequence of Waudby-Smith, Arbour, Sinha, Kennedy and Ramdas (Time-uniform central limit theory and asymptotic
 * confidence sequences, Annals of Statistics 52, 2024), one-sided, over all exams.
 */
final class SequentialEvidence {

    static final double ALPHA = 0.05;

    private static final int BLOCK = 10;

    /** Makes the sequence of a mean narrowest near 100 values: (-2 log(alpha) + log(1 - 2 log(alpha))) / 100. */
    private static final double RHO_SQUARED = 0.079;

    private SequentialEvidence() {}

    /** Returns whether a sequence, oldest first, shows that its statistic is above a value. */
    static boolean isAbove(List<BigDecimal> oldestFirst, BigDecimal value, Statistic statistic) {
        return isShown(oldestFirst, value, statistic, 1);
    }

    /** Returns whether a sequence, oldest first, shows that its statistic is below a value. */
    static boolean isBelow(List<BigDecimal> oldestFirst, BigDecimal value, Statistic statistic) {
        return isShown(oldestFirst, value, statistic, -1);
    }

    private static boolean isShown(List<BigDecimal> oldestFirst, BigDecimal value, Statistic statistic, int sign) {
        return statistic == Statistic.MEDIAN
                ? wealth(oldestFirst, value, sign) >= 1 / ALPHA
                : isMeanBeyond(oldestFirst, value, sign);
    }

    /** Returns what the bets have made of a stake of 1. */
    private static double wealth(List<BigDecimal> oldestFirst, BigDecimal value, int sign) {
        int beyond = 0;
        int n = 0;
        double wealth = 0;
        for (int i = oldestFirst.size() - 1; i >= 0; i--) {
            beyond += sign * oldestFirst.get(i).compareTo(value) > 0 ? 1 : 0;
            n++;
            if (i % BLOCK == 0) {
                double started = (double) i / BLOCK;
                wealth += wealth(beyond, n) / ((started + 1) * (started + 2));
            }
        }
        return wealth;
    }

    /** Returns the mixture over p of p^beyond (1-p)^(n-beyond) 2^n: twice the mass of Beta(beyond+1, n-beyond+1) above 1/2, over its density. */
    private static double wealth(int beyond, int n) {
        double mass = BinomialDistribution.of(n + 1, 0.5).cumulativeProbability(beyond);
        double logDensity = Math.log(n + 1.0) + BinomialDistribution.of(n, 0.5).logProbability(beyond);
        return 2 * mass * Math.exp(-logDensity);
    }

    private static boolean isMeanBeyond(List<BigDecimal> values, BigDecimal value, int sign) {
        int n = values.size();
        if (n < 2) {
            return false;
        }
        double mean = values.stream().mapToDouble(BigDecimal::doubleValue).sum() / n;
        double squares = values.stream()
                .mapToDouble(each -> Math.pow(each.doubleValue() - mean, 2))
                .sum();
        double scaled = n * RHO_SQUARED + 1;
        double reach = Math.sqrt(
                squares / n * (2 * scaled / (n * RHO_SQUARED * n)) * Math.log(1 + Math.sqrt(scaled) / (2 * ALPHA)));
        return sign * (mean - value.doubleValue()) > reach;
    }
}
