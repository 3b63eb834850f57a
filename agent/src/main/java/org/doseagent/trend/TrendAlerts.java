package org.doseagent.trend;

import java.util.Set;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.doseagent.dose.PartDose;
import org.doseagent.dose.Quantity;
import org.doseagent.dose.assessment.Alert;
import org.doseagent.dose.assessment.AlertKind;
import org.doseagent.dose.assessment.AlertWords;
import org.doseagent.dose.identity.DeviceKey;

/** Creates the alerts about changes, silence and rising doses of scanners. Immutable. */
public final class TrendAlerts {

    /** Prefix of the keys of all alerts about changes and silences; dose creep has {@link #CREEP_PREFIX}. */
    public static final String PREFIX = "trend/";

    public static final String CREEP_PREFIX = "creep/";

    /** The parts of the key of a rise: prefix, category, phantom, day on which the chart saw it, scanner. */
    private static final int KEY_PARTS = 5;

    private static final int DAY_OF_KEY = 3;

    /** The number of days by which two charts may differ about the beginning of a rise. */
    private static final int DAYS_OF_DOUBT = 30;

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
                    about(now.deviceKey()).then("the software version changed on " + now.firstDay() + " from "
                            + name(change.before().softwareVersion()) + " to " + name(now.softwareVersion()) + "."
                            + compare(now.firstDay())));
        }
        for (Changes.ModelChange change : Changes.models(versions, from)) {
            ScannerVersion now = change.now();
            found.add(
                    AlertKind.CHANGE,
                    now.deviceKey(),
                    "model",
                    about(now.deviceKey()).then("on " + now.firstDay() + " this scanner replaced "
                            + change.before().deviceKey().label() + "." + compare(now.firstDay())));
        }
        for (Changes.ProtocolChange change : Changes.protocols(protocols, YearMonth.from(today))) {
            found.add(
                    AlertKind.CHANGE,
                    change.deviceKey(),
                    "protocols/" + change.month(),
                    about(change.deviceKey()).then("new protocols since " + change.month() + ": "
                            + String.join(", ", change.added()) + "."
                            + compare(change.month().atDay(1))));
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
                about(device).then("no report of an exam since "
                        + silence.since().toLocalDate() + " " + silence.since().toLocalTime()
                        + " (hour of the last exam). Its own rhythm predicts about " + Math.round(silence.missedExams())
                        + " exams since then."
                        + (silent.size() > 1
                                ? " " + silent.size() + " of " + scanners.size()
                                        + " scanners are quiet: check whether it was a public holiday, and check the system that forwards their reports."
                                : " The other scanners send reports: check this scanner and its forwarding rule.")
                        + " Rule alerts.silence: at least " + rhythm.minExams() + " missing exams and " + rhythm.minHours()
                        + " hours without an exam, measured by the rhythm of the last " + rhythm.weeks() + " weeks." + NO_LEVEL)));
        return found.alerts();
    }

    /**
     * Returns the alerts about doses that have risen slowly on a scanner: adults of one category, the DLP of the whole part.
     *
     * @param parts of one category, of any scanner, in any order
     * @param known the keys of earlier alerts of rises; a rise that has one keeps it, also when the chart now sees it on another day
     */
    public Map<DeviceKey, List<Alert>> creep(List<PartDose> parts, List<String> known) {
        Map<DeviceKey, List<Alert>> drafts = new TreeMap<>(DeviceKey.BY_LABEL);
        List<String> free = new ArrayList<>(known);
        List<DoseSteps.DoseStep> rises = DoseSteps.rises(parts, creep);
        for (int i = 0; i < rises.size(); i++) {
            DoseSteps.DoseStep found = rises.get(i);
            String key = key(parts.get(0).category(), found, found.step().signalled());
            LocalDate next =
                    i + 1 < rises.size() && rises.get(i + 1).deviceKey().equals(found.deviceKey())
                            ? rises.get(i + 1).step().since()
                            : LocalDate.MAX;
            String kept = free.stream()
                    .filter(each -> isOfSameRise(each, found.step().since(), next, key))
                    .findFirst()
                    .orElse(key);
            free.remove(kept);
            drafts.computeIfAbsent(found.deviceKey(), absent -> new ArrayList<>())
                    .add(creep(parts.get(0).category(), found, kept));
        }
        return drafts;
    }

    private static String key(String category, DoseSteps.DoseStep found, LocalDate signalled) {
        return CREEP_PREFIX
                + String.join(
                        "/",
                        category,
                        "" + found.phantomCm(),
                        "" + signalled,
                        found.deviceKey().text());
    }

    /** Returns whether a key is of the same scanner, category and phantom, and of a rise that was seen between two days. */
    private static boolean isOfSameRise(String known, LocalDate since, LocalDate next, String key) {
        String[] one = known.split("/", KEY_PARTS);
        String[] other = key.split("/", KEY_PARTS);
        one[DAY_OF_KEY] = other[DAY_OF_KEY];
        if (!Arrays.equals(one, other)) {
            return false;
        }
        LocalDate seen = LocalDate.parse(known.split("/", KEY_PARTS)[DAY_OF_KEY]);
        return !seen.isBefore(since.minusDays(DAYS_OF_DOUBT)) && seen.isBefore(next);
    }

    private Alert creep(String category, DoseSteps.DoseStep found, String key) {
        ControlChart.Step rise = found.step();
        BigDecimal before = rounded(rise.before());
        BigDecimal after = rounded(rise.after());
        AlertWords words = AlertWords.of(category + ", adults, on ")
                .scanner(found.deviceKey().label())
                .then(String.format(
                        Locale.ROOT,
                        ": the DLP (%d cm phantom) has risen by %.0f %% since about %s, from a median of %s mGy·cm (%d exams)"
                                + " to %s mGy·cm (%d exams). The control chart signalled it on %s (Shiryaev-Roberts procedure on the ranks of the daily means;"
                                + " at most one false rise in %.0f years of a chart). Check for a changed protocol, scan length or mix of patients;"
                                + " no reference level was compared. ",
                        found.phantomCm(),
                        (rise.ratio() - 1) * 100,
                        rise.since(),
                        before,
                        rise.examsBefore(),
                        after,
                        rise.examsAfter(),
                        rise.signalled(),
                        creep.yearsPerFalseAlarm()))
                .then(Alert.NOT_A_LIMIT);
        return new Alert(
                AlertKind.DOSE_CREEP,
                key,
                Optional.of(category),
                Alert.Figures.of(Quantity.DLP, after)
                        .withRatio(BigDecimal.valueOf(rise.ratio()).setScale(2, RoundingMode.HALF_UP)),
                Set.of(),
                words,
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
                + ". Rule alerts.change: the reports show a change; the alert stays open for " + changeDays + " days."
                + NO_LEVEL;
    }

    private static AlertWords about(DeviceKey device) {
        return AlertWords.of("").scanner(device.label()).then(": ");
    }

    /** The alerts that are found, by scanner. */
    private record Found(Map<DeviceKey, List<Alert>> alerts) {
        Found() {
            this(new TreeMap<>(DeviceKey.BY_LABEL));
        }

        /** Adds an alert about a scanner; its key ends with {@code detail}. */
        void add(AlertKind kind, DeviceKey device, String detail, AlertWords words) {
            alerts.computeIfAbsent(device, absent -> new ArrayList<>())
                    .add(Alert.of(
                            kind,
                            PREFIX + String.join("/", kind.label(), device.text(), detail),
                            words));
        }
    }
}
