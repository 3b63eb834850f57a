package org.doseagent.drl;

import org.doseagent.dose.assessment.AlertWords;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.doseagent.dose.EventRole;
import org.doseagent.dose.Exam;
import org.doseagent.dose.ExamPart;
import org.doseagent.dose.Finding;
import org.doseagent.dose.IrradiationEvent;
import org.doseagent.dose.assessment.Alert;
import org.doseagent.dose.assessment.AlertKind;
import org.doseagent.dose.assessment.DataProblem;

/** What is wrong with the data of an exam: the findings by name, and what keeps the exam or an event out of comparison. */
final class DataQualityAlert {

    /** Different findings named in an alert; it says how many more there are. */
    private static final int MAX_NAMED = 3;

    private DataQualityAlert() {}

    static Optional<Alert> of(Exam exam, List<ExamPart> parts) {
        Set<DataProblem> problems = EnumSet.noneOf(DataProblem.class);
        List<String> reasons = new ArrayList<>();
        if (parts.isEmpty()) {
            problems.add(DataProblem.NO_DIAGNOSTIC_EVENT);
            reasons.add("no diagnostic event");
        }
        if (parts.stream().anyMatch(part -> part.category().isEmpty())) {
            problems.add(DataProblem.NOT_MAPPED);
            reasons.add("the exam is not mapped to a category");
        }
        List<Gap> gaps = gaps(exam);
        if (!gaps.isEmpty()) {
            gaps.forEach(gap -> problems.add(gap.problem()));
            reasons.add(gaps.stream().map(Gap::text).collect(Collectors.joining(", ")));
        }
        findings(exam, problems).ifPresent(reasons::add);
        return reasons.isEmpty()
                ? Optional.empty()
                : Optional.of(Alert.of(
                                AlertKind.DATA_QUALITY,
                                "data-quality",
                                AlertWords.of("Data quality: " + String.join("; ", reasons)
                                        + ". Rule: an alert opens for findings of the kinds CONFLICT, UNIT and VALUE, and for whatever excludes an event or the exam from comparison; see exams show. Events, all kept as reported: "
                                        + exam.events().size()
                                        + ". A comparison of this exam with a DRL may be wrong. "
                                        + Alert.NOT_A_LIMIT))
                        .about(problems));
    }

    /** Names each different finding once, with its kind, and adds the problems that they are. */
    private static Optional<String> findings(Exam exam, Set<DataProblem> problems) {
        Set<String> different = new LinkedHashSet<>();
        for (Finding finding : exam.findings()) {
            problem(finding).ifPresent(problem -> {
                problems.add(problem);
                different.add(finding.code() + ": " + finding.text());
            });
        }
        if (different.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(String.join("; ", different.stream().limit(MAX_NAMED).toList())
                + (different.size() > MAX_NAMED ? "; and " + (different.size() - MAX_NAMED) + " more findings" : ""));
    }

    /** Returns the problem that a finding is; empty for one that leaves the comparison as it is. */
    private static Optional<DataProblem> problem(Finding finding) {
        return switch (finding.code()) {
            case CONFLICT -> Optional.of(DataProblem.CONFLICT);
            case UNIT -> Optional.of(DataProblem.UNIT);
            case VALUE -> Optional.of(DataProblem.VALUE);
            case MISSING, STRUCTURE, DUPLICATE, INFERRED -> Optional.empty();
        };
    }

    /** What keeps a diagnostic event, or the exam, out of comparison. */
    private record Gap(DataProblem problem, String text) {}

    private static List<Gap> gaps(Exam exam) {
        List<Gap> gaps = new ArrayList<>();
        List<IrradiationEvent> diagnostic = exam.events().stream()
                .filter(event -> event.role() == EventRole.DIAGNOSTIC)
                .toList();
        count(diagnostic, event -> event.dose().dlpMGyCm().isEmpty()
                        && event.dose().ctdiVolMGy().isEmpty())
                .map(events -> new Gap(DataProblem.WITHOUT_DOSE, events + " without a dose"))
                .ifPresent(gaps::add);
        count(diagnostic, event -> event.dose().ctdiVolMGy().isPresent()
                        && event.dose().phantomCm().isEmpty())
                .map(events -> new Gap(DataProblem.UNKNOWN_PHANTOM, events + " with an unknown phantom"))
                .ifPresent(gaps::add);
        count(diagnostic, event -> !event.key().isUid())
                .map(events -> new Gap(DataProblem.WITHOUT_UID, events + " without an Irradiation Event UID"))
                .ifPresent(gaps::add);
        if (exam.patient().ageDays().isEmpty()) {
            gaps.add(new Gap(DataProblem.AGE_UNKNOWN, "age unknown"));
        }
        return gaps;
    }

    /** Returns for how many events the test holds, such as "2 diagnostic events"; empty for none. */
    private static Optional<String> count(List<IrradiationEvent> events, Predicate<IrradiationEvent> test) {
        long count = events.stream().filter(test).count();
        return count > 0 ? Optional.of(count + " diagnostic events") : Optional.empty();
    }
}
