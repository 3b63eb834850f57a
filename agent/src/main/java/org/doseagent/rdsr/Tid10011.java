package org.doseagent.rdsr;

import java.math.BigDecimal;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.doseagent.dicom.DataSet;
import org.doseagent.dicom.Tag;
import org.doseagent.dose.Device;
import org.doseagent.dose.DoseReport;
import org.doseagent.dose.EventKey;
import org.doseagent.dose.Finding;
import org.doseagent.dose.IrradiationEvent;
import org.doseagent.dose.ReportedTotals;
import org.doseagent.dose.SopInstanceUid;
import org.doseagent.dose.StudyInstanceUid;
import org.doseagent.rdsr.Plausibility.Located;

/** TID 10011 CT Radiation Dose, the root of a report. */
final class Tid10011 {

    /** Events read of one report; CT fluoroscopy makes hundreds. */
    private static final int MAX_EVENTS = 10_000;

    private final ContentItem root;
    private final Reading reading;
    private final Header header;
    private final NotPatient notPatient;

    Tid10011(DataSet report, Reading reading, NotPatient notPatient) {
        this.notPatient = notPatient;
        this.root = ContentItem.root(report);
        this.reading = reading;
        this.header = new Header(report, reading);
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
            reading.note(
                    Finding.Kind.MISSING, "header", "Study Instance UID (0020,000D) or SOP Instance UID is absent");
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
        new Plausibility(reading)
                .check(
                        located,
                        totals,
                        accumulated.map(ContentItem::path).orElse("header"),
                        new Plausibility.Times(start, end));
        new Conformance(reading).check(root);
        var facts = Tid1005.complete(root, header.study(start));
        return Optional.of(new DoseReport(
                instance.get(),
                root.dataSet().string(Tag.SOP_CLASS_UID).orElse(""),
                study.get(),
                header.contentDateTime(),
                header.predecessors(),
                facts,
                header.patient(facts.studyDateTime().map(LocalDateTime::toLocalDate)),
                totals,
                device,
                isQa(events),
                events,
                reading.findings()));
    }

    private List<Located> events(SopInstanceUid sopInstanceUid, Device device) {
        Tid10013 template = new Tid10013(reading, sopInstanceUid, device);
        Map<EventKey, Located> events = new LinkedHashMap<>();
        List<ContentItem> items = new ArrayList<>(root.all(Codes.CT_ACQUISITION));
        if (items.size() > MAX_EVENTS) {
            reading.note(Finding.Kind.STRUCTURE, "header", "more than " + MAX_EVENTS + " events; the rest is not read");
            items = items.subList(0, MAX_EVENTS);
        }
        for (int i = 0; i < items.size(); i++) {
            IrradiationEvent event = template.read(items.get(i), i + 1);
            if (events.putIfAbsent(event.key(), new Located(event, items.get(i).path())) != null) {
                reading.note(
                        Finding.Kind.DUPLICATE,
                        items.get(i).path(),
                        "event " + (i + 1) + " repeats an Irradiation Event UID of this report; the first one counts");
            }
        }
        if (events.isEmpty()) {
            reading.note(Finding.Kind.MISSING, "header", "the report has no irradiation event (113819, DCM)");
        }
        return List.copyOf(events.values());
    }

    private void checkScope(StudyInstanceUid study) {
        root.first(Codes.SCOPE_OF_ACCUMULATION)
                .flatMap(scope -> scope.first(Codes.STUDY_SCOPE_UID))
                .flatMap(ContentItem::uid)
                .filter(uid -> !uid.equals(study.value()))
                .ifPresent(uid -> reading.note(
                        Finding.Kind.CONFLICT,
                        root.first(Codes.SCOPE_OF_ACCUMULATION).orElseThrow().path(),
                        "Scope of Accumulation (113705) names another study than the header; the header counts"));
    }

    private boolean isQa(List<IrradiationEvent> events) {
        boolean isIntent = root.first(Codes.PROCEDURE_REPORTED)
                .flatMap(procedure -> procedure.first(Codes.HAS_INTENT))
                .flatMap(ContentItem::codeValue)
                .filter(Codes.QUALITY_CONTROL_INTENT::matches)
                .isPresent();
        boolean isKnown = !isIntent && notPatient.matches(root.dataSet(), events);
        if (isKnown) {
            reading.note(
                    Finding.Kind.INFERRED,
                    "header",
                    "name, Patient ID or protocol matches a pattern of this site for phantoms and quality control: no patient");
        }
        return isIntent || isKnown;
    }

    /** Returns the sum of what has a DLP. */
    static Optional<BigDecimal> dlpSum(List<IrradiationEvent> events) {
        return events.stream()
                .flatMap(event -> event.dose().dlpMGyCm().stream())
                .reduce(BigDecimal::add);
    }
}
