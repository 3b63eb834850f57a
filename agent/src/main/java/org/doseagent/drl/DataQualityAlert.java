package org.doseagent.drl;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.doseagent.dose.EventRole;
import org.doseagent.dose.Exam;
import org.doseagent.dose.ExamPart;
import org.doseagent.dose.Finding;
import org.doseagent.dose.IrradiationEvent;
import org.doseagent.dose.assessment.Alert;
import org.doseagent.dose.assessment.AlertKind;

/** What is wrong with the data of an exam: the findings by name, and what keeps the exam or an event out of comparison. */
final class DataQualityAlert {

    /** Findings that make a comparison doubtful. */
    private static final Set<Finding.Kind> TROUBLES =
            Set.of(Finding.Kind.CONFLICT, Finding.Kind.UNIT, Finding.Kind.VALUE);

    /** Different findings named in an alert; it says how many more there are. */
    private static final int MAX_NAMED = 3;

    private DataQualityAlert() {}

    static Optional<Alert> of(Exam exam, List<ExamPart> parts) {
        List<String> reasons = new ArrayList<>();
        if (parts.isEmpty()) {
            reasons.add("no diagnostic event");
        }
        if (parts.stream().anyMatch(part -> part.category().isEmpty())) {
            reasons.add("the exam is not mapped to a category");
        }
        gaps(exam).ifPresent(reasons::add);
        findings(exam).ifPresent(reasons::add);
        return reasons.isEmpty()
                ? Optional.empty()
                : Optional.of(Alert.of(
                        AlertKind.DATA_QUALITY,
                        "data-quality",
                        "Data quality: " + String.join("; ", reasons)
                                + ". Rule: an alert opens for findings of the kinds CONFLICT, UNIT and VALUE, and for whatever excludes an event or the exam from comparison; see exams show. Events, all kept as reported: "
                                + exam.events().size()
                                + ". A comparison of this exam with a DRL may be wrong. "
                                + Alert.NOT_A_LIMIT));
    }

    /** Names each different finding once, with its kind. */
    private static Optional<String> findings(Exam exam) {
        Set<String> different = new LinkedHashSet<>();
        for (Finding finding : exam.findings()) {
            if (TROUBLES.contains(finding.code())) {
                different.add(finding.code() + ": " + finding.text());
            }
        }
        if (different.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(String.join("; ", different.stream().limit(MAX_NAMED).toList())
                + (different.size() > MAX_NAMED ? "; and " + (different.size() - MAX_NAMED) + " more findings" : ""));
    }

    /** What keeps a diagnostic event, or the exam, out of comparison. */
    private static Optional<String> gaps(Exam exam) {
        List<String> gaps = new ArrayList<>();
        List<IrradiationEvent> diagnostic = exam.events().stream()
                .filter(event -> event.role() == EventRole.DIAGNOSTIC)
                .toList();
        addCount(
                gaps,
                diagnostic,
                event -> event.dose().dlpMGyCm().isEmpty()
                        && event.dose().ctdiVolMGy().isEmpty(),
                "without a dose");
        addCount(
                gaps,
                diagnostic,
                event -> event.dose().ctdiVolMGy().isPresent()
                        && event.dose().phantomCm().isEmpty(),
                "with an unknown phantom");
        addCount(gaps, diagnostic, event -> !event.key().isUid(), "without an Irradiation Event UID");
        if (exam.patient().ageDays().isEmpty()) {
            gaps.add("age unknown");
        }
        return gaps.isEmpty() ? Optional.empty() : Optional.of(String.join(", ", gaps));
    }

    private static void addCount(
            List<String> gaps, List<IrradiationEvent> events, Predicate<IrradiationEvent> test, String what) {
        long count = events.stream().filter(test).count();
        if (count > 0) {
            gaps.add(count + " diagnostic events " + what);
        }
    }
}
