package org.doseagent.aggregate.cells;

import java.math.BigDecimal;
import java.util.List;

/** How the percentile that is published comes from the values. */
public interface Quantiles {

    /** Returns a percentile of values, ascending and not empty. */
    BigDecimal of(List<BigDecimal> sorted, int percent);
}
