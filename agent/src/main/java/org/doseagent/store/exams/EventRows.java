package org.doseagent.store.exams;

import org.doseagent.store.exams.columns.StudyRow;
import org.doseagent.store.exams.columns.StudyQuery;
import org.doseagent.store.exams.columns.RowReader;
import org.doseagent.store.exams.columns.Dictionary;
import org.doseagent.store.exams.columns.Columns;
import org.doseagent.store.exams.columns.Coding;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.doseagent.dose.Acquisition;
import org.doseagent.dose.AcquisitionType;
import org.doseagent.dose.Code;
import org.doseagent.dose.DoseCheck;
import org.doseagent.dose.EventDose;
import org.doseagent.dose.EventRole;
import org.doseagent.dose.IrradiationEvent;
import org.doseagent.dose.Repetition;
import org.doseagent.dose.ScanParameters;
import org.doseagent.dose.ScanRange;
import org.doseagent.dose.XraySource;
import org.doseagent.dose.identity.Device;
import org.doseagent.dose.identity.EventKey;
import org.jspecify.annotations.Nullable;

/**
 * The events of a study: each distinct event of its reports once. {@code counts} is 0 where the exam does not have the event, since a later
 * report replaced it.
 */
final class EventRows {

    static final Columns EVENTS = Columns.of("event", """
            number, counts, event_key, is_uid, role, acquisition_type, protocol, target_region, procedure_context, started_at,
            ctdi_vol_mgy, phantom_cm, is_phantom_inferred, dlp_mgycm, ssde_mgy, ssde_method, water_equivalent_diameter_mm,
            effective_dose_msv, scan_length_mm, exposure_time_s, pitch, single_collimation_mm, total_collimation_mm,
            xray_source_count, modulation_type, scanner, device, study_month, has_dose_check
            """);

    static final Columns SOURCES = Columns.of("xray_source", """
            event, number, source, kvp, tube_current_mean_ma, tube_current_max_ma, exposure_time_per_rotation_s
            """);

    static final Columns CHECKS = Columns.of("dose_check", """
            event, kind, is_dlp_configured, dlp_value_mgycm, dlp_forward_estimate_mgycm, is_ctdi_vol_configured, ctdi_vol_value_mgy,
            ctdi_vol_forward_estimate_mgy
            """);

    /** Few events have such a row: what only some scanners report. */
    static final Columns DETAILS = Columns.of("event_detail", "event, is_repeated, repeat_reason, top_mm, bottom_mm");

    private static final int ALERT = 0;
    private static final int NOTIFICATION = 1;

    /** An event as a row. */
    record Row(long exam, int number, boolean counts, IrradiationEvent event) {}

    private record EventOf(long exam, int number) {}

    private EventRows() {}

    static void write(StudyRow to, Row row, @Nullable Integer month) throws SQLException {
        IrradiationEvent event = row.event();
        Acquisition acquisition = event.acquisition();
        EventDose dose = event.dose();
        ScanParameters scan = event.scan();
        Dictionary.ScannerIds scanner = to.dictionary().idsOf(event.device());
        to.insert(
                EVENTS,
                to.row()
                        .add(row.number())
                        .flag(row.counts())
                        .add(event.key().value())
                        .flag(event.key().isUid())
                        .add(Coding.ROLE.number(event.role()))
                        .add(acquisition.type().map(Coding.ACQUISITION::number).orElse(null))
                        .word(acquisition.protocol().orElse(null))
                        .code(acquisition.targetRegion().orElse(null))
                        .code(acquisition.procedureContext().orElse(null))
                        .add(acquisition.startedAt().orElse(null))
                        .decimal(dose.ctdiVolMGy().orElse(null))
                        .add(dose.phantomCm().orElse(null))
                        .flag(dose.phantomInferred())
                        .decimal(dose.dlpMGyCm().orElse(null))
                        .decimal(dose.ssdeMGy().orElse(null))
                        .code(dose.ssdeMethod().orElse(null))
                        .decimal(dose.waterEquivalentDiameterMm().orElse(null))
                        .decimal(dose.effectiveDoseMSv().orElse(null))
                        .decimal(scan.scanLengthMm().orElse(null))
                        .decimal(scan.exposureTimeS().orElse(null))
                        .decimal(scan.pitch().orElse(null))
                        .decimal(scan.nominalSingleCollimationMm().orElse(null))
                        .decimal(scan.nominalTotalCollimationMm().orElse(null))
                        .decimal(scan.xraySourceCount().orElse(null))
                        .word(acquisition.modulationType().orElse(null))
                        .add(scanner.scanner())
                        .add(scanner.device())
                        .add(month)
                        .flag(event.doseCheck().isPresent()));
        for (int i = 0; i < scan.xraySources().size(); i++) {
            write(to, row.number(), i, scan.xraySources().get(i));
        }
        if (acquisition.repetition().isPresent() || scan.range().isPresent()) {
            write(to, row.number(), new Details(acquisition.repetition(), scan.range()));
        }
        if (event.doseCheck().isPresent()) {
            DoseCheck check = event.doseCheck().get();
            write(to, row.number(), ALERT, check.alert().orElse(null));
            write(to, row.number(), NOTIFICATION, check.notification().orElse(null));
        }
    }

    private record Details(Optional<Repetition> repetition, Optional<ScanRange> range) {
        static final Details NONE = new Details(Optional.empty(), Optional.empty());
    }

