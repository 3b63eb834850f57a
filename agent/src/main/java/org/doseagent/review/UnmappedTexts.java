package org.doseagent.review;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.doseagent.dose.EventRole;
import org.doseagent.dose.assessment.AssessedExam;
import org.doseagent.store.exams.DoseStore;
import org.doseagent.store.exams.ExamQuery;

/** The texts of exams without a category, for which the site needs rules. */
public final class UnmappedTexts {

    /**
     * A text and the number of exams that have it.
     *
     * @param text as the report has it
     */
    public record Text(String text, int exams) {}

    private UnmappedTexts() {}

    /** Returns the texts of the unmapped exams of a store, the most frequent first. */
    public static List<Text> of(DoseStore store) {
        Map<String, Integer> counts = new TreeMap<>();
        for (AssessedExam exam : store.exams(ExamQuery.all().unmapped())) {
            texts(exam).forEach(text -> counts.merge(text, 1, Integer::sum));
        }
        return counts.entrySet().stream()
                .map(entry -> new Text(entry.getKey(), entry.getValue()))
                .sorted(Comparator.comparingInt(Text::exams).reversed())
                .toList();
    }

    /** Returns the protocols of the diagnostic events without category, else the study description. */
    private static Set<String> texts(AssessedExam exam) {
        Set<String> protocols = new TreeSet<>();
        exam.parts().stream()
                .filter(part -> part.category().isEmpty())
                .flatMap(part -> part.eventIndices().stream())
                .map(index -> exam.exam().events().get(index))
                .filter(event -> event.role() == EventRole.DIAGNOSTIC)
                .flatMap(event -> event.protocol().stream())
                .filter(text -> !text.isBlank())
                .forEach(protocols::add);
        if (protocols.isEmpty()) {
            exam.exam().study().studyDescription().filter(text -> !text.isBlank()).ifPresent(protocols::add);
        }
        return protocols;
    }
}
