package org.doseagent.rdsr;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import org.doseagent.dose.Finding;
import org.doseagent.dose.ReportedTotals;

/** TID 10012 CT Accumulated Dose Data. */
final class Tid10012 {

    private Tid10012() {}

    static ReportedTotals read(ContentItem container, Reading reading) {
        Optional<BigDecimal> dlp =
                reading.number(container, Codes.DLP_TOTAL, Units.MILLIGRAY_CM, "CT Dose Length Product Total (113813)");
        if (container.first(Codes.DLP_TOTAL).isEmpty()) {
            reading.note(
                    Finding.Kind.MISSING, container.path(), "CT Dose Length Product Total (113813, DCM) is absent");
        }
        Optional<Integer> count = reading.number(
                        container, Codes.EVENT_COUNT, Units.COUNT, "Total Number of Irradiation Events (113812)")
                .filter(number -> number.compareTo(BigDecimal.valueOf(1_000_000)) < 0)
                .map(BigDecimal::intValue);
        List<ReportedTotals.SubTotal> subTotals = container.all(Codes.DLP_SUB_TOTAL).stream()
                .flatMap(item -> subTotal(item, reading).stream())
                .toList();
        return new ReportedTotals(
                dlp,
                count,
                reading.number(
                        container, Codes.EFFECTIVE_DOSE_TOTAL, Units.MILLISIEVERT, "CT Effective Dose Total (113814)"),
                subTotals);
    }

    private static Optional<ReportedTotals.SubTotal> subTotal(ContentItem item, Reading reading) {
        return reading.number(item, Units.MILLIGRAY_CM, "DLP Sub-Total (130745)")
                .map(dlp -> new ReportedTotals.SubTotal(
                        item.first(Codes.PHANTOM_TYPE)
                                .flatMap(ContentItem::codeValue)
                                .flatMap(Tid10013::phantomCm),
                        dlp));
    }
}
