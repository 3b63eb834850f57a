package org.doseagent.drl;

import org.doseagent.dose.assessment.AlertWords;
import java.util.Set;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.doseagent.dose.EventRole;
import org.doseagent.dose.Exam;
import org.doseagent.dose.ExamPart;
import org.doseagent.dose.Quantity;
import org.doseagent.dose.assessment.Alert;
import org.doseagent.dose.assessment.AlertKind;
import org.doseagent.dose.assessment.Assessment;
import org.doseagent.dose.assessment.Verdict;
import org.doseagent.drl.level.DrlSet;
import org.doseagent.drl.tripwire.Tripwire;

/** Which alerts an assessed exam opens, and in what words: numbers, events, rule and source; never as if a DRL were a limit. */
final class AlertRules {

    private final Map<String, DrlSet> sets = new LinkedHashMap<>();
    private final List<EventRules> eventRules;
    private final Tripwire tripwire;
    private final BigDecimal farAboveMultiple;

    AlertRules(Levels levels, BigDecimal farAboveMultiple) {
        this.eventRules = levels.eventRules();
        this.tripwire = levels.tripwire();
        levels.sets().forEach(set -> this.sets.put(set.id(), set));
        this.farAboveMultiple = farAboveMultiple;
    }

    List<Alert> alerts(Exam exam, List<ExamPart> parts, List<Assessment> assessments) {
        List<Alert> alerts = new ArrayList<>();
        if (exam.isQa()) {
            return alerts;
        }
        for (Assessment assessment : assessments) {
            if (assessment.verdict() == Verdict.EXCEEDED && isTrusted(assessment)) {
                alerts.add(aboveDrl(exam, parts.get(assessment.part()), assessment));
            }
        }
        for (EventRules pack : eventRules) {
            pack.rules().forEach(rule -> eventCtdiVol(exam, pack, rule).ifPresent(alerts::add));
        }
        tripwire.alert(exam, parts).ifPresent(alerts::add);
        DoseCheckAlert.of(exam).ifPresent(alerts::add);
        DataQualityAlert.of(exam, parts).ifPresent(alerts::add);
        return alerts;
    }

    private Alert aboveDrl(Exam exam, ExamPart part, Assessment assessment) {
        // Not by the ratio, which is rounded for people.
        BigDecimal far = assessment.drl().orElseThrow().multiply(farAboveMultiple);
        boolean isFar = assessment.value().orElseThrow().compareTo(far) > 0;
        String set = assessment.drlSet().orElse("");
        return new Alert(
                isFar ? AlertKind.EXAM_FAR_ABOVE_DRL : AlertKind.EXAM_ABOVE_DRL,
                "drl/" + assessment.part() + "/" + assessment.quantity() + "/" + set,
                part.category(),
                new Alert.Figures(
                        Optional.of(assessment.quantity()),
                        assessment.value(),
                        assessment.drl(),
                        assessment.ratio(),
                        assessment.drlSet()),
                Set.of(),
                AlertWords.of(text(exam, part, assessment, isFar)),
                assessment.ratio().map(ratio -> Alert.severity(ratio, isFar)).orElseGet(() -> Alert.severity(isFar)));
    }

    private String text(Exam exam, ExamPart part, Assessment assessment, boolean isFar) {
        Quantity quantity = assessment.quantity();
        String unit = " " + quantity.unit();
        DrlSet set = sets.get(assessment.drlSet().orElse(""));
        boolean countsLocalizers = quantity == Quantity.DLP && set != null && set.countsLocalizers();
        return part.category().orElse("") + ": " + quantity.label() + " " + assessment.value().map(BigDecimal::toPlainString).orElse("?") + unit
                + " is above the DRL of " + assessment.drl().map(BigDecimal::toPlainString).orElse("?") + unit + " (ratio " + assessment.ratio().map(BigDecimal::toPlainString).orElse("?")
                + (isFar ? ", which is above " + farAboveMultiple.toPlainString() + " times the DRL" : "") + "). "
                + counted(exam, part, countsLocalizers) + " Rule "
                + part.classification().rule().orElse("none") + ", set "
                + assessment.drlSet().orElse("")
                + (set == null ? "" : " (" + set.source() + ", " + set.edition() + ")") + ". "
                + (set == null
                        ? ""
                        : set.successor()
                                .map(next -> "The set is " + next.text() + ". ")
                                .orElse(""))
                + Alert.NOT_A_LIMIT;
    }

    /** Says which events of a part made its value, and which did not. */
    private static String counted(Exam exam, ExamPart part, boolean countsLocalizers) {
        long diagnostic = part.eventIndices().stream()
                .filter(event -> exam.events().get(event).role() == EventRole.DIAGNOSTIC)
                .count();
        return "Counted: " + diagnostic + " diagnostic events"
                + part.phantomCm().map(cm -> " on the " + cm + " cm phantom").orElse("")
                + "; localizer and timing events: " + (part.eventIndices().size() - diagnostic)
                + (countsLocalizers ? " (counted for DLP)" : " (left out)") + ".";
    }

    private boolean isTrusted(Assessment assessment) {
        DrlSet set = sets.get(assessment.drlSet().orElse(""));
        return set != null && set.isTrusted();
    }

    private static Optional<Alert> eventCtdiVol(Exam exam, EventRules pack, EventRules.Rule rule) {
        List<Integer> events = pack.above(exam, rule);
        if (events.isEmpty()) {
            return Optional.empty();
        }
        BigDecimal largest = events.stream()
                .flatMap(event -> exam.events().get(event).dose().ctdiVolMGy().stream())
                .max(Comparator.naturalOrder())
                .orElseThrow();
        List<Integer> leftOut = pack.leftOut(exam, rule);
        String text = "Events " + numbers(events) + " have a CTDIvol above "
                + rule.ctdiVolMGy().toPlainString() + " mGy on the "
                + rule.phantomCm() + " cm phantom; the largest is " + largest.toPlainString()
                + " mGy."
                + (leftOut.isEmpty()
                        ? ""
                        : " Events " + numbers(leftOut) + " are above it too, and are localizers or timing runs that"
                                + " are not counted.")
                + " Bolus tracking and test bolus events are "
                + (pack.countsTiming() ? "counted" : "not counted") + ", localizers are "
                + (pack.countsLocalizers() ? "counted" : "not counted") + "; " + pack.counted(exam) + " of "
                + exam.events().size() + " events were looked at. Rule pack " + pack.id() + " ("
                + pack.source()
                + "). This value is not a DRL; the alert asks why it was chosen. " + Alert.NOT_A_LIMIT;
        return Optional.of(new Alert(
                AlertKind.EVENT_CTDIVOL,
                "event-ctdivol/" + pack.id() + "/" + rule.phantomCm(),
                Optional.empty(),
                Alert.Figures.of(Quantity.CTDIVOL, largest),
                Set.of(),
                AlertWords.of(text),
                0));
    }

    private static String numbers(List<Integer> events) {
        return String.join(", ", events.stream().map(event -> "" + (event + 1)).toList());
    }
}
