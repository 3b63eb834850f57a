package org.doseagent.intake;

import java.util.ArrayList;
import java.util.HashMap;
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
    private final StudyLimits limits;

    public ExamBuilder(DoseStore doses, Function<Exam, AssessedExam> assess, StudyLimits limits) {
        this.doses = doses;
        this.assess = assess;
        this.limits = limits;
    }

    /** Makes the states of inbox objects, given the reports that are refused: the reason by the number of the inbox object. */
    public interface Ending {
        InboxProgress of(Map<Long, String> refused);
    }

    /** The exams of a batch, and the reports that are beyond the limits of their study. */
    private record Built(List<RevisedExam> exams, Map<Long, String> refused) {}

    /**
     * Stores reports, their exams and the states of their inbox objects in one transaction; doing it again changes nothing.
     *
     * @throws StoreException if the store failed; nothing was stored
     */
    public void store(List<ReceivedReport> reports, Ending ending) {
        for (int attempt = 1; attempt <= MAX_ATTEMPTS; attempt++) {
            Built built = build(reports);
            List<ReceivedReport> accepted = reports.stream()
                    .filter(received -> !built.refused.containsKey(received.inboxId()))
                    .toList();
            if (doses.write(new ProcessedBatch(accepted, built.exams, ending.of(built.refused)))) {
                return;
            }
        }
        throw new StoreException(
                "another process keeps writing the same studies",
                new IllegalStateException(MAX_ATTEMPTS + " attempts"),
                true);
    }

    private Built build(List<ReceivedReport> reports) {
        Map<StudyInstanceUid, Map<Long, ReceivedReport>> byStudy = new LinkedHashMap<>();
        for (ReceivedReport received : reports) {
            byStudy.computeIfAbsent(received.report().studyInstanceUid(), study -> new TreeMap<>())
                    .put(received.inboxId(), received);
        }
        Map<StudyInstanceUid, StoredStudy> stored = doses.studies(byStudy.keySet());
        Built built = new Built(new ArrayList<>(), new HashMap<>());
        byStudy.forEach((study, atHand) -> build(stored.getOrDefault(study, StoredStudy.NONE), atHand, built));
        return built;
    }

    /** Reports that are stored come first: what was accepted once stays. */
    private void build(StoredStudy before, Map<Long, ReceivedReport> atHand, Built built) {
        Map<Long, ReceivedReport> all = new TreeMap<>();
        before.reports().forEach(report -> all.put(report.inboxId(), atHand.getOrDefault(report.inboxId(), report)));
        long events = all.values().stream()
                .mapToLong(received -> received.report().events().size())
                .sum();
        boolean hasNew = all.keySet().stream().anyMatch(atHand::containsKey);
        for (ReceivedReport received : atHand.values()) {
            if (all.containsKey(received.inboxId())) {
                continue;
            }
            int more = received.report().events().size();
            if (all.size() >= limits.maxReports()) {
                built.refused.put(
                        received.inboxId(),
                        "its study has " + all.size() + " reports; more are not merged (store.maxReportsPerStudy)");
            } else if (events + more > limits.maxEvents()) {
                built.refused.put(
                        received.inboxId(),
                        "the reports of its study would have " + (events + more) + " events, more than "
                                + limits.maxEvents() + " (store.maxEventsPerStudy)");
            } else {
                all.put(received.inboxId(), received);
                events += more;
                hasNew = true;
            }
        }
        if (hasNew) {
            List<ReceivedReport> merged = List.copyOf(all.values());
            built.exams.add(new RevisedExam(assess.apply(ExamMerger.merge(merged)), merged, before.revision()));
        }
    }
}
