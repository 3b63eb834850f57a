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
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.doseagent.dose.Classification;
import org.doseagent.dose.EventRole;
import org.doseagent.dose.Exam;
import org.doseagent.dose.ExamPart;
import org.doseagent.dose.Finding;
import org.doseagent.dose.IrradiationEvent;
import org.doseagent.dose.PartTotals;
import org.doseagent.dose.Quantity;
import org.doseagent.dose.assessment.AssessedExam;
import org.doseagent.dose.assessment.Assessment;
import org.doseagent.dose.assessment.Verdict;
import org.doseagent.drl.level.DrlSet;
import org.doseagent.drl.mapping.Decision;
import org.doseagent.drl.mapping.ExamMapping;
import org.doseagent.drl.phase.Phases;

/**
 * Splits an exam into parts by category and compares each with the active sets: strictly above is EXCEEDED, equal is WITHIN, and what
 * cannot be compared is NOT_ASSESSED with its reason. Values of different phantoms are never added or compared. Immutable.
 */
public final class Assessor {

    private static final MathContext FOUR_DIGITS = new MathContext(4);

    private final ExamMapping mapping;
    private final List<DrlSet> sets;
    private final AlertRules alertRules;

    public Assessor(Levels levels, BigDecimal farAboveMultiple) {
        this.mapping = new ExamMapping(levels.mapping());
        this.sets = levels.sets();
        this.alertRules = new AlertRules(levels, farAboveMultiple);
    }

    /** Returns the exam with its parts, comparisons and alerts, and what the mapping found among its findings. */
    public AssessedExam assess(Exam asMerged) {
        ExamMapping.Result mapped = mapping.classify(asMerged);
        Exam exam = withFindings(asMerged, mapped.findings());
        List<ExamPart> parts = parts(exam, mapped.events());
        List<Assessment> assessments = new ArrayList<>();
        for (int i = 0; i < parts.size(); i++) {
            for (Quantity quantity : Quantity.values()) {
                assessments.addAll(compare(new Subject(exam, i, parts.get(i)), quantity));
            }
        }
        return new AssessedExam(exam, parts, assessments, alertRules.alerts(exam, parts, assessments));
    }

    /** What the diagnostic events of a part share; the phantom is empty where the report does not name one of 16 or 32 cm. */
    private record PartKey(String category, Optional<Integer> phantomCm) {}

    /** An exam that is assessed again has the findings of the last mapping; those are replaced. */
    private static Exam withFindings(Exam exam, List<Finding> found) {
        List<Finding> findings = new ArrayList<>(exam.findings().stream()
                .filter(finding -> !finding.path().equals(ExamMapping.PATH))
                .toList());
        findings.addAll(found);
        return new Exam(
                exam.context(),
                exam.patientKey(),
                exam.reportedDlpTotalMGyCm(),
                exam.reportedEventCount(),
                exam.events(),
                findings,
                exam.reports());
    }

    /** Every diagnostic event is in one part; other events go with the one that follows them. */
    private static List<ExamPart> parts(Exam exam, Map<Integer, Decision> decisions) {
        Map<PartKey, List<Integer>> byKey = new LinkedHashMap<>();
        Map<String, Classification> classifications = new TreeMap<>();
        List<Integer> undosed = new ArrayList<>();
        List<Integer> others = new ArrayList<>();
        for (int i = 0; i < exam.events().size(); i++) {
            IrradiationEvent event = exam.events().get(i);
            if (event.role() != EventRole.DIAGNOSTIC) {
                others.add(i);
                continue;
            }
            Classification classification = classification(Objects.requireNonNull(decisions.get(i)));
            String category = classification.category().orElse("");
            classifications.putIfAbsent(category, classification);
            boolean hasDose = event.dose().ctdiVolMGy().isPresent()
                    || event.dose().dlpMGyCm().isPresent();
            boolean joins = !hasDose
                    && byKey.keySet().stream().anyMatch(key -> key.category().equals(category));
            PartKey key = new PartKey(category, event.dose().phantomCm());
            (joins ? undosed : byKey.computeIfAbsent(key, absent -> new ArrayList<>())).add(i);
        }
        undosed.forEach(event -> attach(exam, byKey, event));
        others.forEach(event -> attach(exam, byKey, event));
        return byKey.entrySet().stream()
                .map(entry -> part(
                        exam,
                        Objects.requireNonNull(
                                classifications.get(entry.getKey().category())),
                        entry.getKey(),
                        entry.getValue()))
                .toList();
    }

