package org.doseagent.rdsr;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Optional;
import org.doseagent.dose.AcquisitionType;
import org.doseagent.dose.Finding;
import org.doseagent.dose.IrradiationEvent;
import org.doseagent.dose.ReportedTotals;

/** Cross-checks of a report with itself. Values stay as reported; what does not fit is a finding. */
final class Plausibility {

    private static final BigDecimal HIGHEST_CTDI_VOL = BigDecimal.valueOf(400);
    private static final double DLP_TOLERANCE = 0.30;
    private static final BigDecimal TOTAL_TOLERANCE = new BigDecimal("0.01");
    private static final double MM_PER_CM = 10;

    private final Reading reading;

    Plausibility(Reading reading) {
        this.reading = reading;
    }

    void check(
            List<IrradiationEvent> events,
            ReportedTotals totals,
            Optional<LocalDateTime> start,
            Optional<LocalDateTime> end) {
        for (int i = 0; i < events.size(); i++) {
            checkCtdiVol(events.get(i), i + 1);
            checkDlp(events.get(i), i + 1);
            checkExposureTime(events.get(i), i + 1, start, end);
        }
        checkTotals(events, totals);
        if (start.isPresent() && end.isPresent() && start.get().isAfter(end.get())) {
            reading.note(Finding.Kind.CONFLICT, "header", "Start of X-Ray Irradiation is after its end");
        }
    }

    private void checkCtdiVol(IrradiationEvent event, int position) {
        event.dose()
                .ctdiVolMGy()
                .filter(value -> value.compareTo(HIGHEST_CTDI_VOL) > 0)
                .ifPresent(value -> reading.note(
                        Finding.Kind.VALUE,
                        "event " + position,
                        "Mean CTDIvol of " + value.toPlainString() + " mGy is implausibly high; kept as reported"));
    }

    /** DLP is CTDIvol times scanning length where the table moves. */
    private void checkDlp(IrradiationEvent event, int position) {
        var dose = event.dose();
        boolean isSpiral =
                event.acquisitionType().filter(AcquisitionType.SPIRAL::equals).isPresent();
        if (!isSpiral
                || dose.ctdiVolMGy().isEmpty()
                || dose.dlpMGyCm().isEmpty()
                || event.scan().scanLengthMm().isEmpty()) {
            return;
        }
        double product = dose.ctdiVolMGy().get().doubleValue()
                * event.scan().scanLengthMm().get().doubleValue()
                / MM_PER_CM;
        double dlp = dose.dlpMGyCm().get().doubleValue();
        if (Math.abs(dlp - product) > DLP_TOLERANCE * Math.max(dlp, product)) {
            reading.note(
                    Finding.Kind.VALUE,
                    "event " + position,
                    "DLP of " + dose.dlpMGyCm().get().toPlainString()
                            + " mGy·cm does not fit CTDIvol × scanning length; kept as reported");
        }
    }

    private void checkExposureTime(
            IrradiationEvent event, int position, Optional<LocalDateTime> start, Optional<LocalDateTime> end) {
        if (start.isEmpty() || end.isEmpty() || event.scan().exposureTimeS().isEmpty()) {
            return;
        }
        BigDecimal exam =
                BigDecimal.valueOf(Duration.between(start.get(), end.get()).toSeconds() + 1);
        BigDecimal exposure = event.scan().exposureTimeS().get();
        if (exam.signum() > 0 && exposure.compareTo(exam) > 0) {
            reading.note(
                    Finding.Kind.VALUE,
                    "event " + position,
                    "Exposure Time of " + exposure.toPlainString() + " s is longer than the exam; kept as reported");
        }
    }

    private void checkTotals(List<IrradiationEvent> events, ReportedTotals totals) {
        totals.eventCount()
                .filter(count -> count != events.size())
                .ifPresent(count -> reading.note(
                        Finding.Kind.CONFLICT,
                        "header",
                        "Total Number of Irradiation Events is " + count + ", found " + events.size()));
        Optional<BigDecimal> sum = Tid10011.dlpSum(events);
        if (totals.dlpMGyCm().isEmpty() || sum.isEmpty()) {
            return;
        }
        BigDecimal total = totals.dlpMGyCm().get();
        BigDecimal tolerance = total.multiply(TOTAL_TOLERANCE).max(BigDecimal.ONE);
        if (total.subtract(sum.get()).abs().compareTo(tolerance) > 0) {
            reading.note(
                    Finding.Kind.CONFLICT,
                    "header",
                    "CT Dose Length Product Total is " + total.toPlainString() + " mGy·cm, the events sum to "
                            + sum.get().toPlainString() + "; both are kept");
        }
    }
}
