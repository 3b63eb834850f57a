package org.doseagent.dose;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/**
 * CT Accumulated Dose Data (TID 10012) as reported, in mGy·cm and mSv; never recomputed.
 *
 * @param dlpMGyCm CT Dose Length Product Total (113813); mixes phantoms by definition
 * @param eventCount Total Number of Irradiation Events (113812)
 * @param subTotals DLP sub-totals (130745), one a phantom
 */
public record ReportedTotals(
        Optional<BigDecimal> dlpMGyCm,
        Optional<Integer> eventCount,
        Optional<BigDecimal> effectiveDoseMSv,
        List<SubTotal> subTotals) {

    public static final ReportedTotals NONE =
            new ReportedTotals(Optional.empty(), Optional.empty(), Optional.empty(), List.of());

    public ReportedTotals {
        subTotals = List.copyOf(subTotals);
    }

    /** The DLP of all events on one phantom (16 or 32 cm; empty when unnamed). */
    public record SubTotal(Optional<Integer> phantomCm, BigDecimal dlpMGyCm) {}
}
