package org.doseagent.rdsr;

import java.math.BigDecimal;
import java.util.Optional;
import org.doseagent.dose.ScanRange;

/** TID 10014 Scanning Length, included in the acquisition parameters. */
final class Tid10014 {

    private Tid10014() {}

    /** Returns where the scan is along the table; empty unless the report gives both ends. */
    static Optional<ScanRange> range(ContentItem parameters, Reading reading) {
        Optional<BigDecimal> top = reading.signed(
                parameters,
                Codes.TOP_OF_SCANNING_LENGTH,
                Units.MILLIMETRE,
                "Top Z Location of Scanning Length (113897)");
        Optional<BigDecimal> bottom = reading.signed(
                parameters,
                Codes.BOTTOM_OF_SCANNING_LENGTH,
                Units.MILLIMETRE,
                "Bottom Z Location of Scanning Length (113898)");
        return top.isPresent() && bottom.isPresent()
                ? Optional.of(new ScanRange(top.get(), bottom.get()))
                : Optional.empty();
    }

    static Optional<BigDecimal> scanLengthMm(ContentItem parameters, Reading reading) {
        return reading.number(parameters, Codes.SCANNING_LENGTH, Units.MILLIMETRE, "Scanning Length (113825)");
    }
}
