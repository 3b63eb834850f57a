package org.doseagent.dose;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/**
 * The acquisition parameters of an event (TID 10013 rows 7 to 14, TID 10014): millimetres, seconds, ratio.
 *
 * @param range where the scan is along the table; few scanners report it
 */
public record ScanParameters(
        Optional<BigDecimal> scanLengthMm,
        Optional<ScanRange> range,
        Optional<BigDecimal> exposureTimeS,
        Optional<BigDecimal> pitch,
        Optional<BigDecimal> nominalSingleCollimationMm,
        Optional<BigDecimal> nominalTotalCollimationMm,
        Optional<BigDecimal> xraySourceCount,
        List<XraySource> xraySources) {

    public static final ScanParameters NONE = new ScanParameters(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            List.of());

    public ScanParameters {
        xraySources = List.copyOf(xraySources);
    }
}
