package org.doseagent.drl;

import org.doseagent.dose.assessment.AlertWords;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.doseagent.dose.DoseCheck;
import org.doseagent.dose.Exam;
import org.doseagent.dose.assessment.Alert;
import org.doseagent.dose.assessment.AlertKind;

/** What the scanner's own dose check (NEMA XR-25) reported, in words. */
final class DoseCheckAlert {

    /** Estimates named in the text; an exam of many events says how many more there are. */
    private static final int MOST_NAMED = 10;

    private DoseCheckAlert() {}

    static Optional<Alert> of(Exam exam) {
        List<String> exceeded = new ArrayList<>();
        int reporting = 0;
        int events = 0;
        for (int i = 0; i < exam.events().size(); i++) {
            Optional<DoseCheck> check = exam.events().get(i).doseCheck();
            if (check.isPresent()) {
                reporting++;
                List<String> own = exceeded(check.get(), "event " + (i + 1));
                exceeded.addAll(own);
                events += own.isEmpty() ? 0 : 1;
            }
        }
        return exceeded.isEmpty()
                ? Optional.empty()
                : Optional.of(Alert.of(
                        AlertKind.DOSE_CHECK,
                        "dose-check",
                        AlertWords.of(text(exceeded, events, reporting, exam.events().size()))));
    }

    private static String text(List<String> exceeded, int events, int reporting, int all) {
        return "The scanner's own dose check reported a value above its configured one in " + events + " events: "
                + String.join("; ", exceeded.subList(0, Math.min(MOST_NAMED, exceeded.size())))
                + (exceeded.size() > MOST_NAMED ? "; and " + (exceeded.size() - MOST_NAMED) + " more" : "")
                + ". Counted: " + reporting + " of " + all + " events with a dose check; the others report none."
                + " Rule: forward estimate above the configured value (source: the report, NEMA XR-25)."
                + " Its notification and alert values are settings of the console, not DRLs. " + Alert.NOT_A_LIMIT;
    }

    private static List<String> exceeded(DoseCheck check, String event) {
        List<String> texts = new ArrayList<>();
        check.alert().ifPresent(details -> texts.addAll(exceeded(details, event + ", alert value")));
        check.notification().ifPresent(details -> texts.addAll(exceeded(details, event + ", notification value")));
        return texts;
    }

    private static List<String> exceeded(DoseCheck.Details details, String what) {
        List<String> texts = new ArrayList<>();
        details.dlpForwardEstimateMGyCm()
                .flatMap(estimate -> details.dlpValueMGyCm().flatMap(value -> above(estimate, value)))
                .ifPresent(text -> texts.add(what + ": DLP estimate " + text + " mGy·cm"));
        details.ctdiVolForwardEstimateMGy()
                .flatMap(estimate -> details.ctdiVolValueMGy().flatMap(value -> above(estimate, value)))
                .ifPresent(text -> texts.add(what + ": CTDIvol estimate " + text + " mGy"));
        return texts;
    }

    private static Optional<String> above(BigDecimal estimate, BigDecimal configured) {
        return estimate.compareTo(configured) > 0
                ? Optional.of(estimate.toPlainString() + " above " + configured.toPlainString())
                : Optional.empty();
    }
}
