package org.doseagent.rdsr;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.doseagent.dose.AcquisitionType;
import org.doseagent.dose.Finding;
import org.doseagent.dose.IrradiationEvent;
import org.doseagent.dose.ReportedTotals;

/** Cross-checks of a report with itself. Values stay as reported; what does not fit is a finding. */
final class Plausibility {

    private static final BigDecimal HIGHEST_CTDI_VOL = BigDecimal.valueOf(400);
    /** Share by which DLP may differ from CTDIvol × scanning length; other types of acquisition stand still. */
    private static final Map<AcquisitionType, Double> TOLERANCES =
            Map.of(AcquisitionType.SPIRAL, 0.30, AcquisitionType.SEQUENCED, 0.60);

    private static final BigDecimal TOTAL_TOLERANCE = new BigDecimal("0.01");
    private static final double MM_PER_CM = 10;

    private final Reading reading;

    Plausibility(Reading reading) {
        this.reading = reading;
    }

    /** An event and the path of its content item. */
    record Located(IrradiationEvent event, String path) {}

    /** The reported times of the whole report. */
    record Times(Optional<LocalDateTime> start, Optional<LocalDateTime> end) {}

    /** Checks a report; {@code totalsPath} is the path of its accumulated dose data. */
    void check(List<Located> events, ReportedTotals totals, String totalsPath, Times times) {
        for (Located event : events) {
            checkCtdiVol(event);
            checkDlp(event);
            checkExposureTime(event, times);
        }
        List<IrradiationEvent> all = events.stream().map(Located::event).toList();
        checkTotals(all, totals, totalsPath);
        checkSubTotals(all, totals, totalsPath);
        Optional<LocalDateTime> start = times.start();
        Optional<LocalDateTime> end = times.end();
        if (start.isPresent() && end.isPresent() && start.get().isAfter(end.get())) {
            reading.note(Finding.Kind.CONFLICT, "header", "Start of X-Ray Irradiation is after its end");
        }
    }

    private void checkCtdiVol(Located located) {
        located.event()
                .dose()
                .ctdiVolMGy()
                .filter(value -> value.compareTo(HIGHEST_CTDI_VOL) > 0)
                .ifPresent(value -> reading.note(
                        Finding.Kind.VALUE,
                        located.path(),
                        "Mean CTDIvol of " + value.toPlainString() + " mGy is implausibly high; kept as reported"));
    }

    /** DLP is CTDIvol times scanning length where the table moves; steps may leave gaps or overlap. */
    private void checkDlp(Located located) {
        IrradiationEvent event = located.event();
        var dose = event.dose();
        double tolerance = event.acquisitionType().map(TOLERANCES::get).orElse(1.0);
        if (tolerance >= 1.0
                || dose.ctdiVolMGy().isEmpty()
                || dose.dlpMGyCm().isEmpty()
                || event.scan().scanLengthMm().isEmpty()) {
            return;
        }
        double product = dose.ctdiVolMGy().get().doubleValue()
                * event.scan().scanLengthMm().get().doubleValue()
                / MM_PER_CM;
        double dlp = dose.dlpMGyCm().get().doubleValue();
        if (Math.abs(dlp - product) > tolerance * Math.max(dlp, product)) {
            reading.note(
                    Finding.Kind.VALUE,
                    located.path(),
                    "DLP of " + dose.dlpMGyCm().get().toPlainString()
                            + " mGy·cm does not fit CTDIvol × scanning length; kept as reported");
        }
    }

    private void checkExposureTime(Located located, Times times) {
        IrradiationEvent event = located.event();
        Optional<LocalDateTime> start = times.start();
        Optional<LocalDateTime> end = times.end();
        if (start.isEmpty() || end.isEmpty() || event.scan().exposureTimeS().isEmpty()) {
            return;
        }
        BigDecimal exam =
                BigDecimal.valueOf(Duration.between(start.get(), end.get()).toSeconds() + 1);
        BigDecimal exposure = event.scan().exposureTimeS().get();
        if (exam.signum() > 0 && exposure.compareTo(exam) > 0) {
            reading.note(
                    Finding.Kind.VALUE,
                    located.path(),
                    "Exposure Time of " + exposure.toPlainString() + " s is longer than the exam; kept as reported");
        }
    }

    private void checkTotals(List<IrradiationEvent> events, ReportedTotals totals, String path) {
        totals.eventCount()
                .filter(count -> count != events.size())
                .ifPresent(count -> reading.note(
                        Finding.Kind.CONFLICT,
                        path,
                        "Total Number of Irradiation Events is " + count + ", found " + events.size()));
        Optional<BigDecimal> sum = Tid10011.dlpSum(events);
        if (totals.dlpMGyCm().isEmpty() || sum.isEmpty()) {
            return;
        }
        BigDecimal total = totals.dlpMGyCm().get();
        if (differs(total, sum.get())) {
            reading.note(
                    Finding.Kind.CONFLICT,
                    path,
                    "CT Dose Length Product Total is " + total.toPlainString() + " mGy·cm, the events sum to "
                            + sum.get().toPlainString() + "; both are kept");
        }
    }

    /** The sub-totals that a report gives by phantom, beside the sums of the events on each. */
    private void checkSubTotals(List<IrradiationEvent> events, ReportedTotals totals, String path) {
        for (ReportedTotals.SubTotal subTotal : totals.subTotals()) {
            BigDecimal sum = events.stream()
                    .filter(event -> event.dose().phantomCm().equals(subTotal.phantomCm()))
                    .flatMap(event -> event.dose().dlpMGyCm().stream())
                    .reduce(BigDecimal.ZERO, BigDecimal::add);
            if (differs(subTotal.dlpMGyCm(), sum)) {
                reading.note(
                        Finding.Kind.CONFLICT,
                        path,
                        "DLP Sub-Total (130745) of the "
                                + subTotal.phantomCm().map(cm -> cm + " cm").orElse("unknown") + " phantom is "
                                + subTotal.dlpMGyCm().toPlainString() + " mGy·cm, its events sum to "
                                + sum.toPlainString()
                                + "; both are kept");
            }
        }
    }

    private static boolean differs(BigDecimal reported, BigDecimal sum) {
        return reported.subtract(sum)
                        .abs()
                        .compareTo(reported.multiply(TOTAL_TOLERANCE).max(BigDecimal.ONE))
                > 0;
    }
}
