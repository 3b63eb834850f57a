package org.doseagent.review;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import org.doseagent.dose.EventRole;
import org.doseagent.dose.Exam;
import org.doseagent.dose.ExamPart;
import org.doseagent.dose.assessment.AssessedExam;
import org.doseagent.dose.identity.DeviceKey;
import org.doseagent.drl.cause.Explanation;
import org.doseagent.drl.cause.PartProfile;
import org.doseagent.store.exams.DoseStore;
import org.doseagent.store.exams.ExamQuery;

/** Explains why the dose of an exam is high, by comparison with earlier exams of the same kind. Thread-safe. */
public final class CauseReview {

    /** With fewer exams, a typical value is a matter of chance; RP 185 asks for at least 10 patients of a group. */
    public static final int MIN_EXAMS = 10;

    /** The newest exams that are looked at: enough for a median, and read within a second. */
    private static final int MAX_EXAMS = 500;

    private final DoseStore doses;

    public CauseReview(DoseStore doses) {
        this.doses = doses;
    }

    /**
     * The causes of one part of an exam.
     *
     * @param part its position in the exam, from 0
     */
    public record Answer(int part, Optional<String> category, Explanation explanation, Basis basis) {}

    /**
     * The exams that are typical.
     *
     * @param isSameProtocol they have the protocols of the exam; if not, its category
     * @param isSameScanner they are of the scanner of the exam; if not, of all scanners
     * @param isRecent they are of the year before the exam; if not, of any day
     */
    public record Basis(int exams, boolean isSameProtocol, boolean isSameScanner, boolean isRecent) {

        /** Returns the exams in words. */
        public String text() {
            return exams + " exams of the same " + (isSameProtocol ? "protocol" : "category")
                    + (isSameScanner ? " and scanner" : ", of all scanners")
                    + (isRecent ? ", of the year before" : ", of any day");
        }
    }

    /** A part of an exam with the names of its protocols. */
    private record Candidate(PartProfile profile, NavigableSet<String> protocols) {}

    private record Subject(AssessedExam assessed, ExamPart part, NavigableSet<String> protocols) {
        Exam exam() {
            return assessed.exam();
        }
    }

    /** Returns the causes of the part that is farthest above its typical DLP; empty where no part has enough comparable exams. */
    public Optional<Answer> explain(AssessedExam assessed) {
        List<Answer> answers = new ArrayList<>();
        for (int i = 0; i < assessed.parts().size(); i++) {
            ExamPart part = assessed.parts().get(i);
            Optional<PartProfile> profile = PartProfile.of(assessed.exam(), part);
            if (profile.isPresent()) {
                int index = i;
                Subject subject = new Subject(assessed, part, protocols(assessed.exam(), part));
                typical(subject)
                        .ifPresent(found -> answers.add(new Answer(
                                index, part.category(), Explanation.of(profile.get(), found.profiles), found.basis)));
            }
        }
        return answers.stream()
                .max(Comparator.comparingDouble(answer -> answer.explanation().ratio()));
    }

    private record Typical(List<PartProfile> profiles, Basis basis) {}

    /** The nearest exams that are enough: of the scanner and the year before, else of the scanner, else of all scanners. */
    private Optional<Typical> typical(Subject subject) {
        for (boolean isSameScanner : new boolean[] {true, false}) {
            for (boolean isRecent : new boolean[] {true, false}) {
                List<Candidate> candidates = candidates(subject, isSameScanner, isRecent);
                List<PartProfile> same = candidates.stream()
                        .filter(candidate -> !subject.protocols.isEmpty()
                                && candidate.protocols().equals(subject.protocols))
                        .map(Candidate::profile)
                        .toList();
                if (same.size() >= MIN_EXAMS) {
                    return Optional.of(new Typical(same, new Basis(same.size(), true, isSameScanner, isRecent)));
                }
                if (candidates.size() >= MIN_EXAMS && subject.part.category().isPresent()) {
                    List<PartProfile> all =
                            candidates.stream().map(Candidate::profile).toList();
                    return Optional.of(new Typical(all, new Basis(all.size(), false, isSameScanner, isRecent)));
                }
            }
        }
        return Optional.empty();
    }

    private List<Candidate> candidates(Subject subject, boolean isSameScanner, boolean isRecent) {
        ExamQuery query = ExamQuery.all().limit(MAX_EXAMS + 1);
        Optional<String> category = subject.part.category();
        query = query.category(category.orElse(null)); // a part without a category is compared by its protocol alone
        if (isSameScanner) {
            query = query.device(DeviceKey.of(subject.exam().device()).text());
        }
        Optional<LocalDate> day = subject.exam().study().studyDateTime().map(LocalDateTime::toLocalDate);
        if (isRecent && day.isPresent()) {
            query = query.from(day.get().minusYears(1)).until(day.get());
        }
        List<Candidate> candidates = new ArrayList<>();
        doses.each(query, other -> {
            if (isComparable(subject.exam(), other.exam())) {
                other.parts().stream()
                        .filter(part -> (category.isEmpty() || part.category().equals(category))
                                && part.phantomCm().equals(subject.part.phantomCm()))
                        .forEach(part -> PartProfile.of(other.exam(), part)
                                .ifPresent(profile ->
                                        candidates.add(new Candidate(profile, protocols(other.exam(), part)))));
            }
        });
        return candidates;
    }

    private static boolean isComparable(Exam exam, Exam other) {
        return !other.isQa()
                && !other.studyInstanceUid().equals(exam.studyInstanceUid())
                && other.patient().isAdult().equals(exam.patient().isAdult());
    }

    private static NavigableSet<String> protocols(Exam exam, ExamPart part) {
        NavigableSet<String> names = new TreeSet<>();
        part.eventIndices().stream()
                .map(exam.events()::get)
                .filter(event -> event.role() == EventRole.DIAGNOSTIC)
                .forEach(event -> event.protocol().ifPresent(names::add));
        return names;
    }
}
