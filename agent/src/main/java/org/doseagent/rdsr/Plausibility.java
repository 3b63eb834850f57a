package org.doseagent.rdsr;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Optional;
import org.doseagent.dose.AcquisitionType;
import org.doseagent.dose.EventDose;
import org.doseagent.dose.EventRole;
import org.doseagent.dose.Finding;
import org.doseagent.dose.IrradiationEvent;
import org.doseagent.dose.ReportedTotals;

/** Compares the values of a report with each other. They stay as reported; a contradiction is a finding. */
final class Plausibility {

    /** mGy; from here on, a value gets a finding. */
    private static final BigDecimal IMPLAUSIBLE_CTDI_VOL = BigDecimal.valueOf(400);

    private static final BigDecimal TOTAL_TOLERANCE = new BigDecimal("0.01");
    private static final double MM_PER_CM = 10;

    /** Share by which DLP may differ from CTDIvol × scanning length. */
    private static final double SPIRAL_TOLERANCE = 0.30;

    private static final double SEQUENCED_TOLERANCE = 0.60;

    private final Reading reading;

    Plausibility(Reading reading) {
        this.reading = reading;
    }

    /** An event and the content item that it was read from. */
    record Located(IrradiationEvent event, ContentItem item) {}

    /** The totals of the whole report, and the content item of its accumulated dose data, or the root if there is none. */
    record Whole(ReportedTotals totals, ContentItem item, Times times) {}

    /** The reported times of the whole report. */
    record Times(Optional<LocalDateTime> start, Optional<LocalDateTime> end) {

        /** Returns how long the exam took, rounded up; empty unless both times are known and in order. */
        private Optional<BigDecimal> seconds() {
            if (start.isEmpty() || end.isEmpty()) {
                return Optional.empty();
            }
            long seconds = Duration.between(start.get(), end.get()).toSeconds() + 1;
            return seconds > 0 ? Optional.of(BigDecimal.valueOf(seconds)) : Optional.empty();
        }

        private boolean isReversed() {
            return start.isPresent() && end.isPresent() && start.get().isAfter(end.get());
        }
    }

    void check(List<Located> located, Whole whole) {
        Optional<BigDecimal> examSeconds = whole.times().seconds();
        for (Located event : located) {
            checkCtdiVol(event);
            checkZero(event);
            checkDlp(event);
            if (examSeconds.isPresent()) {
                checkExposureTime(event, examSeconds.get());
            }
        }
        checkEventCount(located, whole);
        checkDlpTotal(located, whole);
        checkSubTotals(located, whole);
        if (whole.times().isReversed()) {
            reading.note(Finding.Kind.CONFLICT, "Start of X-Ray Irradiation is after its end");
        }
    }

    private void checkCtdiVol(Located located) {
        Optional<BigDecimal> value = located.event().dose().ctdiVolMGy();
        if (value.isPresent() && value.get().compareTo(IMPLAUSIBLE_CTDI_VOL) >= 0) {
            reading.note(
                    Finding.Kind.VALUE,
                    located.item(),
                    "Mean CTDIvol of " + value.get().toPlainString() + " mGy is implausibly high; kept as reported");
        }
    }

    /** A diagnostic event has a dose; a 0 is a missing value of the scanner. */
    private void checkZero(Located located) {
        EventDose dose = located.event().dose();
        if (located.event().role() != EventRole.DIAGNOSTIC) {
            return;
        }
        if (dose.hasZeroCtdiVol()) {
            reading.note(
                    Finding.Kind.VALUE,
                    located.item(),
                    "Mean CTDIvol of a diagnostic event is 0; kept as reported, and not compared");
        }
        if (dose.hasZeroDlp()) {
            reading.note(
                    Finding.Kind.VALUE,
                    located.item(),
                    "DLP of a diagnostic event is 0; kept as reported, and the DLP of its part is not compared");
        }
    }

