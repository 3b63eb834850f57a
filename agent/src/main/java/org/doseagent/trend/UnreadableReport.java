package org.doseagent.trend;

import java.time.LocalDate;
import java.util.Optional;
import org.doseagent.dose.StudyInstanceUid;

/**
 * A report that arrived and cannot be read to its end: cut off, or broken. What its head still says is here.
 *
 * @param inboxId its number in the inbox
 * @param day of the study where the head says it, else of the arrival, in UTC
 * @param studyInstanceUid empty when not even the head can be read
 * @param scanner "model serial" as the head says
 */
public record UnreadableReport(
        long inboxId,
        LocalDate day,
        Optional<StudyInstanceUid> studyInstanceUid,
        Optional<String> accessionNumber,
        Optional<String> scanner) {

    /** Returns what a person finds the exam by. */
    public String accessionOrStudy() {
        return accessionNumber
                .or(() -> studyInstanceUid.map(StudyInstanceUid::value))
                .orElse("inbox " + inboxId);
    }
}
