package org.doseagent.rdsr;

import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.doseagent.dose.AcquisitionType;
import org.doseagent.dose.Code;
import org.doseagent.dose.Device;
import org.doseagent.dose.EventDose;
import org.doseagent.dose.EventKey;
import org.doseagent.dose.EventRole;
import org.doseagent.dose.Finding;
import org.doseagent.dose.IrradiationEvent;
import org.doseagent.dose.ScanParameters;
import org.doseagent.dose.SopInstanceUid;
import org.doseagent.dose.XraySource;
import org.doseagent.rdsr.Codes.Concept;

/** TID 10013 CT Irradiation Event Data. */
final class Tid10013 {

    private static final int HEAD_CM = 16;
    private static final int BODY_CM = 32;

    /**
     * Names of bolus tracking and test bolus runs, as vendors and sites write them. A helix is never one, whatever it is called: a CTA that is
     * named after the tracking which starts it must not drop out of its own dose.
     */
    private static final Pattern TIMING = Pattern.compile(
            "monitor|bolus|timing|smart ?prep|sure ?start|tracker|tracking|care ?bolus", Pattern.CASE_INSENSITIVE);

    /** Perfusion stands still too, but it is the diagnosis. */
    private static final Pattern PERFUSION = Pattern.compile("perfusion|dynamic", Pattern.CASE_INSENSITIVE);

    /** A timing run images one place again and again; longer runs are diagnostic, whatever their name. */
    private static final BigDecimal LONGEST_TIMING_MM = BigDecimal.valueOf(20);

    private static final Pattern MODULATION =
            Pattern.compile("X-?ray Modulation Type\\s*=\\s*([^,;]+)", Pattern.CASE_INSENSITIVE);

