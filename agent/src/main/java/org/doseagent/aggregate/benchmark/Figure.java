package org.doseagent.aggregate.benchmark;

import java.math.BigDecimal;
import java.util.Optional;

/**
 * Percentiles over the medians of facilities, as they may be published.
 *
 * @param facilities number of facilities, rounded down to a multiple of five
 */
public record Figure(Benchmark.Key key, int facilities, BigDecimal p25, Statistic p50, Statistic p75) {

    /** A percentile in mGy·cm or mGy, and its 95 % interval, which few facilities do not have. */
    public record Statistic(BigDecimal value, Optional<Range> interval) {}

    /** The ends of an interval. */
    public record Range(BigDecimal low, BigDecimal high) {}
}
