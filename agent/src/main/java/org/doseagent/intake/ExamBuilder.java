package org.doseagent.intake;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.doseagent.dose.Exam;
import org.doseagent.dose.ReceivedReport;
import org.doseagent.dose.assessment.AssessedExam;
import org.doseagent.dose.identity.StudyInstanceUid;
import org.doseagent.store.StoreException;
import org.doseagent.store.exams.DoseStore;
import org.doseagent.store.exams.ProcessedBatch;
import org.doseagent.store.exams.ProcessedBatch.RevisedExam;
import org.doseagent.store.exams.StoredStudy;
import org.doseagent.store.inbox.InboxProgress;

/**
 * Makes the exams of the studies that a batch of reports touches, and stores reports and exams together. Stored reports are read, merged and
 * assessed outside the write lock; where another process changed one of the studies meanwhile, the exams are made again.
 */
public final class ExamBuilder {

    /** How often exams are made again because another process wrote the same study; two daemons on one store never happen by intent. */
    private static final int MAX_ATTEMPTS = 8;

    private final DoseStore doses;
    private final Function<Exam, AssessedExam> assess;

    public ExamBuilder(DoseStore doses, Function<Exam, AssessedExam> assess) {
        this.doses = doses;
        this.assess = assess;
    }

    /**
     * Stores reports, their exams and the states of their inbox objects in one transaction; doing it again changes nothing.
     *
     * @throws StoreException if the store failed; nothing was stored
     */
    public void store(List<ReceivedReport> reports, InboxProgress inbox) {
        for (int attempt = 1; attempt <= MAX_ATTEMPTS; attempt++) {
            if (doses.write(new ProcessedBatch(reports, exams(reports), inbox))) {
                return;
            }
        }
        throw new StoreException(
                "another process keeps writing the same studies",
                new IllegalStateException(MAX_ATTEMPTS + " attempts"),
                true);
    }

    private List<RevisedExam> exams(List<ReceivedReport> reports) {
        Map<StudyInstanceUid, Map<Long, ReceivedReport>> byStudy = new LinkedHashMap<>();
        for (ReceivedReport received : reports) {
            byStudy.computeIfAbsent(received.report().studyInstanceUid(), study -> new TreeMap<>())
                    .put(received.inboxId(), received);
        }
        Map<StudyInstanceUid, StoredStudy> stored = doses.studies(byStudy.keySet());
        List<RevisedExam> exams = new ArrayList<>();
        byStudy.forEach((study, atHand) -> {
            StoredStudy before = stored.getOrDefault(study, StoredStudy.NONE);
            before.reports().forEach(report -> atHand.putIfAbsent(report.inboxId(), report));
            List<ReceivedReport> all = List.copyOf(atHand.values());
            exams.add(new RevisedExam(assess.apply(ExamMerger.merge(all)), all, before.revision()));
        });
        return exams;
    }
}