    private static final Map<AcquisitionType, Concept> TYPES = Map.of(
            AcquisitionType.SEQUENCED, Codes.SEQUENCED,
            AcquisitionType.SPIRAL, Codes.SPIRAL,
            AcquisitionType.CONSTANT_ANGLE, Codes.CONSTANT_ANGLE,
            AcquisitionType.STATIONARY, Codes.STATIONARY,
            AcquisitionType.FREE, Codes.FREE,
            AcquisitionType.CONE_BEAM, Codes.CONE_BEAM);

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
            reading.note(Finding.Kind.MISSING, item.path(), "Target Region (123014, DCM) absent in event " + position);
        }
        ScanParameters scan = scan(item, position);
        EventDose dose = dose(item, type, position);
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
                .filter(text -> text.matches("[0-9.]{1,64}"));
        if (uid.isEmpty()) {
            reading.note(
                    Finding.Kind.MISSING,
                    item.path(),
                    "Irradiation Event UID (113769, DCM) absent in event " + position
                            + "; it is identified by report and position");
        }
        return uid.map(EventKey::ofUid).orElseGet(() -> EventKey.ofPosition(sopInstanceUid, position));
    }

    private Optional<AcquisitionType> acquisitionType(ContentItem item) {
        Optional<Code> code = reading.code(item, Codes.ACQUISITION_TYPE, "CT Acquisition Type (113820)");
        Optional<AcquisitionType> type = code.flatMap(found -> TYPES.entrySet().stream()
                .filter(entry -> entry.getValue().matches(found))
                .map(Map.Entry::getKey)
                .findFirst());
        if (code.isPresent() && type.isEmpty()) {
            reading.note(
                    Finding.Kind.VALUE,
                    item.path(),
                    "CT Acquisition Type (113820) has a code that is not in CID 10013");
        }
        return type;
    }

    /** What the role of an event is concluded from. */
    record Facts(
            Optional<AcquisitionType> type,
            Optional<String> protocol,
            Optional<Code> region,
            ScanParameters scan,
            EventDose dose) {}

    /** By region and acquisition type; a timing run has no code of its own and is concluded. */
    static EventRole role(Facts facts) {
        if (facts.region().filter(Codes.PHANTOM_REGION::matches).isPresent()) {
            return EventRole.QA;
        }
        if (facts.type().filter(AcquisitionType.CONSTANT_ANGLE::equals).isPresent()) {
            return EventRole.LOCALIZER;
        }
        if (facts.type().filter(AcquisitionType.SPIRAL::equals).isPresent()
                || !isShort(facts.scan(), facts.dose())
                || names(PERFUSION, facts.protocol())) {
            return EventRole.DIAGNOSTIC;
        }
        boolean isStill =
                facts.type().filter(AcquisitionType.STATIONARY::equals).isPresent() && isCtdiVolAboveDlp(facts.dose());
        return isStill || names(TIMING, facts.protocol()) ? EventRole.TIMING : EventRole.DIAGNOSTIC;
    }

    private EventRole noted(EventRole role, ContentItem item) {
        if (role == EventRole.TIMING) {
            reading.note(
                    Finding.Kind.INFERRED,
                    item.path(),
                    "the event is taken for a timing run (bolus tracking or test bolus): it is short and stands still, or its protocol is named so");
        }
        return role;
    }

    private static boolean names(Pattern pattern, Optional<String> protocol) {
        return protocol.filter(name -> pattern.matcher(name).find()).isPresent();
    }

    private static boolean isShort(ScanParameters scan, EventDose dose) {
        return scan.scanLengthMm()
                .map(length -> length.compareTo(LONGEST_TIMING_MM) <= 0)
                .orElseGet(() -> dose.dlpMGyCm().isEmpty() || isCtdiVolAboveDlp(dose));
    }

    private static boolean isCtdiVolAboveDlp(EventDose dose) {
        return dose.ctdiVolMGy().isPresent()
                && dose.dlpMGyCm().isPresent()
                && dose.ctdiVolMGy().get().compareTo(dose.dlpMGyCm().get()) > 0;
    }

    private ScanParameters scan(ContentItem event, int position) {
        Optional<ContentItem> container = event.first(Codes.ACQUISITION_PARAMETERS);
        if (container.isEmpty() || container.get().children().isEmpty()) {
            reading.note(
                    Finding.Kind.MISSING,
                    container.orElse(event).path(),
                    "CT Acquisition Parameters (113822, DCM) absent or empty in event " + position);
        }
        return container.map(this::parameters).orElse(ScanParameters.NONE);
    }

    private ScanParameters parameters(ContentItem item) {
        List<XraySource> sources =
                item.all(Codes.SOURCE_PARAMETERS).stream().map(this::source).toList();
        return new ScanParameters(
                Tid10014.scanLengthMm(item, reading),
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

    private EventDose dose(ContentItem event, Optional<AcquisitionType> type, int position) {
        Optional<ContentItem> container = event.first(Codes.CT_DOSE);
        if (container.isEmpty()) {
            if (type.filter(AcquisitionType.CONSTANT_ANGLE::equals).isEmpty()) {
                reading.note(Finding.Kind.MISSING, event.path(), "CT Dose (113829, DCM) absent in event " + position);
            }
            return EventDose.NONE;
        }
        ContentItem item = container.get();
        Optional<BigDecimal> ctdiVol =
                reading.number(item, Codes.MEAN_CTDI_VOL, Units.MILLIGRAY, "Mean CTDIvol (113830)");
        if (item.first(Codes.MEAN_CTDI_VOL).isEmpty()) {
            reading.note(Finding.Kind.MISSING, item.path(), "Mean CTDIvol (113830, DCM) absent in event " + position);
        }
        Optional<Integer> phantom = phantom(item, ctdiVol);
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

    /** Of several estimates the one by water-equivalent diameter (AAPM 220), so that value and diameter belong together. */
    private static Optional<ContentItem> ssde(ContentItem event) {
        List<ContentItem> all = event.deepAll(Codes.SSDE);
        return all.stream()
                .filter(item -> item.deep(Codes.WATER_EQUIVALENT_DIAMETER).isPresent())
                .findFirst()
                .or(() -> all.stream().findFirst());
    }

    private Optional<Integer> phantom(ContentItem item, Optional<BigDecimal> ctdiVol) {
        Optional<Code> code = reading.code(item, Codes.PHANTOM_TYPE, "CTDIw Phantom Type (113835)");
        Optional<Integer> phantom = code.flatMap(Tid10013::phantomCm);
        if (ctdiVol.isPresent() && phantom.isEmpty()) {
            reading.note(
                    code.isPresent() ? Finding.Kind.VALUE : Finding.Kind.MISSING,
                    item.path(),
                    "CTDIw Phantom Type (113835, DCM) is neither the 16 cm nor the 32 cm phantom; the values are compared with nothing");
        }
        return phantom;
    }

    /** Returns 16 for the IEC head, 32 for the IEC body phantom (CID 4052). */
    static Optional<Integer> phantomCm(Code code) {
        if (Codes.HEAD_PHANTOM.matches(code)) {
            return Optional.of(HEAD_CM);
        }
        return Codes.BODY_PHANTOM.matches(code) ? Optional.of(BODY_CM) : Optional.empty();
    }

    private static Optional<String> modulation(ContentItem event) {
        return event.first(Codes.MODULATION_TYPE)
                .flatMap(ContentItem::text)
                .or(() -> event.all(Codes.COMMENT).stream()
                        .flatMap(comment -> comment.text().stream())
                        .map(MODULATION::matcher)
                        .filter(Matcher::find)
                        .map(matcher -> matcher.group(1).strip().toUpperCase(Locale.ROOT))
                        .findFirst());
    }
}
