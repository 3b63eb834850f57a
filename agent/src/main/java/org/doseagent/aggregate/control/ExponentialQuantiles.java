package org.doseagent.aggregate.control;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import org.doseagent.dose.Quantity;

/**
 * Percentiles by the exponential mechanism (McSherry and Talwar, FOCS 2007; as in Smith, STOC 2011) over the logarithm of the dose.
 *
 * <p>Between two neighbouring values every number has the same rank; the chance of such a gap is its width, on the logarithmic scale, times
 * exp(-ε/2 × distance of its rank from the wanted one). One exam changes a rank by one, so a draw costs ε of one exam; each of the three
 * percentiles has a third of the budget. The range is fixed beforehand. Fixed-dose protocols give many equal values, which have no gap:
 * each value is first spread by up to one per cent.
 */
final class ExponentialQuantiles implements Quantiles {

    private static final double SPREAD = 0.01;
    private static final int PERCENTILES = DisclosureControl.PERCENTS.size();

    private final double epsilon;
    private final double low;
    private final double high;
    private final Noise noise;

    ExponentialQuantiles(DifferentialPrivacy privacy, Quantity quantity, Noise noise) {
        this.epsilon = privacy.epsilonPerCell().doubleValue() / PERCENTILES;
        boolean isDlp = quantity == Quantity.DLP;
        this.low = StrictMath.log(isDlp ? 10 : 0.5);
        this.high = StrictMath.log(isDlp ? 5000 : 200);
        this.noise = noise;
    }

    @Override
    public BigDecimal of(List<BigDecimal> sorted, int percent) {
        double[] edges = edges(sorted);
        double wanted = sorted.size() * percent / 100.0;
        double[] sums = new double[edges.length - 1];
        double sum = 0;
        for (int gap = 0; gap < sums.length; gap++) {
            sum += (edges[gap + 1] - edges[gap]) * StrictMath.exp(-epsilon / 2 * Math.abs(gap - wanted));
            sums[gap] = sum;
        }
        double drawn = noise.next() * sum;
        int gap = 0;
        while (gap < sums.length - 1 && sums[gap] <= drawn) {
            gap++;
        }
        double logarithm = edges[gap] + noise.next() * (edges[gap + 1] - edges[gap]);
        return BigDecimal.valueOf(StrictMath.exp(logarithm)).round(MathContext.DECIMAL32);
    }

    /** Returns the ends of the range and, between them, the logarithms of the values, ascending. */
    private double[] edges(List<BigDecimal> sorted) {
        double[] edges = new double[sorted.size() + 2];
        for (int i = 0; i < sorted.size(); i++) {
            double value = StrictMath.log(Math.max(sorted.get(i).doubleValue(), Double.MIN_NORMAL));
            edges[i + 1] = Math.min(high, Math.max(low, value + SPREAD * (2 * noise.next() - 1)));
        }
        edges[0] = low;
        edges[edges.length - 1] = high;
        java.util.Arrays.sort(edges);
        return edges;
    }
}
