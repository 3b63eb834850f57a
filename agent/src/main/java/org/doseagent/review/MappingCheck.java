package org.doseagent.review;

import java.time.LocalDate;
import java.util.List;
import org.doseagent.dose.Diagnosis;
import org.doseagent.dose.assessment.AssessedExam;
import org.doseagent.store.exams.DoseStore;
import org.doseagent.store.exams.ExamQuery;

/** Checks that exams arrive, and that the mapping gives most of them a category. */
public final class MappingCheck {

    private static final int DAYS = 30;
    private static final int MAX_EXAMS = 2000;
    private static final int MIN_PERCENT = 80;

    private MappingCheck() {}

    /** Checks the exams of the last thirty days. */
    public static Diagnosis of(DoseStore doses, LocalDate today) {
        List<AssessedExam> exams =
                doses.exams(ExamQuery.all().from(today.minusDays(DAYS)).limit(MAX_EXAMS));
        if (exams.isEmpty()) {
            return Diagnosis.warn(
                    "mapping", "no exam of the last " + DAYS + " days", "check the forwarding rule of the PACS");
        }
        long mapped = exams.stream()
                .filter(exam ->
                        exam.parts().stream().anyMatch(part -> part.category().isPresent()))
                .count();
        long percent = mapped * 100 / exams.size();
        String text = percent + " % of the exams of " + DAYS + " days have a category";
        return percent < MIN_PERCENT
                ? Diagnosis.warn("mapping", text, "dose-agent mapping suggest")
                : Diagnosis.ok("mapping", text);
    }
}
