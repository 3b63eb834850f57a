package org.doseagent.drl;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.doseagent.dose.AlertDraft;
import org.doseagent.dose.AlertKind;
import org.doseagent.dose.Assessment;
import org.doseagent.dose.DoseCheck;
import org.doseagent.dose.EventRole;
import org.doseagent.dose.Exam;
import org.doseagent.dose.ExamPart;
import org.doseagent.dose.Finding;
import org.doseagent.dose.Quantity;
import org.doseagent.dose.Verdict;

/** Which alerts an assessed exam opens, and in what words: numbers, events, rule and source; never as if a DRL were a limit. */
final class AlertRules {

    private static final String NOT_A_LIMIT =
            "A DRL is compared with the median of a group; for one exam this is a hint to look, not a limit: where the median of a scanner is"
                    + " at two thirds of the level, about one exam in eight is above it, and where it is at the level every second one is.";

    private final Map<String, DrlSet> sets = new LinkedHashMap<>();
    private final List<EventRules> eventRules;
    private final BigDecimal farAboveMultiple;

    AlertRules(List<DrlSet> sets, List<EventRules> eventRules, BigDecimal farAboveMultiple) {
        this.eventRules = List.copyOf(eventRules);
        sets.forEach(set -> this.sets.put(set.id(), set));
        this.farAboveMultiple = farAboveMultiple;
    }

    List<AlertDraft> alerts(Exam exam, List<ExamPart> parts, List<Assessment> assessments) {
        List<AlertDraft> alerts = new ArrayList<>();
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
        doseCheck(exam).ifPresent(alerts::add);
        dataQuality(exam, parts).ifPresent(alerts::add);
        return alerts;
    }

    private AlertDraft aboveDrl(Exam exam, ExamPart part, Assessment assessment) {
        // Not by the ratio, which is rounded for people.
        BigDecimal far = assessment.drl().orElseThrow().multiply(farAboveMultiple);
        boolean isFar = assessment.value().orElseThrow().compareTo(far) > 0;
        String set = assessment.drlSet().orElse("");
        return new AlertDraft(
                isFar ? AlertKind.EXAM_FAR_ABOVE_DRL : AlertKind.EXAM_ABOVE_DRL,
                "drl/" + assessment.part() + "/" + assessment.quantity() + "/" + set,
                part.category(),
                Optional.of(assessment.quantity()),
                assessment.value(),
                assessment.drl(),
                assessment.ratio(),
                assessment.drlSet(),
                text(exam, part, assessment),
                AlertDraft.severity(assessment.ratio(), isFar));
    }

    private String text(Exam exam, ExamPart part, Assessment assessment) {
        boolean isDlp = assessment.quantity() == Quantity.DLP;
        String unit = " " + assessment.quantity().unit();
        long diagnostic = part.eventIndices().stream()
                .filter(event -> exam.events().get(event).role() == EventRole.DIAGNOSTIC)
                .count();
        long others = part.eventIndices().size() - diagnostic;
        DrlSet set = sets.get(assessment.drlSet().orElse(""));
        StringBuilder text = new StringBuilder();
        text.append(part.category().orElse(""))
                .append(isDlp ? ": DLP " : ": CTDIvol ")
                .append(plain(assessment.value()))
                .append(unit)
                .append(" is above the DRL of ")
                .append(plain(assessment.drl()))
                .append(unit)
                .append(" (ratio ")
                .append(plain(assessment.ratio()))
                .append("). Counted: ")
                .append(diagnostic)
                .append(" diagnostic events; localizer and timing events: ")
                .append(others)
                .append(isDlp && set != null && set.countsLocalizers() ? " (counted for DLP)" : " (left out)")
                .append(". Rule ")
                .append(part.mappingRule().orElse("none"))
                .append(", set ")
                .append(assessment.drlSet().orElse(""));
        if (set != null) {
            text.append(" (")
                    .append(set.source())
                    .append(", ")
                    .append(set.edition())
                    .append(")");
        }
        return text.append(". ").append(NOT_A_LIMIT).toString();
    }

    private boolean isTrusted(Assessment assessment) {
        DrlSet set = sets.get(assessment.drlSet().orElse(""));
        return set != null && set.isTrusted();
    }

    private static Optional<AlertDraft> eventCtdiVol(Exam exam, EventRules pack, EventRules.Rule rule) {
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
                + (pack.countsLocalizers() ? "counted" : "not counted") + ". Rule pack " + pack.id() + " ("
                + pack.source()
                + "). This is not a DRL.";
        return Optional.of(new AlertDraft(
                AlertKind.EVENT_CTDIVOL,
                "event-ctdivol/" + pack.id() + "/" + rule.phantomCm(),
                Optional.empty(),
                Optional.of(Quantity.CTDIVOL),
                Optional.of(largest),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                text));
    }

    private static String numbers(List<Integer> events) {
        return String.join(", ", events.stream().map(event -> "" + (event + 1)).toList());
    }

    private static Optional<AlertDraft> doseCheck(Exam exam) {
        long exceeded = exam.events().stream()
                .flatMap(event -> event.doseCheck().stream())
                .filter(AlertRules::isExceeded)
                .count();
        return exceeded == 0
                ? Optional.empty()
                : Optional.of(simple(
                        AlertKind.DOSE_CHECK,
                        "dose-check",
                        "The scanner's own dose check reported a value above its configured one in " + exceeded
                                + " events. Its notification and alert values are console settings, not DRLs."));
    }

    private static boolean isExceeded(DoseCheck check) {
        return check.alert().filter(DoseCheck.Details::isExceeded).isPresent()
                || check.notification().filter(DoseCheck.Details::isExceeded).isPresent();
    }

    private static Optional<AlertDraft> dataQuality(Exam exam, List<ExamPart> parts) {
        List<String> reasons = new ArrayList<>();
        if (parts.isEmpty()) {
            reasons.add("no diagnostic event");
        }
        if (parts.stream().anyMatch(part -> part.category().isEmpty())) {
            reasons.add("the exam is not mapped to a category");
        }
        long troubles = exam.findings().stream()
                .filter(finding -> finding.code() == Finding.Kind.CONFLICT
                        || finding.code() == Finding.Kind.UNIT
                        || finding.code() == Finding.Kind.VALUE)
                .count();
        if (troubles > 0) {
            reasons.add(troubles + " findings about contradictory, implausible or unusable values");
        }
        return reasons.isEmpty()
                ? Optional.empty()
                : Optional.of(simple(
                        AlertKind.DATA_QUALITY,
                        "data-quality",
                        "Data quality: " + String.join("; ", reasons) + ". See the findings of the exam."));
    }

    private static AlertDraft simple(AlertKind kind, String key, String text) {
        return new AlertDraft(
                kind,
                key,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                text);
    }

    private static String plain(Optional<BigDecimal> value) {
        return value.map(BigDecimal::toPlainString).orElse("?");
    }
}
