package org.doseagent.rdsr;

import java.math.BigDecimal;
import java.util.Optional;
import org.doseagent.dose.DoseCheck;
import org.doseagent.rdsr.Codes.Concept;

/** TID 10015 CT Dose Check Details (NEMA XR-25), inside CT Dose; either container may stand alone. */
final class Tid10015 {

    /** The codes of one container, which follow each other in the standard. */
    private record Rows(
            Concept dlpConfigured,
            Concept ctdiVolConfigured,
            Concept dlpValue,
            Concept ctdiVolValue,
            Concept dlpEstimate,
            Concept ctdiVolEstimate) {}

    private static final Rows ALERT = new Rows(
            Codes.dcm("113901"),
            Codes.dcm("113902"),
            Codes.dcm("113903"),
            Codes.dcm("113904"),
            Codes.dcm("113905"),
            Codes.dcm("113906"));
    private static final Rows NOTIFICATION = new Rows(
            Codes.dcm("113909"),
            Codes.dcm("113910"),
            Codes.dcm("113911"),
            Codes.dcm("113912"),
            Codes.dcm("113913"),
            Codes.dcm("113914"));

    private Tid10015() {}

    /** Returns what dose check said of the event, looked for at any depth because vendors nest it differently. */
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
        return item.first(concept).flatMap(ContentItem::codeValue).flatMap(code -> {
            if (Codes.YES.matches(code)) {
                return Optional.of(true);
            }
            return Codes.NO.matches(code) ? Optional.of(false) : Optional.empty();
        });
    }
}