    /** Where there is no category, the evidence is the reason why. */
    private static Classification classification(Decision decision) {
        return decision.match()
                .map(found -> new Classification(
                        Optional.of(found.category()),
                        Optional.of(found.rule()),
                        Optional.of(found.version()),
                        Optional.of(found.evidence())))
                .orElseGet(() ->
                        new Classification(Optional.empty(), Optional.empty(), Optional.empty(), decision.reason()));
    }

    /** Puts an event into the part, of its own phantom if there is one, whose diagnostic event follows it, else into the last. */
    private static void attach(Exam exam, Map<PartKey, List<Integer>> byKey, int event) {
        Optional<Integer> phantom = exam.events().get(event).dose().phantomCm();
        boolean hasOwn = phantom.isPresent()
                && byKey.keySet().stream().anyMatch(key -> key.phantomCm().equals(phantom));
        List<List<Integer>> parts = byKey.entrySet().stream()
                .filter(entry -> !hasOwn || entry.getKey().phantomCm().equals(phantom))
                .map(Map.Entry::getValue)
                .toList();
        parts.stream()
                .filter(events -> events.stream().anyMatch(each -> each > event))
                .findFirst()
                .or(() -> parts.stream().reduce((first, second) -> second))
                .ifPresent(events -> events.add(event));
    }

    private static ExamPart part(Exam exam, Classification classification, PartKey key, List<Integer> indices) {
        List<Integer> sorted = indices.stream().sorted().toList();
        List<IrradiationEvent> events = sorted.stream().map(exam.events()::get).toList();
        PhantomValues values = new PhantomValues(events, key.phantomCm());
        PartTotals totals = new PartTotals(
                key.phantomCm(),
                values.largestCtdiVol(),
                values.dlp(true),
                values.dlp(false),
                largestPhase(exam, sorted.stream()
                        .filter(event -> exam.events().get(event).dose().phantomCm().equals(key.phantomCm()))));
        return new ExamPart(classification, totals, sorted);
    }

    /** The part that is compared, where it stands, and its exam. */
    private record Subject(Exam exam, int index, ExamPart part) {
        List<IrradiationEvent> events() {
            return part.eventIndices().stream().map(exam.events()::get).toList();
        }
    }

    private List<Assessment> compare(Subject subject, Quantity quantity) {
        Exam exam = subject.exam();
        ExamPart part = subject.part();
        Optional<String> obstacle = obstacle(exam, part);
        if (obstacle.isPresent()) {
            return List.of(notAssessed(subject, quantity, obstacle.get()));
        }
        int days = exam.patient().ageDays().orElseThrow();
        List<Assessment> assessments = new ArrayList<>();
        Optional<LocalDate> day = exam.study().studyDateTime().map(LocalDateTime::toLocalDate);
        for (DrlSet set : sets) {
            if (day.filter(known -> !set.isValidOn(known)).isPresent()) {
                continue;
            }
            set.rows().stream()
                    .filter(row -> row.category().equals(part.category().orElseThrow()) && row.quantity() == quantity)
                    .filter(row -> row.isForAge(days))
                    .filter(row -> isOnPhantomOf(part, set, row))
                    .flatMap(row -> byWeight(subject, set, row).stream())
                    .distinct()
                    .forEach(assessments::add);
        }
        if (assessments.isEmpty()) {
            String reason =
                    "no set that is valid on the day of the exam has a level for this category, quantity and age";
            assessments.add(notAssessed(subject, quantity, reason));
        }
        return assessments;
    }

    /** A set may have a level for each phantom; then only that of the part's phantom is compared. */
    private static boolean isOnPhantomOf(ExamPart part, DrlSet set, DrlSet.Row row) {
        return part.phantomCm().equals(Optional.of(row.phantomCm()))
                || set.rowsOf(row.category()).stream()
                        .noneMatch(other -> other.quantity() == row.quantity()
                                && other.patients().equals(row.patients())
                                && part.phantomCm().equals(Optional.of(other.phantomCm())));
    }

