package org.doseagent.rdsr;

import org.doseagent.rdsr.text.Wildcard;
import org.doseagent.rdsr.text.Texts;
import org.doseagent.rdsr.text.ModulationComment;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.doseagent.dose.AcquisitionType;
import org.doseagent.dose.Code;
import org.doseagent.dose.EventDose;
import org.doseagent.dose.EventRole;
import org.doseagent.dose.Finding;
import org.doseagent.dose.IrradiationEvent;
import org.doseagent.dose.Repetition;
import org.doseagent.dose.ScanParameters;
import org.doseagent.dose.XraySource;
import org.doseagent.dose.identity.Device;
import org.doseagent.dose.identity.EventKey;
import org.doseagent.dose.identity.SopInstanceUid;
import org.doseagent.rdsr.Codes.Concept;

/** TID 10013 CT Irradiation Event Data. */
final class Tid10013 {

    private static final int HEAD_CM = 16;
    private static final int BODY_CM = 32;

    /**
     * Parts of the names of bolus tracking and test bolus runs, as vendors and sites write them. A helix is never one, even with such a
     * name: a CTA that is named after the tracking which starts it must count in its own dose.
     */
    private static final String[] TIMING_NAMES = {
        "monitor", "bolus", "timing", "smartprep", "smart prep", "surestart", "sure start", "tracker", "tracking"
    };

    /** Perfusion has no table movement either, but it is the diagnostic run. */
    private static final String[] PERFUSION_NAMES = {"perfusion", "dynamic"};

    /** A timing run images one place again and again; longer runs are diagnostic even with such a name. */
    private static final BigDecimal LONGEST_TIMING_MM = BigDecimal.valueOf(20);

    private static final Map<Concept, AcquisitionType> TYPES = Map.of(
            Codes.SEQUENCED, AcquisitionType.SEQUENCED,
            Codes.SPIRAL, AcquisitionType.SPIRAL,
            Codes.CONSTANT_ANGLE, AcquisitionType.CONSTANT_ANGLE,
            Codes.STATIONARY, AcquisitionType.STATIONARY,
            Codes.FREE, AcquisitionType.FREE,
            Codes.CONE_BEAM, AcquisitionType.CONE_BEAM);

    private final Reading reading;
    private final SopInstanceUid sopInstanceUid;
    private final Device reportDevice;

    Tid10013(Reading reading, SopInstanceUid sopInstanceUid, Device reportDevice) {
        this.reading = reading;
        this.sopInstanceUid = sopInstanceUid;
        this.reportDevice = reportDevice;
    }

    /** Reads event number {@code position}, counted from 1. */
    IrradiationEvent read(ContentItem item, int position) {
        Optional<AcquisitionType> type = acquisitionType(item);
        Optional<String> protocol = item.first(Codes.ACQUISITION_PROTOCOL).flatMap(ContentItem::text);
        Optional<Code> region = reading.code(item, Codes.TARGET_REGION, "Target Region (123014)");
        if (item.first(Codes.TARGET_REGION).isEmpty()) {
            reading.note(Finding.Kind.MISSING, item, "Target Region (123014, DCM) absent in event " + position);
        }
        ScanParameters scan = scan(item, position);
        EventDose dose = doseOf(item, type.orElse(null) == AcquisitionType.CONSTANT_ANGLE, position);
        return IrradiationEvent.builder(key(item, position))
                .protocol(protocol.orElse(null))
                .acquisitionType(type.orElse(null))
                .role(noted(role(new Facts(type, protocol, region, scan, dose)), item))
                .targetRegion(region.orElse(null))
                .procedureContext(item.first(Codes.PROCEDURE_CONTEXT)
                        .flatMap(ContentItem::codeValue)
                        .orElse(null))
                .startedAt(reading.dateTime(item, Codes.DATE_TIME_STARTED, "DateTime Started (111526)")
                        .orElse(null))
                .repetition(repetition(item).orElse(null))
                .scan(scan)
                .dose(dose)
                .doseCheck(Tid10015.read(item, reading).orElse(null))
                .modulationType(modulation(item).orElse(null))
                .device(Tid1021.read(item, reportDevice).orElse(reportDevice))
                .build();
    }

    private EventKey key(ContentItem item, int position) {
        Optional<String> uid = item.first(Codes.EVENT_UID)
                .flatMap(found -> found.uid().or(found::text))
                .filter(Texts::isUid);
        if (uid.isPresent()) {
            return EventKey.ofUid(uid.get());
        }
        reading.note(
                Finding.Kind.MISSING,
                item,
                "Irradiation Event UID (113769, DCM) absent in event " + position
                        + "; it is identified by report and position");
        return EventKey.ofPosition(sopInstanceUid, position);
    }

