package org.doseagent.review;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.doseagent.dose.EventRole;
import org.doseagent.dose.Exam;
import org.doseagent.dose.ExamPart;
import org.doseagent.dose.assessment.AssessedExam;
import org.doseagent.drl.label.LabelFeatures;
import org.doseagent.drl.label.LabelHistory;
import org.doseagent.store.exams.DoseStore;
import org.doseagent.store.exams.ExamQuery;

/** Lists the exams of adults whose category is probably wrong. Thread-safe. */
public final class LabelReview {

    /** Maximum number of parts that are kept in memory, the newest: the history of some years of a large hospital. */
    private static final int MAX_PARTS = 200_000;

    private final DoseStore doses;

    public LabelReview(DoseStore doses) {
        this.doses = doses;
    }

    /**
     * A part whose category is probably wrong.
     *
     * @param texts what a rule of the mapping could name: the protocols of its scans, else the description of the study
     */
    public record Suspect(Exam exam, int part, String category, Set<String> texts, LabelHistory.Suspicion suspicion) {
        public Suspect {
            texts = Set.copyOf(texts);
        }
    }

    private record Part(Exam exam, int index, String category, Set<String> texts, LabelFeatures features) {}

    /** Returns the suspects among the exams of a query, the likeliest first. */
    public List<Suspect> suspects(ExamQuery query) {
        List<Part> parts = new ArrayList<>();
        doses.each(query, assessed -> add(assessed, parts));
        Map<String, List<LabelFeatures>> byCategory = new HashMap<>();
        parts.forEach(part -> byCategory
                .computeIfAbsent(part.category, absent -> new ArrayList<>())
                .add(part.features));
        LabelHistory history = new LabelHistory(byCategory);
        List<Suspect> suspects = new ArrayList<>();
        for (Part part : parts) {
            history.suspect(part.category, part.features)
                    .ifPresent(found ->
                            suspects.add(new Suspect(part.exam, part.index, part.category, part.texts, found)));
        }
        suspects.sort(Comparator.comparingDouble(
                        (Suspect suspect) -> suspect.suspicion().odds())
                .reversed());
        return suspects;
    }

    private static void add(AssessedExam assessed, List<Part> parts) {
        Exam exam = assessed.exam();
        boolean isAdult = exam.patient().isAdult().orElse(false);
        if (exam.isQa() || !isAdult || parts.size() >= MAX_PARTS) {
            return;
        }
        for (int i = 0; i < assessed.parts().size(); i++) {
            ExamPart part = assessed.parts().get(i);
            Optional<LabelFeatures> features = LabelFeatures.of(exam, part);
            if (part.category().isPresent() && features.isPresent()) {
                parts.add(new Part(exam, i, part.category().get(), texts(exam, part), features.get()));
            }
        }
    }

    private static Set<String> texts(Exam exam, ExamPart part) {
        Set<String> texts = new TreeSet<>();
        part.eventIndices().stream()
                .map(exam.events()::get)
                .filter(event -> event.role() == EventRole.DIAGNOSTIC)
                .forEach(event ->
                        event.protocol().filter(text -> !text.isBlank()).ifPresent(texts::add));
        if (texts.isEmpty()) {
            exam.study().studyDescription().filter(text -> !text.isBlank()).ifPresent(texts::add);
        }
        return texts;
    }
}
