package org.doseagent.trend;

import java.time.LocalDate;
import java.util.Optional;
import org.doseagent.dose.identity.StudyInstanceUid;

/**
 * A report that arrived truncated or damaged, with the facts of its readable head.
 *
 * @param inboxId its number in the inbox
 * @param day of the study if the head contains it, else of the arrival, in UTC
 * @param studyInstanceUid empty when not even the head can be read
 * @param scanner model and serial number in the head
 */
public record UnreadableReport(
        long inboxId,
        LocalDate day,
        Optional<StudyInstanceUid> studyInstanceUid,
        Optional<String> accessionNumber,
        Optional<String> scanner) {

    /** Returns the accession number, UID or inbox number by which a person finds the exam. */
    public String accessionOrStudy() {
        return accessionNumber
                .or(() -> studyInstanceUid.map(StudyInstanceUid::value))
                .orElse("inbox " + inboxId);
    }
}