    private Optional<Repetition> repetition(ContentItem event) {
        Optional<ContentItem> item = event.first(Codes.IS_REPEATED_ACQUISITION);
        Concept coded = item.map(ContentItem::codedConcept).orElse(Codes.NONE);
        if (item.isEmpty() || (coded != Codes.YES && coded != Codes.NO)) {
            return Optional.empty();
        }
        Optional<Code> reason = item.get()
                .first(Codes.REASON_FOR_REPEATING)
                .or(() -> event.first(Codes.REASON_FOR_REPEATING))
                .flatMap(ContentItem::codeValue);
        return Optional.of(new Repetition(coded == Codes.YES, reason));
    }

    private Optional<AcquisitionType> acquisitionType(ContentItem item) {
        Concept coded = reading.codedConcept(item, Codes.ACQUISITION_TYPE, "CT Acquisition Type (113820)");
        if (coded == Codes.NONE) {
            return Optional.empty();
        }
        AcquisitionType type = TYPES.get(coded);
        if (type == null) {
            reading.note(Finding.Kind.VALUE, item, "CT Acquisition Type (113820) has a code that is not in CID 10013");
        }
        return Optional.ofNullable(type);
    }

    /** The facts from which the role of an event is inferred. */
    record Facts(
            Optional<AcquisitionType> type,
            Optional<String> protocol,
            Optional<Code> region,
            ScanParameters scan,
            EventDose dose) {}

    /** Returns the role by region and acquisition type; a timing run has no code of its own and is inferred. */
    static EventRole role(Facts facts) {
        if (facts.region().isPresent()
                && Codes.PHANTOM_REGION.matches(facts.region().get())) {
            return EventRole.QA;
        }
        AcquisitionType type = facts.type().orElse(null);
        if (type == AcquisitionType.CONSTANT_ANGLE) {
            return EventRole.LOCALIZER;
        }
        if (type == AcquisitionType.SPIRAL || !isShort(facts.scan(), facts.dose()) || isNamed(facts, PERFUSION_NAMES)) {
            return EventRole.DIAGNOSTIC;
        }
        boolean isStill = type == AcquisitionType.STATIONARY && isCtdiVolAboveDlp(facts.dose());
        return isStill || isNamed(facts, TIMING_NAMES) ? EventRole.TIMING : EventRole.DIAGNOSTIC;
    }

    private EventRole noted(EventRole role, ContentItem item) {
        if (role == EventRole.TIMING) {
            reading.note(
                    Finding.Kind.INFERRED,
                    item,
                    "the event counts as a timing run (bolus tracking or test bolus), because it is short and the table does not move, or because of the name of its protocol");
        }
        return role;
    }

    private static boolean isNamed(Facts facts, String[] parts) {
        String protocol = facts.protocol().orElse("");
        for (String part : parts) {
            if (Wildcard.indexOf(protocol, part, 0) >= 0) {
                return true;
            }
        }
        return false;
    }

    private static boolean isShort(ScanParameters scan, EventDose dose) {
        return scan.scanLengthMm().isPresent()
                ? scan.scanLengthMm().get().compareTo(LONGEST_TIMING_MM) <= 0
                : dose.dlpMGyCm().isEmpty() || isCtdiVolAboveDlp(dose);
    }

    private static boolean isCtdiVolAboveDlp(EventDose dose) {
        return dose.ctdiVolMGy().isPresent()
                && dose.dlpMGyCm().isPresent()
                && dose.ctdiVolMGy().get().compareTo(dose.dlpMGyCm().get()) > 0;
    }

    private ScanParameters scan(ContentItem event, int position) {
        Optional<ContentItem> container = event.first(Codes.ACQUISITION_PARAMETERS);
        if (container.isEmpty() || !container.get().hasChildren()) {
            reading.note(
                    Finding.Kind.MISSING,
                    container.orElse(event),
                    "CT Acquisition Parameters (113822, DCM) absent or empty in event " + position);
        }
        return container.isEmpty() ? ScanParameters.NONE : parameters(container.get());
    }

    private List<XraySource> sources(ContentItem parameters) {
        List<ContentItem> items = parameters.all(Codes.SOURCE_PARAMETERS);
        int max = reading.limits().maxSources();
        if (items.size() > max) {
            reading.note(
                    Finding.Kind.STRUCTURE, parameters, "more than " + max + " X-ray sources; the rest is not read");
            items = items.subList(0, max);
        }
        List<XraySource> sources = new ArrayList<>(items.size());
        for (ContentItem item : items) {
            sources.add(source(item));
        }
        return sources;
    }

    private ScanParameters parameters(ContentItem item) {
        List<XraySource> sources = sources(item);
        return new ScanParameters(
                Tid10014.scanLengthMm(item, reading),
                Tid10014.range(item, reading),
                reading.number(item, Codes.EXPOSURE_TIME, Units.SECOND, "Exposure Time (113824)"),
                reading.number(item, Codes.PITCH, Units.COUNT, "Pitch Factor (113828)"),
                reading.number(
                        item, Codes.SINGLE_COLLIMATION, Units.MILLIMETRE, "Nominal Single Collimation Width (113826)"),
                reading.number(
                        item, Codes.TOTAL_COLLIMATION, Units.MILLIMETRE, "Nominal Total Collimation Width (113827)"),
                reading.number(item, Codes.SOURCE_COUNT, Units.COUNT, "Number of X-Ray Sources (113823)"),
                sources);
    }

