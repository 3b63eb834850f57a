package org.doseagent.dose;

import java.math.BigDecimal;
import java.util.Optional;

/** One tube of an event (TID 10013 rows 14 to 19): kilovolt, milliampere, seconds. */
public record XraySource(
        Optional<String> id,
        Optional<BigDecimal> kvp,
        Optional<BigDecimal> tubeCurrentMeanMa,
        Optional<BigDecimal> tubeCurrentMaxMa,
        Optional<BigDecimal> exposureTimePerRotationS) {}
