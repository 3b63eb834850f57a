package org.doseagent.rdsr;

import org.doseagent.rdsr.qa.QaEvidence;
import org.doseagent.rdsr.qa.NotPatient;
import java.math.BigDecimal;
import java.time.LocalDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.doseagent.dicom.Tag;
import org.doseagent.dose.DoseReport;
import org.doseagent.dose.ExamContext;
import org.doseagent.dose.Finding;
import org.doseagent.dose.IrradiationEvent;
import org.doseagent.dose.PatientFacts;
import org.doseagent.dose.ReportDocument;
import org.doseagent.dose.ReportedTotals;
import org.doseagent.dose.StudyFacts;
import org.doseagent.dose.identity.Device;
import org.doseagent.dose.identity.EventKey;
import org.doseagent.dose.identity.SopInstanceUid;
import org.doseagent.dose.identity.StudyInstanceUid;
import org.doseagent.rdsr.Plausibility.Located;
import org.doseagent.rdsr.Plausibility.Times;
import org.doseagent.rdsr.Plausibility.Whole;

/** TID 10011 CT Radiation Dose, the root of a report. */
final class Tid10011 {

    private static final String NO_PATIENT = "; the exam does not count as one of a patient";

    private final ContentItem root;
    private final Reading reading;
    private final Header header;
    private final NotPatient notPatient;

    Tid10011(ContentItem root, Reading reading, NotPatient notPatient) {
        this.notPatient = notPatient;
        this.root = root;
        this.reading = reading;
        this.header = new Header(root.dataSet(), reading);
    }

    /** Returns the report; empty, with a finding, without a Study Instance UID or SOP Instance UID. */
    Optional<DoseReport> read() {
        Optional<StudyInstanceUid> study = root.dataSet()
                .string(Tag.STUDY_INSTANCE_UID)
                .filter(uid -> !uid.isBlank())
                .map(StudyInstanceUid::new);
        Optional<SopInstanceUid> instance = root.dataSet()
                .string(Tag.SOP_INSTANCE_UID)
                .filter(uid -> !uid.isBlank())
                .map(SopInstanceUid::new);
        if (study.isEmpty() || instance.isEmpty()) {
            reading.note(Finding.Kind.MISSING, "Study Instance UID (0020,000D) or SOP Instance UID is absent");
            return Optional.empty();
        }
        Optional<LocalDateTime> start =
                reading.dateTime(root, Codes.START_OF_IRRADIATION, "Start of X-Ray Irradiation (113809)");
        Optional<LocalDateTime> end =
                reading.dateTime(root, Codes.END_OF_IRRADIATION, "End of X-Ray Irradiation (113810)");
        Optional<ContentItem> accumulated = root.first(Codes.CT_ACCUMULATED_DOSE_DATA);
        Device equipment = Tid1002.complete(root, header.device());
        Device device =
                accumulated.flatMap(item -> Tid1021.read(item, equipment)).orElse(equipment);
        ReportedTotals totals =
                accumulated.map(item -> Tid10012.read(item, reading)).orElse(ReportedTotals.NONE);
        List<Located> located = events(instance.get(), device);
        List<IrradiationEvent> events = located.stream().map(Located::event).toList();
        checkScope(study.get());
        Times times = new Times(start, end);
        new Plausibility(reading).check(located, new Whole(totals, accumulated.orElse(root), times));
        new Conformance(reading).check(root);
        StudyFacts facts = Tid1005.complete(root, header.study(times));
        ReportDocument document = new ReportDocument(
                instance.get(),
                root.dataSet().string(Tag.SOP_CLASS_UID).orElse(""),
                header.contentDateTime(),
                header.predecessors());
        PatientFacts patient = header.patient(facts);
        ExamContext context = new ExamContext(study.get(), facts, patient, device, isQa(events, facts, patient));
        return Optional.of(new DoseReport(document, context, totals, events, reading.findings()));
    }

    private List<Located> events(SopInstanceUid sopInstanceUid, Device device) {
        Tid10013 template = new Tid10013(reading, sopInstanceUid, device);
        Map<EventKey, Located> events = new LinkedHashMap<>();
        List<ContentItem> items = root.all(Codes.CT_ACQUISITION);
        int max = reading.limits().maxEvents();
        if (items.size() > max) {
            reading.note(Finding.Kind.STRUCTURE, "more than " + max + " events; the rest is not read");
            items = items.subList(0, max);
        }
        for (int i = 0; i < items.size(); i++) {
            IrradiationEvent event = template.read(items.get(i), i + 1);
            if (events.putIfAbsent(event.key(), new Located(event, items.get(i))) != null) {
                reading.note(
                        Finding.Kind.DUPLICATE,
                        items.get(i),
                        "event " + (i + 1) + " repeats an Irradiation Event UID of this report; the first one counts");
            }
        }
        if (events.isEmpty()) {
            reading.note(Finding.Kind.MISSING, "the report has no irradiation event (113819, DCM)");
        }
        return List.copyOf(events.values());
    }

    private void checkScope(StudyInstanceUid study) {
        Optional<ContentItem> scope = root.first(Codes.SCOPE_OF_ACCUMULATION);
        Optional<String> uid =
                scope.flatMap(item -> item.first(Codes.STUDY_SCOPE_UID)).flatMap(ContentItem::uid);
        if (uid.isPresent() && !uid.get().equals(study.value())) {
            reading.note(
                    Finding.Kind.CONFLICT,
                    scope.get(),
                    "Scope of Accumulation (113705) names another study than the header; the header counts");
        }
    }

    /** Returns whether the report is of a phantom or a quality control, and notes why, or why it may be. */
    private boolean isQa(List<IrradiationEvent> events, StudyFacts study, PatientFacts patient) {
        boolean isIntent = root.first(Codes.PROCEDURE_REPORTED)
                        .flatMap(procedure -> procedure.first(Codes.HAS_INTENT))
                        .map(ContentItem::codedConcept)
                        .orElse(Codes.NONE)
                == Codes.QUALITY_CONTROL_INTENT;
        if (isIntent) {
            reading.noteQa(Finding.QA, "the report states the intent quality control (113680, DCM)" + NO_PATIENT);
            return true;
        }
        if (notPatient.matches(root.dataSet(), events)) {
            reading.noteQa(
                    Finding.QA,
                    "name, Patient ID or protocol matches a pattern of this site for phantoms and quality control"
                            + NO_PATIENT);
            return true;
        }
        QaEvidence evidence = QaEvidence.of(study.studyDescription().orElse(""), patient, events);
        switch (evidence.verdict()) {
            case QA -> reading.noteQa(Finding.QA, evidence.reason() + NO_PATIENT);
            case SUSPECT ->
                reading.noteQa(
                        Finding.QA_SUSPECT,
                        evidence.reason()
                                + "; may be a phantom or quality control, and counts as a patient until a person decides (qa list)");
            case PATIENT -> {}
        }
        return evidence.verdict() == QaEvidence.Verdict.QA;
    }

    /** Returns the sum of the DLP of all events that have one; empty when none has. */
    static Optional<BigDecimal> dlpSum(List<IrradiationEvent> events) {
        return events.stream()
                .flatMap(event -> event.dose().dlpMGyCm().stream())
                .reduce(BigDecimal::add);
    }
}
