package org.doseagent.store.alerts;

import java.time.Instant;
import java.util.Optional;
import org.doseagent.dose.assessment.Alert;
import org.doseagent.dose.assessment.AlertKind;
import org.doseagent.dose.assessment.AlertStatus;
import org.doseagent.dose.identity.StudyInstanceUid;

/** An alert with its number, what it is about, and its life so far. */
public record AlertEntry(long id, AlertStatus status, Instant openedAt, Subject subject, Alert alert, Decided decided) {

    /**
     * What an alert is about.
     *
     * @param study empty where the alert is about a scanner or the repository
     * @param device the label of the scanner
     */
    public record Subject(
            Optional<StudyInstanceUid> study, Optional<String> accessionNumber, Optional<String> device) {}

    /** What a person decided last; all empty where nobody has, and in an open alert. The audit keeps every decision. */
    public record Decided(Optional<String> by, Optional<Instant> at, Optional<String> reason, Optional<String> note) {}

    public AlertKind kind() {
        return alert.kind();
    }

    boolean isAboutData() {
        return alert.kind() == AlertKind.DATA_QUALITY;
    }

    public boolean isOpen() {
        return status == AlertStatus.OPEN;
    }
}
