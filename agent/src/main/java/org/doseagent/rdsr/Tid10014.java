package org.doseagent.rdsr;

import java.math.BigDecimal;
import java.util.Optional;

/** TID 10014 Scanning Length, included in the acquisition parameters. */
final class Tid10014 {

    private Tid10014() {}

    static Optional<BigDecimal> scanLengthMm(ContentItem parameters, Reading reading) {
        return reading.number(parameters, Codes.SCANNING_LENGTH, Units.MILLIMETRE, "Scanning Length (113825)");
    }
}
