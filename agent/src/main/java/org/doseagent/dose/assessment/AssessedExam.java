package org.doseagent.dose.assessment;

import java.util.List;
import org.doseagent.dose.Exam;
import org.doseagent.dose.ExamPart;

/** An exam with its parts, comparisons and alerts: what one transaction stores. */
public record AssessedExam(Exam exam, List<ExamPart> parts, List<Assessment> assessments, List<Alert> alerts) {

    public AssessedExam {
        parts = List.copyOf(parts);
        assessments = List.copyOf(assessments);
        alerts = List.copyOf(alerts);
    }
}
