package org.doseagent.rdsr;

import java.math.BigDecimal;
import java.util.Optional;
import org.doseagent.dose.DoseCheck;
import org.doseagent.rdsr.Codes.Concept;

/** TID 10015 CT Dose Check Details (NEMA XR-25), inside CT Dose; either container may stand alone. */
final class Tid10015 {

    /** The concepts of one container. */
    private record Rows(
            Concept dlpConfigured,
            Concept ctdiVolConfigured,
            Concept dlpValue,
            Concept ctdiVolValue,
            Concept dlpEstimate,
            Concept ctdiVolEstimate) {}

    private static final Rows ALERT = new Rows(
            Codes.ALERT_DLP_CONFIGURED,
            Codes.ALERT_CTDI_VOL_CONFIGURED,
            Codes.ALERT_DLP_VALUE,
            Codes.ALERT_CTDI_VOL_VALUE,
            Codes.ALERT_DLP_ESTIMATE,
            Codes.ALERT_CTDI_VOL_ESTIMATE);
    private static final Rows NOTIFICATION = new Rows(
            Codes.NOTIFICATION_DLP_CONFIGURED,
            Codes.NOTIFICATION_CTDI_VOL_CONFIGURED,
            Codes.NOTIFICATION_DLP_VALUE,
            Codes.NOTIFICATION_CTDI_VOL_VALUE,
            Codes.NOTIFICATION_DLP_ESTIMATE,
            Codes.NOTIFICATION_CTDI_VOL_ESTIMATE);

    private Tid10015() {}

    /** Returns the dose check of an event, searched at any depth because vendors nest it differently. */
    static Optional<DoseCheck> read(ContentItem event, Reading reading) {
        Optional<DoseCheck.Details> alert =
                event.deep(Codes.DOSE_CHECK_ALERT).map(item -> details(item, ALERT, reading));
        Optional<DoseCheck.Details> notification =
                event.deep(Codes.DOSE_CHECK_NOTIFICATION).map(item -> details(item, NOTIFICATION, reading));
        return alert.isEmpty() && notification.isEmpty()
                ? Optional.empty()
                : Optional.of(new DoseCheck(alert, notification));
    }

    private static DoseCheck.Details details(ContentItem item, Rows rows, Reading reading) {
        return new DoseCheck.Details(
                yesNo(item, rows.dlpConfigured()),
                dlp(item, rows.dlpValue(), reading),
                dlp(item, rows.dlpEstimate(), reading),
                yesNo(item, rows.ctdiVolConfigured()),
                ctdiVol(item, rows.ctdiVolValue(), reading),
                ctdiVol(item, rows.ctdiVolEstimate(), reading));
    }

    private static Optional<BigDecimal> dlp(ContentItem item, Concept concept, Reading reading) {
        return reading.number(item, concept, Units.MILLIGRAY_CM, "dose check DLP");
    }

    private static Optional<BigDecimal> ctdiVol(ContentItem item, Concept concept, Reading reading) {
        return reading.number(item, concept, Units.MILLIGRAY, "dose check CTDIvol");
    }

    private static Optional<Boolean> yesNo(ContentItem item, Concept concept) {
        Optional<ContentItem> answer = item.first(concept);
        Concept coded = answer.isEmpty() ? Codes.NONE : answer.get().codedConcept();
        if (coded == Codes.YES) {
            return Optional.of(true);
        }
        return coded == Codes.NO ? Optional.of(false) : Optional.empty();
    }
}