    private static void write(StudyRow to, int event, Details details) throws SQLException {
        to.insert(
                DETAILS,
                to.row()
                        .add(event)
                        .flag(details.repetition().map(Repetition::isRepeated).orElse(null))
                        .code(details.repetition().flatMap(Repetition::reason).orElse(null))
                        .decimal(details.range().map(ScanRange::topMm).orElse(null))
                        .decimal(details.range().map(ScanRange::bottomMm).orElse(null)));
    }

    private static void write(StudyRow to, int event, int number, XraySource source) throws SQLException {
        to.insert(
                SOURCES,
                to.row()
                        .add(event)
                        .add(number)
                        .word(source.id().orElse(null))
                        .decimal(source.kvp().orElse(null))
                        .decimal(source.tubeCurrentMeanMa().orElse(null))
                        .decimal(source.tubeCurrentMaxMa().orElse(null))
                        .decimal(source.exposureTimePerRotationS().orElse(null)));
    }

    private static void write(StudyRow to, int event, int kind, DoseCheck.@Nullable Details details)
            throws SQLException {
        if (details != null) {
            to.insert(
                    CHECKS,
                    to.row()
                            .add(event)
                            .add(kind)
                            .flag(details.dlpConfigured().orElse(null))
                            .decimal(details.dlpValueMGyCm().orElse(null))
                            .decimal(details.dlpForwardEstimateMGyCm().orElse(null))
                            .flag(details.ctdiVolConfigured().orElse(null))
                            .decimal(details.ctdiVolValueMGy().orElse(null))
                            .decimal(details.ctdiVolForwardEstimateMGy().orElse(null)));
        }
    }

    /** Returns the events of some exams, by exam and number. */
    static List<Row> read(StudyQuery from) throws SQLException {
        Map<EventOf, List<XraySource>> sources = new HashMap<>();
        from.rows(
                SOURCES.select("event, number"),
                row -> sources.computeIfAbsent(new EventOf(row.number(), row.integer()), event -> new ArrayList<>())
                        .add(source(row)));
        Map<EventOf, Map<Integer, DoseCheck.Details>> checks = new HashMap<>();
        from.rows(
                CHECKS.select("event, kind"),
                row -> checks.computeIfAbsent(new EventOf(row.number(), row.integer()), event -> new HashMap<>())
                        .put(row.integer(), details(row)));
        Map<EventOf, Details> details = new HashMap<>();
        from.rows(
                DETAILS.select("event"),
                row -> details.put(new EventOf(row.number(), row.integer()), detailsOf(row)));
        return from.rows(EVENTS.select("number"), row -> {
            EventOf of = new EventOf(row.number(), row.integer());
            Map<Integer, DoseCheck.Details> both = checks.getOrDefault(of, Map.of());
            return new Row(
                    of.exam(),
                    of.number(),
                    row.flag(),
                    event(
                            row,
                            new Parts(
                                    sources.getOrDefault(of, List.of()), details.getOrDefault(of, Details.NONE)),
                            new DoseCheck(
                                    Optional.ofNullable(both.get(ALERT)),
                                    Optional.ofNullable(both.get(NOTIFICATION)))));
        });
    }

    /** What other tables hold of an event. */
    private record Parts(List<XraySource> sources, Details details) {}

    private static Details detailsOf(RowReader row) throws SQLException {
        Optional<Boolean> isRepeated = row.flagIfAny();
        Optional<Code> reason = row.codeIfAny();
        Optional<BigDecimal> top = row.decimalIfAny();
        Optional<BigDecimal> bottom = row.decimalIfAny();
        return new Details(
                isRepeated.map(flag -> new Repetition(flag, reason)),
                top.flatMap(high -> bottom.map(low -> new ScanRange(high, low))));
    }

    private static XraySource source(RowReader row) throws SQLException {
        row.integer(); // the number, by which the rows are ordered
        return new XraySource(
                row.wordIfAny(), row.decimalIfAny(), row.decimalIfAny(), row.decimalIfAny(), row.decimalIfAny());
    }

    private static DoseCheck.Details details(RowReader row) throws SQLException {
        return new DoseCheck.Details(
                row.flagIfAny(),
                row.decimalIfAny(),
                row.decimalIfAny(),
                row.flagIfAny(),
                row.decimalIfAny(),
                row.decimalIfAny());
    }

    private static IrradiationEvent event(RowReader row, Parts parts, DoseCheck check) throws SQLException {
        EventKey key = new EventKey(row.text(), row.flag());
        EventRole role = Coding.ROLE.constant(row.integer());
        Optional<AcquisitionType> type = row.integerIfAny().map(Coding.ACQUISITION::constant);
        Optional<String> protocol = row.wordIfAny();
        Optional<Code> region = row.codeIfAny();
        Optional<Code> context = row.codeIfAny();
        var startedAt = row.timeIfAny();
        EventDose dose = new EventDose(
                row.decimalIfAny(),
                row.integerIfAny(),
                row.flag(),
                row.decimalIfAny(),
                row.decimalIfAny(),
                row.codeIfAny(),
                row.decimalIfAny(),
                row.decimalIfAny());
        ScanParameters scan = new ScanParameters(
                row.decimalIfAny(),
                parts.details().range(),
                row.decimalIfAny(),
                row.decimalIfAny(),
                row.decimalIfAny(),
                row.decimalIfAny(),
                row.decimalIfAny(),
                parts.sources());
        Optional<String> modulation = row.wordIfAny();
        Device device = row.dictionary().scanner(row.number(), row.store());
        row.number(); // the device and the month are for statistics
        row.integerIfAny();
        return new IrradiationEvent(
                key,
                new Acquisition(protocol, type, region, context, startedAt, parts.details().repetition(), modulation),
                role,
                scan,
                dose,
                row.flag() ? Optional.of(check) : Optional.empty(),
                device);
    }
}
