package org.doseagent.dose;

import java.time.LocalDateTime;
import java.util.List;
import java.util.Optional;
import org.doseagent.dose.identity.SopInstanceUid;

/**
 * Identity and version of a dose report as a DICOM object.
 *
 * @param contentDateTime when the report was made, by the clock of its maker; orders several versions of an event
 * @param predecessors the reports that this report replaces or amends (0040,A360)
 */
public record ReportDocument(
        SopInstanceUid sopInstanceUid,
        String sopClassUid,
        Optional<LocalDateTime> contentDateTime,
        List<SopInstanceUid> predecessors) {

    public ReportDocument {
        predecessors = List.copyOf(predecessors);
    }
}
