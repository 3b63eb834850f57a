package org.doseagent.dose;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.doseagent.dose.identity.AeTitle;
import org.doseagent.dose.identity.Device;
import org.doseagent.dose.identity.PatientKey;
import org.doseagent.dose.identity.SopInstanceUid;
import org.doseagent.dose.identity.StudyInstanceUid;

/**
 * One exam: all events of one study, from however many reports, each event once.
 *
 * @param patientKey keyed pseudonym; it is the Patient ID itself only where the site configured so
 * @param reportedDlpTotalMGyCm the reported total where one report covers the whole exam, else the sum of the totals of disjoint
 *     reports; empty when no total was reported
 * @param reportedEventCount the largest Total Number of Irradiation Events of its reports; where it exceeds the number of events, some did
 *     not arrive
 */
public record Exam(
        ExamContext context,
        Optional<PatientKey> patientKey,
        Optional<BigDecimal> reportedDlpTotalMGyCm,
        Optional<Integer> reportedEventCount,
        List<IrradiationEvent> events,
        List<Finding> findings,
        List<ReportReference> reports) {

    private static final Set<String> QA_PATHS = Set.of(Finding.QA, Finding.QA_SUSPECT, Finding.QA_FREED);

    public Exam {
        events = List.copyOf(events);
        findings = List.copyOf(findings);
        reports = List.copyOf(reports);
    }

    /** A report that contributed to the exam, with the time and the sender of its arrival. */
    public record ReportReference(
            SopInstanceUid sopInstanceUid,
            String sopClassUid,
            java.time.Instant receivedAt,
            Optional<AeTitle> callingAeTitle) {}

    public StudyInstanceUid studyInstanceUid() {
        return context.studyInstanceUid();
    }

    public StudyFacts study() {
        return context.study();
    }

    public PatientFacts patient() {
        return context.patient();
    }

    /** Returns the scanner of the first diagnostic event. */
    public Device device() {
        return context.device();
    }

    /** Returns whether the exam is of a phantom or a quality control, not of a patient. */
    public boolean isQa() {
        return context.isQa();
    }

    /** Returns why the exam is one of a phantom or a quality control; empty for a patient. */
    public Optional<String> qaReason() {
        return isQa() ? firstText(Finding.QA) : Optional.empty();
    }

    /** Returns why the exam may be one of a phantom or a quality control, though it counts as a patient. */
    public Optional<String> qaSuspicion() {
        return isQa() ? Optional.empty() : firstText(Finding.QA_SUSPECT);
    }

    private Optional<String> firstText(String path) {
        return findings.stream()
                .filter(finding -> finding.path().equals(path))
                .map(Finding::text)
                .findFirst();
    }

    /** Returns the exam as a person has decided: of a phantom or of a patient. Findings about that question are replaced by {@code reasons}. */
    public Exam decided(boolean asQa, List<Finding> reasons) {
        List<Finding> all = new ArrayList<>();
        findings.stream().filter(finding -> !QA_PATHS.contains(finding.path())).forEach(all::add);
        all.addAll(reasons);
        ExamContext decided = new ExamContext(studyInstanceUid(), study(), patient(), device(), asQa);
        return new Exam(decided, patientKey, reportedDlpTotalMGyCm, reportedEventCount, events, all, reports);
    }

    /**
     * Returns the DLP of each phantom, in mGy·cm: that of the 16 cm phantom first, and that of events without a phantom last.
     */
    public List<ReportedTotals.SubTotal> dlpByPhantomMGyCm() {
        Map<Integer, BigDecimal> sums = new TreeMap<>();
        for (IrradiationEvent event : events) {
            event.dose()
                    .dlpMGyCm()
                    .ifPresent(dlp -> sums.merge(event.dose().phantomCm().orElse(Integer.MAX_VALUE), dlp, BigDecimal::add));
        }
        return sums.entrySet().stream()
                .map(sum -> new ReportedTotals.SubTotal(
                        Optional.of(sum.getKey()).filter(cm -> cm != Integer.MAX_VALUE), sum.getValue()))
                .toList();
    }

    /** Returns whether {@link #dlpTotalMGyCm} adds values of different phantoms, so that it is no dose quantity. */
    public boolean hasSeveralPhantoms() {
        return dlpByPhantomMGyCm().stream()
                        .filter(sum -> sum.phantomCm().isPresent())
                        .count()
                > 1;
    }

    /**
     * Returns the sum of the DLP of all events, in mGy·cm; empty when no event has one.
     *
     * <p>Like the scanner's own total (113813), with which alone it may be compared, it adds the values of all phantoms.
     */
    public Optional<BigDecimal> dlpTotalMGyCm() {
        return events.stream()
                .flatMap(event -> event.dose().dlpMGyCm().stream())
                .reduce(BigDecimal::add);
    }

    /** Returns how many of the events that its reports count are missing. */
    public int missingEvents() {
        return Math.max(0, reportedEventCount.orElse(0) - events.size());
    }
}
