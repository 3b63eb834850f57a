package org.doseagent.dose;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import org.doseagent.dose.identity.AeTitle;
import org.doseagent.dose.identity.Device;
import org.doseagent.dose.identity.PatientKey;
import org.doseagent.dose.identity.SopInstanceUid;
import org.doseagent.dose.identity.StudyInstanceUid;

/**
 * One exam: all events of one study, from however many reports, each event once.
 *
 * @param patientKey keyed pseudonym, never the Patient ID itself unless the site configured so
 * @param reportedDlpTotalMGyCm the reported total where one report covers the whole exam, else the sum of the totals of disjoint
 *     reports; empty when no total was reported
 * @param reportedEventCount the largest Total Number of Irradiation Events of its reports; more than there are means that some did not arrive
 * @param device the scanner of the first diagnostic event; events keep their own
 */
public record Exam(
        StudyInstanceUid studyInstanceUid,
        Optional<PatientKey> patientKey,
        StudyFacts study,
        PatientFacts patient,
        Device device,
        boolean isQa,
        Optional<BigDecimal> reportedDlpTotalMGyCm,
        Optional<Integer> reportedEventCount,
        List<IrradiationEvent> events,
        List<Finding> findings,
        List<ReportReference> reports) {

    public Exam {
        events = List.copyOf(events);
        findings = List.copyOf(findings);
        reports = List.copyOf(reports);
    }

    /** A report that contributed, and how it came. */
    public record ReportReference(
            SopInstanceUid sopInstanceUid,
            String sopClassUid,
            java.time.Instant receivedAt,
            Optional<AeTitle> callingAeTitle) {}

    /** Returns the sum of the DLP of all events, whatever their phantom, in mGy·cm; empty when no event has one. */
    public Optional<BigDecimal> dlpTotalMGyCm() {
        return events.stream()
                .flatMap(event -> event.dose().dlpMGyCm().stream())
                .reduce(BigDecimal::add);
    }

    /** Returns how many events its reports speak of and do not have. */
    public int missingEvents() {
        return Math.max(0, reportedEventCount.orElse(0) - events.size());
    }
}
