package org.doseagent.review;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.doseagent.dose.Exam;
import org.doseagent.dose.Finding;
import org.doseagent.dose.assessment.AssessedExam;
import org.doseagent.dose.identity.StudyInstanceUid;
import org.doseagent.store.StoreException;
import org.doseagent.store.exams.DoseStore;
import org.doseagent.store.exams.ExamQuery;
import org.doseagent.store.exams.ProcessedBatch;
import org.doseagent.store.exams.ProcessedBatch.RevisedExam;
import org.doseagent.store.exams.QaChoice;
import org.doseagent.store.exams.QaDecision;
import org.doseagent.store.exams.QaDecisions;
import org.doseagent.store.exams.StoredStudy;
import org.doseagent.store.inbox.InboxProgress;

/**
 * The question whether an exam is one of a patient: the worklist of suspects, and the decisions of the medical physicist, which are applied each
 * time that an exam is assessed. Thread-safe.
 */
public final class QaReview {

    /** How often an exam is assessed again because the daemon wrote the same study meanwhile. */
    private static final int MAX_ATTEMPTS = 8;

    private static final Finding CONFIRMED = new Finding(
            Finding.Kind.INFERRED,
            Finding.QA,
            "a person of the site has confirmed that it is a phantom or quality control; the exam does not count as one of a patient");
    private static final Finding FREED = new Finding(
            Finding.Kind.INFERRED,
            Finding.QA_FREED,
            "a person of the site has decided that it is a patient; names and values that speak for a phantom do not count");

    private final DoseStore doses;
    private final QaDecisions decisions;
    private final Function<Exam, AssessedExam> assess;

    /** Takes the store and how exams are assessed. */
    public QaReview(DoseStore doses, Function<Exam, AssessedExam> assess) {
        this.doses = doses;
        this.decisions = doses.qaDecisions();
        this.assess = assess;
    }

    /** The state of an exam in the review. */
    public enum State {
        /** Weak evidence for a phantom; the exam counts as a patient. */
        SUSPECT,
        /** Strong evidence for a phantom; the exam is in no statistic. */
        QA,
        /** A person has decided that it is a phantom. */
        CONFIRMED,
        /** A person has decided that it is a patient. */
        FREED
    }

    /** An exam of the worklist, and why it is there. */
    public record Entry(Exam exam, State state, String reason, Optional<QaDecision> decision) {}

    /** Returns the exam with its assessment, after the decision of a person if there is one. */
    public AssessedExam assess(Exam exam) {
        return assess.apply(decisions
                .of(exam.studyInstanceUid())
                .map(decision -> exam.decided(decision.isQa(), List.of(decision.isQa() ? CONFIRMED : FREED)))
                .orElse(exam));
    }

    /**
     * Gives the exams that need a decision, newest study first, or all exams about which there is evidence or a decision.
     *
     * @param isWithDecided also those that are decided, by a person or by strong evidence
     */
    public void each(ExamQuery query, boolean isWithDecided, Consumer<Entry> consumer) {
        Map<StudyInstanceUid, QaDecision> decided = new HashMap<>();
        decisions.all().forEach(decision -> decided.put(decision.study(), decision));
        doses.each(
                query,
                assessed -> entry(assessed.exam(), decided)
                        .filter(entry -> isWithDecided || entry.state() == State.SUSPECT)
                        .ifPresent(consumer));
    }

    private static Optional<Entry> entry(Exam exam, Map<StudyInstanceUid, QaDecision> decided) {
        Optional<QaDecision> decision = Optional.ofNullable(decided.get(exam.studyInstanceUid()));
        if (decision.isPresent()) {
            boolean isQa = decision.get().isQa();
            return Optional.of(
                    new Entry(exam, isQa ? State.CONFIRMED : State.FREED, (isQa ? CONFIRMED : FREED).text(), decision));
        }
        return exam.qaSuspicion()
                .map(reason -> new Entry(exam, State.SUSPECT, reason, decision))
                .or(() -> exam.qaReason().map(reason -> new Entry(exam, State.QA, reason, decision)));
    }

    /**
     * Stores the decision of a person about a stored exam and assesses the exam again.
     *
     * @throws StoreException if the store failed; the decision may be stored, and is applied when the exam is processed again
     */
    public void decide(StudyInstanceUid study, QaChoice choice) {
        decisions.decide(study, choice);
        for (int attempt = 1; attempt <= MAX_ATTEMPTS; attempt++) {
            StoredStudy stored = doses.studies(List.of(study)).getOrDefault(study, StoredStudy.NONE);
            List<RevisedExam> exams = doses.find(study.value()).stream()
                    .map(assessed -> new RevisedExam(assess(assessed.exam()), stored.reports(), stored.revision()))
                    .toList();
            if (doses.write(new ProcessedBatch(List.of(), exams, InboxProgress.NONE))) {
                return;
            }
        }
        throw new StoreException(
                "another process keeps writing the study", new IllegalStateException(MAX_ATTEMPTS + " attempts"), true);
    }
}
