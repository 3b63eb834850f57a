package org.doseagent.rdsr;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.doseagent.dose.Finding;
import org.doseagent.dose.ReportedTotals;

/** TID 10012 CT Accumulated Dose Data. */
final class Tid10012 {

    /** A larger number of events is no number of events. */
    private static final BigDecimal MAX_COUNT = BigDecimal.valueOf(1_000_000);

    private Tid10012() {}

    static ReportedTotals read(ContentItem container, Reading reading) {
        Optional<BigDecimal> dlp =
                reading.number(container, Codes.DLP_TOTAL, Units.MILLIGRAY_CM, "CT Dose Length Product Total (113813)");
        if (container.first(Codes.DLP_TOTAL).isEmpty()) {
            reading.note(Finding.Kind.MISSING, container, "CT Dose Length Product Total (113813, DCM) is absent");
        }
        Optional<Integer> count = reading.number(
                        container, Codes.EVENT_COUNT, Units.COUNT, "Total Number of Irradiation Events (113812)")
                .filter(number -> number.compareTo(MAX_COUNT) < 0)
                .map(BigDecimal::intValue);
        List<ReportedTotals.SubTotal> subTotals = subTotals(container, reading);
        return new ReportedTotals(
                dlp,
                count,
                reading.number(
                        container, Codes.EFFECTIVE_DOSE_TOTAL, Units.MILLISIEVERT, "CT Effective Dose Total (113814)"),
                subTotals);
    }

    private static List<ReportedTotals.SubTotal> subTotals(ContentItem container, Reading reading) {
        List<ContentItem> items = container.all(Codes.DLP_SUB_TOTAL);
        int max = reading.limits().maxSubTotals();
        if (items.size() > max) {
            reading.note(Finding.Kind.STRUCTURE, container, "more than " + max + " sub-totals; the rest is not read");
            items = items.subList(0, max);
        }
        List<ReportedTotals.SubTotal> subTotals = new ArrayList<>();
        for (ContentItem item : items) {
            Optional<BigDecimal> dlp = reading.number(item, Units.MILLIGRAY_CM, "DLP Sub-Total (130745)");
            if (dlp.isPresent()) {
                subTotals.add(new ReportedTotals.SubTotal(phantomCm(item), dlp.get()));
            }
        }
        return subTotals;
    }

    private static Optional<Integer> phantomCm(ContentItem subTotal) {
        return subTotal.first(Codes.PHANTOM_TYPE).map(ContentItem::codedConcept).flatMap(Tid10013::phantomCm);
    }
}
