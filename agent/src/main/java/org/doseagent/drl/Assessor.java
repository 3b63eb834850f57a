package org.doseagent.drl;

import java.math.BigDecimal;
import java.math.MathContext;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.doseagent.dose.AssessedExam;
import org.doseagent.dose.Assessment;
import org.doseagent.dose.EventRole;
import org.doseagent.dose.Exam;
import org.doseagent.dose.ExamPart;
import org.doseagent.dose.IrradiationEvent;
import org.doseagent.dose.Quantity;
import org.doseagent.dose.Verdict;
import org.doseagent.drl.Mapping.Match;

/**
 * Splits an exam into parts by category and compares each with the active sets: strictly above is EXCEEDED, equal is WITHIN, and what
 * cannot be compared is NOT_ASSESSED with its reason. Values of different phantoms are never added or compared. Immutable.
 */
public final class Assessor {

    private static final MathContext FOUR_DIGITS = new MathContext(4);

    private final Mapping mapping;
    private final List<DrlSet> sets;
    private final AlertRules alertRules;

    public Assessor(Mapping mapping, List<DrlSet> sets, List<EventRules> eventRules, BigDecimal farAboveMultiple) {
        this.mapping = mapping;
        this.sets = List.copyOf(sets);
        this.alertRules = new AlertRules(sets, eventRules, farAboveMultiple);
    }

    /** Returns the exam with its parts, comparisons and alerts. */
    public AssessedExam assess(Exam exam) {
        List<ExamPart> parts = parts(exam);
        List<Assessment> assessments = new ArrayList<>();
        for (int i = 0; i < parts.size(); i++) {
            for (Quantity quantity : Quantity.values()) {
                assessments.addAll(compare(exam, i, parts.get(i), quantity));
            }
        }
        return new AssessedExam(exam, parts, assessments, alertRules.alerts(exam, parts, assessments));
    }

    private List<ExamPart> parts(Exam exam) {
        Map<String, List<Integer>> byCategory = new LinkedHashMap<>();
        Map<String, Match> matches = new TreeMap<>();
        List<Integer> others = new ArrayList<>();
        for (int i = 0; i < exam.events().size(); i++) {
            IrradiationEvent event = exam.events().get(i);
            Optional<Match> match = mapping.match(new Mapping.Subject(
                    event.protocol(),
                    exam.study().studyDescription(),
                    event.targetRegion(),
                    exam.study().procedureCodes(),
                    event.device()));
            if (event.role() != EventRole.DIAGNOSTIC) {
                others.add(i);
            } else {
                String category = match.map(Match::category).orElse("");
                match.ifPresent(found -> matches.putIfAbsent(category, found));
                byCategory.computeIfAbsent(category, key -> new ArrayList<>()).add(i);
            }
        }
        if (byCategory.isEmpty()) {
            return List.of();
        }
        // A localizer or timing run belongs to the part whose diagnostic event follows it, else to the last one.
        for (int other : others) {
            byCategory.values().stream()
                    .filter(events -> events.stream().anyMatch(event -> event > other))
                    .findFirst()
                    .or(() -> byCategory.values().stream().reduce((first, second) -> second))
                    .ifPresent(events -> events.add(other));
        }
        return byCategory.entrySet().stream()
                .map(entry -> part(exam, Optional.ofNullable(matches.get(entry.getKey())), entry.getValue()))
                .toList();
    }

    private static ExamPart part(Exam exam, Optional<Match> match, List<Integer> indices) {
        List<Integer> sorted = indices.stream().sorted().toList();
        List<IrradiationEvent> events = sorted.stream().map(exam.events()::get).toList();
        Optional<Integer> phantom = mainPhantom(events);
        return new ExamPart(
                match.map(Match::category),
                match.map(Match::rule),
                match.map(Match::version),
                match.map(Match::evidence),
                phantom,
                phantom.flatMap(cm -> largestCtdiVol(events, cm)),
                phantom.flatMap(cm -> dlpOf(events, cm, true)),
                phantom.flatMap(cm -> dlpOf(events, cm, false)),
                phantom.flatMap(cm -> largestDlp(events, cm)),
                sorted);
    }

    /** Returns the phantom with the greatest DLP among diagnostic events. */
    private static Optional<Integer> mainPhantom(List<IrradiationEvent> events) {
        Map<Integer, BigDecimal> dlp = new TreeMap<>();
        for (IrradiationEvent event : events) {
            if (event.role() == EventRole.DIAGNOSTIC) {
                event.dose()
                        .phantomCm()
                        .ifPresent(
                                cm -> dlp.merge(cm, event.dose().dlpMGyCm().orElse(BigDecimal.ZERO), BigDecimal::add));
            }
        }
        return dlp.entrySet().stream().max(Map.Entry.comparingByValue()).map(Map.Entry::getKey);
    }

    private static Optional<BigDecimal> largestCtdiVol(List<IrradiationEvent> events, int phantomCm) {
        return events.stream()
                .filter(event -> event.role() == EventRole.DIAGNOSTIC && isOn(event, phantomCm))
                .flatMap(event -> event.dose().ctdiVolMGy().stream())
                .max(Comparator.naturalOrder());
    }