    /** DLP is CTDIvol times scanning length where the table moves; steps may leave gaps or overlap. */
    private void checkDlp(Located located) {
        IrradiationEvent event = located.event();
        Optional<BigDecimal> ctdiVol = event.dose().ctdiVolMGy();
        Optional<BigDecimal> dlp = event.dose().dlpMGyCm();
        Optional<BigDecimal> length = event.scan().scanLengthMm();
        boolean isMeasured = ctdiVol.isPresent() && dlp.isPresent() && !event.dose().hasZeroCtdiVol() && !event.dose().hasZeroDlp();
        if (!movesTable(event) || !isMeasured || length.isEmpty()) {
            return;
        }
        double product = ctdiVol.get().doubleValue() * length.get().doubleValue() / MM_PER_CM;
        double reported = dlp.get().doubleValue();
        if (Math.abs(reported - product) > toleranceOf(event) * Math.max(reported, product)) {
            reading.note(
                    Finding.Kind.VALUE,
                    located.item(),
                    "DLP of " + dlp.get().toPlainString()
                            + " mGy·cm does not fit CTDIvol × scanning length; kept as reported");
        }
    }

    private static boolean movesTable(IrradiationEvent event) {
        AcquisitionType type = event.acquisitionType().orElse(null);
        return type == AcquisitionType.SPIRAL || type == AcquisitionType.SEQUENCED;
    }

    private static double toleranceOf(IrradiationEvent event) {
        boolean isSpiral = event.acquisitionType().orElseThrow() == AcquisitionType.SPIRAL;
        return isSpiral ? SPIRAL_TOLERANCE : SEQUENCED_TOLERANCE;
    }

    private void checkExposureTime(Located located, BigDecimal examSeconds) {
        Optional<BigDecimal> exposure = located.event().scan().exposureTimeS();
        if (exposure.isPresent() && exposure.get().compareTo(examSeconds) > 0) {
            reading.note(
                    Finding.Kind.VALUE,
                    located.item(),
                    "Exposure Time of " + exposure.get().toPlainString()
                            + " s is longer than the exam; kept as reported");
        }
    }

    private void checkEventCount(List<Located> events, Whole whole) {
        Optional<Integer> count = whole.totals().eventCount();
        if (count.isPresent() && count.get() != events.size()) {
            reading.note(
                    Finding.Kind.CONFLICT,
                    whole.item(),
                    "Total Number of Irradiation Events is " + count.get() + ", found " + events.size());
        }
    }

    private void checkDlpTotal(List<Located> events, Whole whole) {
        Optional<BigDecimal> total = whole.totals().dlpMGyCm();
        Optional<BigDecimal> sum =
                Tid10011.dlpSum(events.stream().map(Located::event).toList());
        if (total.isPresent() && sum.isPresent() && differs(total.get(), sum.get())) {
            reading.note(
                    Finding.Kind.CONFLICT,
                    whole.item(),
                    "CT Dose Length Product Total is " + total.get().toPlainString() + " mGy·cm, the events sum to "
                            + sum.get().toPlainString() + "; both are kept");
        }
    }

    /** Compares the sub-totals, which a report gives by phantom, with the sums of the events on each phantom. */
    private void checkSubTotals(List<Located> events, Whole whole) {
        for (ReportedTotals.SubTotal subTotal : whole.totals().subTotals()) {
            BigDecimal sum = BigDecimal.ZERO;
            for (Located located : events) {
                EventDose dose = located.event().dose();
                if (dose.phantomCm().equals(subTotal.phantomCm())
                        && dose.dlpMGyCm().isPresent()) {
                    sum = sum.add(dose.dlpMGyCm().get());
                }
            }
            if (differs(subTotal.dlpMGyCm(), sum)) {
                reading.note(
                        Finding.Kind.CONFLICT,
                        whole.item(),
                        "DLP Sub-Total (130745) of the "
                                + subTotal.phantomCm().map(cm -> cm + " cm").orElse("unknown") + " phantom is "
                                + subTotal.dlpMGyCm().toPlainString() + " mGy·cm, its events sum to "
                                + sum.toPlainString()
                                + "; both are kept");
            }
        }
    }

    private static boolean differs(BigDecimal reported, BigDecimal sum) {
        BigDecimal tolerance = reported.multiply(TOTAL_TOLERANCE).max(BigDecimal.ONE);
        return reported.subtract(sum).abs().compareTo(tolerance) > 0;
    }
}