    private XraySource source(ContentItem item) {
        return new XraySource(
                item.first(Codes.SOURCE_ID).flatMap(ContentItem::text),
                reading.number(item, Codes.KVP, Units.KILOVOLT, "KVP (113733)"),
                reading.number(item, Codes.TUBE_CURRENT, Units.MILLIAMPERE, "X-Ray Tube Current (113734)"),
                reading.number(
                        item, Codes.MAXIMUM_TUBE_CURRENT, Units.MILLIAMPERE, "Maximum X-Ray Tube Current (113833)"),
                reading.number(item, Codes.TIME_PER_ROTATION, Units.SECOND, "Exposure Time per Rotation (113834)"));
    }

    private EventDose doseOf(ContentItem event, boolean isLocalizer, int position) {
        Optional<ContentItem> container = event.first(Codes.CT_DOSE);
        if (container.isPresent()) {
            return dose(event, container.get(), position);
        }
        if (!isLocalizer) {
            reading.note(Finding.Kind.MISSING, event, "CT Dose (113829, DCM) absent in event " + position);
        }
        return EventDose.NONE;
    }

    private EventDose dose(ContentItem event, ContentItem item, int position) {
        Optional<BigDecimal> ctdiVol =
                reading.number(item, Codes.MEAN_CTDI_VOL, Units.MILLIGRAY, "Mean CTDIvol (113830)");
        if (item.first(Codes.MEAN_CTDI_VOL).isEmpty()) {
            reading.note(Finding.Kind.MISSING, item, "Mean CTDIvol (113830, DCM) absent in event " + position);
        }
        Optional<Integer> phantom = phantom(item, ctdiVol.isPresent());
        Optional<ContentItem> ssde = ssde(event);
        return new EventDose(
                ctdiVol,
                phantom,
                false,
                reading.number(item, Codes.DLP, Units.MILLIGRAY_CM, "DLP (113838)"),
                ssde.flatMap(found -> reading.number(found, Units.MILLIGRAY, "Size Specific Dose Estimate (113930)")),
                ssde.flatMap(found -> found.first(Codes.MEASUREMENT_METHOD)).flatMap(ContentItem::codeValue),
                ssde.flatMap(found -> found.deep(Codes.WATER_EQUIVALENT_DIAMETER))
                        .or(() -> event.deep(Codes.WATER_EQUIVALENT_DIAMETER))
                        .flatMap(
                                found -> reading.number(found, Units.MILLIMETRE, "Water Equivalent Diameter (113980)")),
                reading.number(item, Codes.EFFECTIVE_DOSE, Units.MILLISIEVERT, "Effective Dose (113839)"));
    }

    /** Returns the estimate by water-equivalent diameter (AAPM 220) of several, so that value and diameter belong together. */
    private static Optional<ContentItem> ssde(ContentItem event) {
        return event.deepWith(Codes.SSDE, Codes.WATER_EQUIVALENT_DIAMETER).or(() -> event.deep(Codes.SSDE));
    }

    private Optional<Integer> phantom(ContentItem item, boolean hasCtdiVol) {
        Concept coded = reading.codedConcept(item, Codes.PHANTOM_TYPE, "CTDIw Phantom Type (113835)");
        Optional<Integer> phantom = phantomCm(coded);
        if (hasCtdiVol && phantom.isEmpty()) {
            reading.note(
                    coded == Codes.NONE ? Finding.Kind.MISSING : Finding.Kind.VALUE,
                    item,
                    "CTDIw Phantom Type (113835, DCM) is neither the 16 cm nor the 32 cm phantom; the values are not compared with any level");
        }
        return phantom;
    }

    /** Returns 16 for the IEC head phantom, 32 for the IEC body phantom (CID 4052). */
    static Optional<Integer> phantomCm(Concept coded) {
        if (coded == Codes.HEAD_PHANTOM) {
            return Optional.of(HEAD_CM);
        }
        return coded == Codes.BODY_PHANTOM ? Optional.of(BODY_CM) : Optional.empty();
    }

    private static Optional<String> modulation(ContentItem event) {
        Optional<String> coded = event.first(Codes.MODULATION_TYPE).flatMap(ContentItem::text);
        if (coded.isPresent()) {
            return coded;
        }
        for (ContentItem comment : event.all(Codes.COMMENT)) {
            Optional<String> named = comment.text().flatMap(ModulationComment::read);
            if (named.isPresent()) {
                return named;
            }
        }
        return Optional.empty();
    }
}