    /** Where a level goes by weight, only its band is compared; without a weight that is said, never guessed. */
    private static Optional<Assessment> byWeight(Subject subject, DrlSet set, DrlSet.Row row) {
        Optional<BigDecimal> weight = subject.exam().patient().weightKg();
        if (row.goesByWeight() && weight.isEmpty()) {
            return Optional.of(notAssessed(
                    subject, row.quantity(), "weight unknown, and the level goes by weight", of(set)));
        }
        return weight.isPresent() && !row.weightKg().contains(weight.get())
                ? Optional.empty()
                : Optional.of(compare(subject, set, row));
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

    private static Assessment compare(Subject subject, DrlSet set, DrlSet.Row row) {
        Optional<BigDecimal> value = value(subject, set, row);
        if (value.isEmpty()) {
            return notAssessed(
                    subject,
                    row.quantity(),
                    isZeroReported(subject, row)
                            ? "a diagnostic event has a " + row.quantity().label() + " of 0, which is no dose"
                            : "no value on the " + row.phantomCm() + " cm phantom of the reference level",
                    of(set));
        }
        boolean isAbove = value.get().compareTo(row.value()) > 0;
        return new Assessment(
                subject.index(),
                row.quantity(),
                value,
                Optional.of(value.get().divide(row.value(), FOUR_DIGITS)),
                isAbove ? Verdict.EXCEEDED : Verdict.WITHIN,
                set.reservation(row),
                new Assessment.Level(
                        Optional.of(row.value()),
                        Optional.of(set.id()),
                        Optional.of(set.sha256()),
                        Optional.of(row.population())));
    }

    private static boolean isZeroReported(Subject subject, DrlSet.Row row) {
        PhantomValues values = new PhantomValues(subject.events(), row.phantomCm());
        return row.quantity() == Quantity.DLP ? values.hasZeroDlp() : values.hasZeroCtdiVol();
    }

    /** A level of the whole exam is compared with the sum of all events, one of a phase with the largest phase. */
    private static Optional<BigDecimal> value(Subject subject, DrlSet set, DrlSet.Row row) {
        PhantomValues values = new PhantomValues(subject.events(), row.phantomCm());
        if (row.quantity() == Quantity.CTDIVOL) {
            return values.largestCtdiVol();
        }
        return switch (row.scope()) {
            case EXAM -> values.dlp(set.countsLocalizers());
            case PHASE -> largestPhase(subject.exam(), subject.part().eventIndices().stream()
                    .filter(event -> subject.exam().events().get(event).dose().phantomCm().equals(Optional.of(row.phantomCm()))));
            case ACQUISITION -> values.largestDlp();
        };
    }

    /**
     * A phase of which a scan has a DLP of 0 or none has no DLP: it would be too small.
     *
     * @param scans indices of the scans, all on one phantom
     */
    private static Optional<BigDecimal> largestPhase(Exam exam, Stream<Integer> scans) {
        return Phases.of(exam, scans.toList()).passes().stream()
                .map(pass -> PhantomValues.of(pass.stream().map(exam.events()::get).toList()))
                .flatMap(values -> values.dlp(false).stream())
                .max(Comparator.naturalOrder());
    }

    private static Assessment notAssessed(Subject subject, Quantity quantity, String reason) {
        return notAssessed(subject, quantity, reason, Assessment.Level.NONE);
    }

    private static Assessment.Level of(DrlSet set) {
        return new Assessment.Level(
                Optional.empty(), Optional.of(set.id()), Optional.of(set.sha256()), Optional.empty());
    }

    /** The value of the part is reported all the same. */
    private static Assessment notAssessed(Subject subject, Quantity quantity, String reason, Assessment.Level level) {
        return new Assessment(
                subject.index(),
                quantity,
                quantity == Quantity.DLP
                        ? subject.part().dlpMGyCm()
                        : subject.part().ctdiVolMGy(),
                Optional.empty(),
                Verdict.NOT_ASSESSED,
                Optional.of(reason),
                level);
    }
}
