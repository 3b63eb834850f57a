package org.doseagent.dose;

import java.math.BigDecimal;

/** The ends of a scan along the table (113897 and 113898, TID 10014) in mm. Positions may be negative, and either end may be the higher one. */
public record ScanRange(BigDecimal topMm, BigDecimal bottomMm) {

    /** Returns the length of the scan in mm. */
    public BigDecimal lengthMm() {
        return topMm.subtract(bottomMm).abs();
    }

    /** Returns the length in mm that both scans cover; 0 if they are apart. */
    public BigDecimal overlapMm(ScanRange other) {
        BigDecimal end = high().min(other.high());
        return end.subtract(low().max(other.low())).max(BigDecimal.ZERO);
    }

    private BigDecimal high() {
        return topMm.max(bottomMm);
    }

    private BigDecimal low() {
        return topMm.min(bottomMm);
    }
}
