package org.doseagent.drl.mapping;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.doseagent.dose.EventRole;
import org.doseagent.dose.Exam;
import org.doseagent.dose.Finding;
import org.doseagent.dose.IrradiationEvent;
import org.doseagent.drl.mapping.Categories.Category;
import org.doseagent.drl.mapping.Mapping.Match;

/**
 * Finds the categories of a whole exam: what the texts say of each diagnostic event, weighed against the study, the scanner's target region,
 * the other events and the geometry of the scans. What contradicts itself gets no category, and the exam a finding. Immutable.
 *
 * <p>A rule of the site for a whole name is final: nothing of this overrules it.
 */
public final class ExamMapping {

    /** Where the findings of the mapping are, beside the content items of reports. */
    public static final String PATH = "mapping";

    private final Mapping mapping;

    public ExamMapping(Mapping mapping) {
        this.mapping = mapping;
    }

    /**
     * What is decided of an exam.
     *
     * @param events the decision of each diagnostic event, by its position
     * @param findings the contradictions, each once
     */
    public record Result(Map<Integer, Decision> events, List<Finding> findings) {
        public Result {
            events = Map.copyOf(events);
            findings = List.copyOf(findings);
        }
    }

    /** Returns the decisions on the diagnostic events of an exam. */
    public Result classify(Exam exam) {
        Map<Integer, Decision> events = new LinkedHashMap<>();
        for (int i = 0; i < exam.events().size(); i++) {
            if (exam.events().get(i).role() == EventRole.DIAGNOSTIC) {
                events.put(i, decide(exam, exam.events().get(i)));
            }
        }
        Set<String> contradictions = new LinkedHashSet<>();
        settleStudy(events, contradictions);
        if (!exam.isQa()) {
            settleRegions(exam, events, contradictions);
            joinPhases(events);
            settleGeometry(exam, events, contradictions);
        }
        List<Finding> findings = contradictions.stream()
                .map(text ->
                        new Finding(Finding.Kind.CONFLICT, PATH, text + "; the exam has no category for these events"))
                .toList();
        return new Result(events, findings);
    }

    private Decision decide(Exam exam, IrradiationEvent event) {
        return mapping.decide(new Mapping.Subject(
                event.protocol(),
                exam.study().studyDescription(),
                event.targetRegion(),
                exam.study().procedureCodes(),
                event.device()));
    }

    /** Where the study names another part of the body than an event: right if some event is what the study says, else a contradiction. */
    private static void settleStudy(Map<Integer, Decision> events, Set<String> contradictions) {
        boolean someAgree = events.values().stream()
                .anyMatch(decision ->
                        decision.match().isPresent() && decision.contradiction().isEmpty());
        if (someAgree) {
            return;
        }
        events.replaceAll((position, decision) -> decision.contradiction()
                .map(contradiction ->
                        refuse("the protocol means " + category(decision) + ", but " + contradiction, contradictions))
                .orElse(decision));
    }

    private void settleRegions(Exam exam, Map<Integer, Decision> events, Set<String> contradictions) {
        events.replaceAll((position, decision) -> {
            Optional<Category> own = open(decision);
            Optional<Category> region =
                    exam.events().get(position).targetRegion().flatMap(mapping::ofRegion);
            if (own.isEmpty() || region.isEmpty() || own.get().isNear(region.get())) {
                return decision;
            }
            return refuse(
                    "the texts mean " + own.get().id() + ", but the target region means "
                            + region.get().id(),
                    contradictions);
        });
    }

    /** Gives scans of a plain region to the one examination that takes them in: the portal phase of a liver is a phase of the liver. */
    private void joinPhases(Map<Integer, Decision> events) {
        List<Category> taking = categories(events.values()).stream()
                .filter(category -> !category.takesIn().isEmpty())
                .toList();
        if (taking.size() != 1) {
            return;
        }
        Category whole = taking.get(0);
        Match first = events.values().stream()
                .flatMap(decision -> decision.match().stream())
                .filter(match -> match.category().equals(whole.id()))
                .findFirst()
                .orElseThrow();
        Match phase = new Match(whole.id(), first.rule(), first.version(), Ground.OTHER_EVENTS);
        events.replaceAll((position, decision) -> open(decision)
                .filter(category -> whole.takesIn().contains(category.id()))
                .map(category -> Decision.of(phase))
                .orElse(decision));
    }

    private void settleGeometry(Exam exam, Map<Integer, Decision> events, Set<String> contradictions) {
        for (Category category : categories(events.values())) {
            Predicate<Decision> isOfCategory =
                    decision -> open(decision).filter(category::equals).isPresent();
            List<IrradiationEvent> scans = new ArrayList<>();
            events.forEach((position, decision) -> {
                if (isOfCategory.test(decision)) {
                    scans.add(exam.events().get(position));
                }
            });
            GeometryCheck check =
                    new GeometryCheck(category, mapping.categories().technique(), isAdult(exam));
            check.contradiction(scans)
                    .ifPresent(text -> events.replaceAll((position, decision) ->
                            isOfCategory.test(decision) ? refuse(text, contradictions) : decision));
        }
    }

    private static boolean isAdult(Exam exam) {
        return exam.patient().isAdult().orElse(false);
    }

    /** Returns the categories of decisions that may still be overruled, each once. */
    private List<Category> categories(Collection<Decision> decisions) {
        return decisions.stream()
                .flatMap(decision -> open(decision).stream())
                .distinct()
                .toList();
    }

    /** Returns the category of a decision unless it is final. */
    private Optional<Category> open(Decision decision) {
        return decision.match()
                .filter(match -> !match.ground().isExact())
                .flatMap(match -> mapping.categories().find(match.category()));
    }

    private static String category(Decision decision) {
        return decision.match().map(Match::category).orElse("nothing");
    }

    private static Decision refuse(String reason, Set<String> contradictions) {
        contradictions.add(reason);
        return Decision.undecided(reason);
    }
}
