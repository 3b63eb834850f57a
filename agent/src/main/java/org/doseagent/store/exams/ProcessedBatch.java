package org.doseagent.store.exams;

import java.util.List;
import org.doseagent.dose.ReceivedReport;
import org.doseagent.dose.assessment.AssessedExam;
import org.doseagent.store.inbox.InboxProgress;

/**
 * What one transaction stores: the reports of a batch, the exam of each study that they touch, and the states of the inbox objects.
 *
 * @param exams one for each study of {@code reports}
 */
public record ProcessedBatch(List<ReceivedReport> reports, List<RevisedExam> exams, InboxProgress inbox) {

    public ProcessedBatch {
        reports = List.copyOf(reports);
        exams = List.copyOf(exams);
    }

    /**
     * An exam, and what it was made from.
     *
     * @param reports all reports of the study, those that are stored already too
     * @param basis the {@link StoredStudy#revision()} of the stored ones
     */
    public record RevisedExam(AssessedExam assessed, List<ReceivedReport> reports, long basis) {

        public RevisedExam {
            reports = List.copyOf(reports);
        }
    }
}
