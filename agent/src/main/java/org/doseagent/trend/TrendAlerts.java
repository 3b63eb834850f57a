package org.doseagent.trend;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.doseagent.dose.PartDose;
import org.doseagent.dose.Quantity;
import org.doseagent.dose.assessment.Alert;
import org.doseagent.dose.assessment.AlertKind;
import org.doseagent.dose.identity.DeviceKey;

/** Creates the alerts about changes, silence and rising doses of scanners. Immutable. */
public final class TrendAlerts {

    /** Prefix of the keys of all alerts about changes and silences; dose creep has {@link #CREEP_PREFIX}. */
    public static final String PREFIX = "trend/";

    public static final String CREEP_PREFIX = "creep/";

    private static final String NO_LEVEL = " No reference level was compared. " + Alert.NOT_A_LIMIT;

    private final Rhythm.Settings rhythm;
    private final ControlChart.Settings creep;
    private final int changeDays;

    public TrendAlerts(TrendSettings settings) {
        this.rhythm = settings.silence();
        this.creep = settings.creep();
        this.changeDays = settings.changeDays();
    }

    /** Returns the alerts of changes of software, model and protocols. */
    public Map<DeviceKey, List<Alert>> changes(
            List<ScannerVersion> versions, List<ProtocolUse> protocols, LocalDate today) {
        Found found = new Found();
        LocalDate from = today.minusDays(changeDays);
        for (Changes.SoftwareChange change : Changes.software(versions, from)) {
            ScannerVersion now = change.now();
            found.add(
                    AlertKind.CHANGE,
                    now.deviceKey(),
                    "software/" + now.softwareVersion(),
                    "the software version changed on " + now.firstDay() + " from "
                            + name(change.before().softwareVersion()) + " to " + name(now.softwareVersion()) + "."
                            + compare(now.firstDay()));
        }
        for (Changes.ModelChange change : Changes.models(versions, from)) {
            ScannerVersion now = change.now();
            found.add(
                    AlertKind.CHANGE,
                    now.deviceKey(),
                    "model",
                    "on " + now.firstDay() + " this scanner replaced "
                            + change.before().deviceKey().label() + "." + compare(now.firstDay()));
        }
        for (Changes.ProtocolChange change : Changes.protocols(protocols, YearMonth.from(today))) {
            found.add(
                    AlertKind.CHANGE,
                    change.deviceKey(),
                    "protocols/" + change.month(),
                    "new protocols since " + change.month() + ": "
                            + String.join(", ", change.added()) + "."
                            + compare(change.month().atDay(1)));
        }
        return found.alerts();
    }

    /** Returns the alerts about scanners that are silent. */
    public Map<DeviceKey, List<Alert>> silences(List<ScannerActivity> scanners, LocalDateTime now) {
        Map<DeviceKey, Rhythm.Silence> silent = new TreeMap<>();
        scanners.forEach(scanner ->
                Rhythm.silence(scanner, now, rhythm).ifPresent(silence -> silent.put(scanner.deviceKey(), silence)));
        Found found = new Found();
        silent.forEach((device, silence) -> found.add(
                AlertKind.SILENCE,
                device,
                "",
                "no report of an exam since "
                        + silence.since().toLocalDate() + " " + silence.since().toLocalTime()
                        + " (hour of the last exam); its own rhythm predicts about " + Math.round(silence.missedExams())
                        + " exams since then."
                        + (silent.size() > 1
                                ? " " + silent.size() + " of " + scanners.size()
                                        + " scanners are quiet: check for a public holiday, or the system that forwards their reports."
                                : " The other scanners send reports: check this scanner and its forwarding rule.")
                        + " Rule alerts.silence: at least " + rhythm.minExams() + " exams and " + rhythm.minHours()
                        + " hours are missing, by the rhythm of the last " + rhythm.weeks() + " weeks." + NO_LEVEL));
        return found.alerts();
    }

    /**
     * Returns the alerts about doses that have risen slowly on a scanner: adults of one category, the DLP of the whole part.
     *
     * @param parts of one category, of any scanner, in any order
     */
    public Map<DeviceKey, List<Alert>> creep(List<PartDose> parts) {
        Map<DeviceKey, List<Alert>> drafts = new TreeMap<>(DeviceKey.BY_LABEL);
        DoseRises.of(parts, creep)
                .forEach(found -> drafts.computeIfAbsent(found.deviceKey(), absent -> new ArrayList<>())
                        .add(creep(parts.get(0).category(), found)));
        return drafts;
    }

    private Alert creep(String category, DoseRises.DoseRise found) {
        ControlChart.Rise rise = found.rise();
        BigDecimal before = rounded(rise.before());
        BigDecimal after = rounded(rise.after());
        String text = String.format(
                Locale.ROOT,
                "%s, adults, on %s: the DLP (%d cm phantom) has risen by %.0f %% since about %s, from a median of %s mGy·cm (%d exams)"
                        + " to %s mGy·cm (%d exams). The control chart signalled it on %s (one-sided CUSUM of the logarithm, baseline of %d exams,"
                        + " reference %s, decision %s standard deviations). Check for a changed protocol, scan length or mix of patients;"
                        + " no reference level was compared. " + Alert.NOT_A_LIMIT,
                category,
                found.deviceKey().label(),
                found.phantomCm(),
                (rise.ratio() - 1) * 100,
                rise.since(),
                before,
                rise.examsBefore(),
                after,
                rise.examsAfter(),
                rise.signalled(),
                creep.baselineExams(),
                creep.reference(),
                creep.decision());
        return new Alert(
                AlertKind.DOSE_CREEP,
                CREEP_PREFIX
                        + String.join(
                                "/",
                                category,
                                "" + found.phantomCm(),
                                "" + rise.signalled(),
                                found.deviceKey().text()),
                Optional.of(category),
                Alert.Figures.of(Quantity.DLP, after)
                        .withRatio(BigDecimal.valueOf(rise.ratio()).setScale(2, RoundingMode.HALF_UP)),
                text,
                0);
    }

    private static BigDecimal rounded(double value) {
        return BigDecimal.valueOf(value).setScale(1, RoundingMode.HALF_UP);
    }

    private static String name(String softwareVersion) {
        return softwareVersion.isEmpty() ? "not named" : softwareVersion;
    }

    private String compare(LocalDate since) {
        return " Doses before and after the change are not comparable: compare again with drl compare --from " + since
                + ". Rule alerts.change: a change that the reports show, kept open for " + changeDays + " days."
                + NO_LEVEL;
    }

    /** The alerts that are found, by scanner. */
    private record Found(Map<DeviceKey, List<Alert>> alerts) {
        Found() {
            this(new TreeMap<>(DeviceKey.BY_LABEL));
        }

        /** Adds an alert about a scanner; its key ends with {@code detail}. */
        void add(AlertKind kind, DeviceKey device, String detail, String text) {
            alerts.computeIfAbsent(device, absent -> new ArrayList<>())
                    .add(Alert.of(
                            kind,
                            PREFIX + String.join("/", kind.label(), device.text(), detail),
                            device.label() + ": " + text));
        }
    }
}
