package org.doseagent.aggregate.control;

import java.math.BigDecimal;
import java.util.List;

/** How a published percentile is computed from the values. */
interface Quantiles {

    /** Returns a percentile of values, ascending and not empty. */
    BigDecimal of(List<BigDecimal> sorted, int percent);
}
