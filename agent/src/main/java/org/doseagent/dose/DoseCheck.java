package org.doseagent.dose;

import java.math.BigDecimal;
import java.util.Optional;

/**
 * The result of the scanner's own dose check of an event (TID 10015, NEMA XR-25). Its values are safety thresholds of the console, not
 * DRLs.
 */
public record DoseCheck(Optional<Details> alert, Optional<Details> notification) {

    /**
     * One container of TID 10015, in mGy and mGy·cm. A forward estimate is present when it exceeded the configured value. The reason
     * for proceeding and the authorising person are read but not kept: both are free text that may name a person.
     */
    public record Details(
            Optional<Boolean> dlpConfigured,
            Optional<BigDecimal> dlpValueMGyCm,
            Optional<BigDecimal> dlpForwardEstimateMGyCm,
            Optional<Boolean> ctdiVolConfigured,
            Optional<BigDecimal> ctdiVolValueMGy,
            Optional<BigDecimal> ctdiVolForwardEstimateMGy) {}
}