    private static Optional<BigDecimal> dlpOf(List<IrradiationEvent> events, int phantomCm, boolean withLocalizers) {
        return events.stream()
                .filter(event -> isOn(event, phantomCm))
                .filter(event -> withLocalizers || event.role() == EventRole.DIAGNOSTIC)
                .flatMap(event -> event.dose().dlpMGyCm().stream())
                .reduce(BigDecimal::add);
    }

    private static boolean isOn(IrradiationEvent event, int phantomCm) {
        return event.dose().phantomCm().filter(cm -> cm == phantomCm).isPresent();
    }

    private List<Assessment> compare(Exam exam, int index, ExamPart part, Quantity quantity) {
        Optional<String> obstacle = obstacle(exam, part);
        if (obstacle.isPresent()) {
            return List.of(notAssessed(index, quantity, obstacle.get(), Optional.empty()));
        }
        int days = exam.patient().ageDays().orElseThrow();
        List<Assessment> assessments = new ArrayList<>();
        Optional<LocalDate> day = exam.study().studyDateTime().map(LocalDateTime::toLocalDate);
        for (DrlSet set : sets) {
            if (!set.isValidOn(day)) {
                continue;
            }
            set.rows().stream()
                    .filter(row -> row.category().equals(part.category().orElseThrow()) && row.quantity() == quantity)
                    .filter(row -> row.isForAge(days))
                    .flatMap(row -> byWeight(exam, index, part, set, row).stream())
                    .distinct()
                    .forEach(assessments::add);
        }
        if (assessments.isEmpty()) {
            String reason =
                    "no set that is valid on the day of the exam has a level for this category, quantity and age";
            assessments.add(notAssessed(index, quantity, reason, Optional.empty()));
        }
        return assessments;
    }

    /** Where a level goes by weight, only its band is compared; without a weight that is said, never guessed. */
    private static Optional<Assessment> byWeight(Exam exam, int index, ExamPart part, DrlSet set, DrlSet.Row row) {
        Optional<BigDecimal> weight = exam.patient().weightKg();
        if (row.goesByWeight() && weight.isEmpty()) {
            return Optional.of(notAssessed(
                    index, row.quantity(), "weight unknown, and the level goes by weight", Optional.of(set)));
        }
        return weight.isPresent() && !row.weightKg().contains(weight.get())
                ? Optional.empty()
                : Optional.of(compare(exam, index, part, set, row));
    }

    private static Optional<String> obstacle(Exam exam, ExamPart part) {
        if (exam.isQa()
                || part.eventIndices().stream()
                        .anyMatch(event -> exam.events().get(event).role() == EventRole.QA)) {
            return Optional.of("quality control or phantom, not a patient");
        }
        if (part.category().isEmpty()) {
            return Optional.of("exam is not mapped to a category");
        }
        if (exam.patient().ageDays().isEmpty()) {
            return Optional.of("age unknown");
        }
        return part.phantomCm().isEmpty() ? Optional.of("phantom unknown") : Optional.empty();
    }

    private static Assessment compare(Exam exam, int index, ExamPart part, DrlSet set, DrlSet.Row row) {
        List<IrradiationEvent> events =
                part.eventIndices().stream().map(exam.events()::get).toList();
        Optional<BigDecimal> value = value(events, set, row);
        if (value.isEmpty()) {
            return notAssessed(
                    index,
                    row.quantity(),
                    "no value on the " + row.phantomCm() + " cm phantom of the reference level",
                    Optional.of(set));
        }
        boolean isAbove = value.get().compareTo(row.value()) > 0;
        return new Assessment(
                index,
                row.quantity(),
                value,
                Optional.of(row.value()),
                Optional.of(value.get().divide(row.value(), FOUR_DIGITS)),
                isAbove ? Verdict.EXCEEDED : Verdict.WITHIN,
                set.reservation(row),
                Optional.of(set.id()),
                Optional.of(set.sha256()),
                Optional.of(row.population()));
    }

    private static Optional<BigDecimal> value(List<IrradiationEvent> events, DrlSet set, DrlSet.Row row) {
        if (row.quantity() == Quantity.CTDIVOL) {
            return largestCtdiVol(events, row.phantomCm());
        }
        if (row.scope() == DrlSet.Scope.EXAM) {
            return dlpOf(events, row.phantomCm(), set.countsLocalizers());
        }
        return largestDlp(events, row.phantomCm());
    }

    private static Optional<BigDecimal> largestDlp(List<IrradiationEvent> events, int phantomCm) {
        return events.stream()
                .filter(event -> event.role() == EventRole.DIAGNOSTIC && isOn(event, phantomCm))
                .flatMap(event -> event.dose().dlpMGyCm().stream())
                .max(Comparator.naturalOrder());
    }

    private static Assessment notAssessed(int part, Quantity quantity, String reason, Optional<DrlSet> set) {
        return new Assessment(
                part,
                quantity,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Verdict.NOT_ASSESSED,
                Optional.of(reason),
                set.map(DrlSet::id),
                set.map(DrlSet::sha256),
                Optional.empty());
    }
}
