package org.doseagent.aggregate.control;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.List;
import org.doseagent.dose.Percentiles;

/**
 * The values that a percentile of a cell is rounded to: steps of equal ratio, {@code perDecade} in a decade, shown with two significant
 * digits.
 *
 * <p>The step is at least {@value #STEP} times ln(P75/P25)/√n, so that a percentile usually moves only when several exams do. For doses that
 * are spread log-normally the standard error of a median is 0.93 times that figure: the step is 2.7 standard errors or more. Decision 0023
 * has the rate at which one exam is noticed, and the error, for this and other steps.
 */
record Grid(int perDecade) {

    private static final double STEP = 2.5;

    /** Every series contains the coarser ones, so that few values are on the edge of two of them. */
    private static final int[] SERIES = {5, 10, 20, 40};

    private static final double DECADE = StrictMath.log(10);
    private static final MathContext SHOWN =
            new MathContext(DisclosureControl.SIGNIFICANT_DIGITS, RoundingMode.HALF_UP);

    /** Returns the finest grid whose step is large enough for values, ascending and positive. */
    static Grid of(List<BigDecimal> sorted) {
        return of(sorted, STEP);
    }

    /** The same with another step, for the table of decision 0023. */
    static Grid of(List<BigDecimal> sorted, double minStep) {
        double spread = StrictMath.log(Percentiles.of(sorted, 75).doubleValue()
                / Percentiles.of(sorted, 25).doubleValue());
        double step = minStep * spread / StrictMath.sqrt(sorted.size());
        int perDecade = SERIES[0];
        for (int each : SERIES) {
            perDecade = DECADE / each >= step ? each : perDecade;
        }
        return new Grid(perDecade);
    }

    /** Returns the nearest value of the grid, by ratio. */
    BigDecimal round(BigDecimal value) {
        long position = Math.round(perDecade * StrictMath.log10(value.doubleValue()));
        return BigDecimal.valueOf(StrictMath.pow(10, (double) position / perDecade))
                .round(SHOWN);
    }
}
