package org.doseagent.store.alerts;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.doseagent.dose.Quantity;
import org.doseagent.dose.assessment.AlertKind;
import org.doseagent.dose.assessment.DataProblem;
import org.doseagent.dose.assessment.Severity;

/**
 * The alerts that have one cause, for a person to read as one: DLP and CTDIvol of one part of an exam beside all sets; or the alerts about one kind of
 * bad data on one scanner. Every other alert is a case of its own. The store keeps an alert for each quantity, as the contract of the command line
 * has it.
 *
 * @param alerts never empty, in the order in which they were given
 */
public record AlertCase(List<AlertEntry> alerts) {

    /** The most severe first, then the one farthest above its level, then the newest. */
    public static final Comparator<AlertCase> BY_SEVERITY = Comparator.comparing(AlertCase::severity)
            .thenComparing(AlertCase::ratio, Comparator.reverseOrder())
            .thenComparing(each -> each.lead().id(), Comparator.reverseOrder());

    /** The key of an alert that compares a part of an exam with a level has four fields: "drl", part, quantity, set. */
    private static final int UP_TO_PART = 2;

    public AlertCase {
        alerts = List.copyOf(alerts);
    }

    /** Returns the cases of alerts, in the order of the first alert of each. */
    public static List<AlertCase> of(List<AlertEntry> alerts) {
        Map<String, List<AlertEntry>> byCause = new LinkedHashMap<>();
        alerts.forEach(alert -> byCause.computeIfAbsent(cause(alert), absent -> new ArrayList<>())
                .add(alert));
        return byCause.values().stream().map(AlertCase::new).toList();
    }

    /** Returns a text that is the same for alerts with the same cause. */
    static String cause(AlertEntry alert) {
        if (alert.kind() == AlertKind.DATA_QUALITY) {
            return "data|" + alert.subject().device().orElse("") + "|" + problems(alert);
        }
        boolean isAboutPart =
                alert.kind() == AlertKind.EXAM_ABOVE_DRL || alert.kind() == AlertKind.EXAM_FAR_ABOVE_DRL;
        return isAboutPart && alert.subject().study().isPresent()
                ? alert.subject().study().orElseThrow().value() + "|"
                        + part(alert.alert().key())
                : "one|" + alert.id();
    }

    private static String part(String key) {
        return String.join("/", List.of(key.split("/", -1)).subList(0, UP_TO_PART));
    }

    private static String problems(AlertEntry alert) {
        String problems =
                alert.alert().problems().stream().map(DataProblem::label).collect(Collectors.joining("; "));
        return problems.isEmpty() ? "other" : problems;
    }

    /** Returns what the data of the exams lack; empty for other cases. */
    public Optional<String> problems() {
        return severity() == Severity.DATA ? Optional.of(problems(alerts.get(0))) : Optional.empty();
    }

    /** Returns the alert that speaks for the case: the one of the most severe kind and the largest ratio. */
    public AlertEntry lead() {
        return alerts.stream()
                .min(Comparator.comparing((AlertEntry alert) -> Severity.of(alert.kind()))
                        .thenComparing(AlertCase::ratio, Comparator.reverseOrder()))
                .orElseThrow();
    }

    public Severity severity() {
        return Severity.of(lead().kind());
    }

    /** Returns the alert of a quantity with the largest ratio. */
    public Optional<AlertEntry> of(Quantity quantity) {
        return alerts.stream()
                .filter(alert -> alert.alert().quantity().equals(Optional.of(quantity)))
                .max(Comparator.comparing(AlertCase::ratio));
    }

    BigDecimal ratio() {
        return ratio(lead());
    }

    private static BigDecimal ratio(AlertEntry alert) {
        return alert.alert().ratio().orElse(BigDecimal.ZERO);
    }
}
