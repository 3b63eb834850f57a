package org.doseagent.testdata;

import static org.assertj.core.api.Assertions.assertThat;

import org.doseagent.store.exams.MonthRange;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.doseagent.cli.CommandLineRun;
import org.doseagent.config.ConfigLoader;
import org.doseagent.config.LevelReader;
import org.doseagent.config.Settings;
import org.doseagent.dicom.DataSetReader;
import org.doseagent.dicom.DicomException;
import org.doseagent.dicom.DicomLimits;
import org.doseagent.dicom.Part10File;
import org.doseagent.dose.Finding;
import org.doseagent.dose.PartDose;
import org.doseagent.dose.ReceivedReport;
import org.doseagent.dose.assessment.Alert;
import org.doseagent.dose.assessment.AlertKind;
import org.doseagent.dose.assessment.AlertStatus;
import org.doseagent.dose.assessment.AssessedExam;
import org.doseagent.dose.identity.AeTitle;
import org.doseagent.dose.identity.DeviceKey;
import org.doseagent.drl.Assessor;
import org.doseagent.drl.Levels;
import org.doseagent.drl.group.GroupComparison;
import org.doseagent.drl.mapping.ExamMapping;
import org.doseagent.intake.ExamBuilder;
import org.doseagent.intake.Pseudonyms;
import org.doseagent.intake.StudyLimits;
import org.doseagent.rdsr.Extraction;
import org.doseagent.rdsr.RdsrExtractor;
import org.doseagent.review.GroupReview;
import org.doseagent.review.TrendReview;
import org.doseagent.store.alerts.AlertEntry;
import org.doseagent.store.alerts.AlertQuery;
import org.doseagent.store.exams.DoseStore;
import org.doseagent.store.exams.ExamQuery;
import org.doseagent.store.exams.PartDoses;
import org.doseagent.store.inbox.InboxProgress;
import org.doseagent.testdata.SimulatedHospital.Truth;
import org.doseagent.trend.Completeness;
import org.doseagent.trend.CompletenessReview;
import org.doseagent.trend.ControlChart;
import org.doseagent.trend.Holidays;
import org.doseagent.trend.Rhythm;
import org.doseagent.trend.ScannerActivity;
import org.doseagent.trend.TrendAlerts;
import org.doseagent.trend.TrendSettings;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every report of three years through reader, extractor, store and assessment: what was injected is found, and false alarms are counted. */
final class SimulatedHospitalTest {

    private static final Path ROOT = Path.of(System.getProperty("project.root", ".."));
    private static final int BATCH = 1000;
    private static final Map<Truth, Integer> SENT = new EnumMap<>(Truth.class);
    private static final Map<String, Integer> UNKNOWN = new TreeMap<>();

    @TempDir
    private static Path folder;

    private static DoseStore doses;
    private static PartDoses parts;
    private static TrendAlerts trend;
    private static TrendReview review;

    @BeforeAll
    static void receiveThreeYears() throws Exception {
        Settings settings = ConfigLoader.load(ROOT.resolve("config/agent.yaml"), Map.of(), Map.of());
        Levels levels = new LevelReader(settings.levels()).read();
        Assessor assessor = new Assessor(levels, settings.review().comparison().farAboveMultiple());
        doses = new DoseStore(folder, "simulated", Clock.systemUTC());
        parts = new PartDoses(folder, "simulated");
        trend = new TrendAlerts(
                new TrendSettings(new Rhythm.Settings(12, 15, 24, 1.5), new ControlChart.Settings(100, 0.08), 60));
        review = new TrendReview(doses.history(), parts, doses.alerts(), trend);
        ExamBuilder builder = new ExamBuilder(doses, assessor::assess, StudyLimits.DEFAULT);
        List<ReceivedReport> batch = new ArrayList<>();
        SimulatedHospital.send(sent -> {
            SENT.merge(sent.truth(), 1, Integer::sum);
            batch.add(received(sent));
            if (batch.size() == BATCH) {
                builder.store(batch, refused -> InboxProgress.NONE);
                batch.clear();
            }
        });
        builder.store(batch, refused -> InboxProgress.NONE);
        GroupReview groups = new GroupReview(parts, doses.alerts());
        groups.review(
                SimulatedHospital.LAST,
                levels.sets(),
                new GroupComparison(
                        Optional.of(settings.review().comparison().lastN()),
                        settings.review().comparison().farBelow()));
        LocalDateTime end = SimulatedHospital.LAST.atTime(23, 0);
        review.changes(end);
        review.creep(end);
        GOLDEN.putAll(golden());
    }

    private static final Map<String, String> GOLDEN = new TreeMap<>();

    /** What the commands print, before any test looks at another day. */
    private static Map<String, String> golden() {
        CommandLineRun agent = new CommandLineRun(folder);
        Map<String, String> printed = new TreeMap<>();
        String from = "--from=2025-01-01";
        String to = "--to=2025-12-31";
        print(agent, printed, "drl-list", "drl", "list");
        print(agent, printed, "drl-compare", "drl", "compare", from, to);
        print(agent, printed, "drl-compare-newest", "drl", "compare", "--as-of=2025-12-31");
        print(agent, printed, "drl-compare-fi-no", "drl", "compare", from, to, "--set=fi-2013", "--set=no-2014");
        print(agent, printed, "mapping-coverage", "mapping", "coverage");
        print(agent, printed, "alerts-list", "alerts", "list", "--limit=20");
        print(agent, printed, "alerts-list-creep", "alerts", "list", "--kind=dose-creep");
        for (String kind : List.of("dose-creep", "exam-far-above-drl", "exam-above-drl", "median-far-below")) {
            doses
                    .alerts()
                    .list(AlertQuery.all()
                            .status(AlertStatus.OPEN)
                            .kind(AlertKind.of(kind).orElseThrow())
                            .limit(1))
                    .stream()
                    .findFirst()
                    .ifPresent(
                            alert -> print(agent, printed, "alerts-show-" + kind, "alerts", "show", "" + alert.id()));
        }
        return printed;
    }

    private static void print(CommandLineRun agent, Map<String, String> printed, String name, String... command) {
        List<String> all = new ArrayList<>(List.of(command));
        all.addAll(List.of("--set", "site.id=simulated"));
        assertThat(agent.run(all.toArray(String[]::new))).as(agent.err()).isZero();
        String out = (agent.out() + agent.err()).replaceAll("opened \\S+Z", "opened (now)");
        printed.put(name, "$ dose-agent " + String.join(" ", command) + "\n" + out);
    }

    /** The files are read by eye when they change; -Dgolden.update writes them. */
    @Test
    void the_commands_print_what_was_reviewed() throws IOException {
        Path goldens = ROOT.resolve("agent/src/test/resources/org/doseagent/testdata/golden");
        if (System.getProperty("golden.update") != null) {
            Files.createDirectories(goldens);
            for (var printed : GOLDEN.entrySet()) {
                Files.writeString(goldens.resolve(printed.getKey() + ".txt"), printed.getValue());
            }
        }
        for (var printed : GOLDEN.entrySet()) {
            assertThat(printed.getValue())
                    .as(printed.getKey())
                    .isEqualTo(Files.readString(goldens.resolve(printed.getKey() + ".txt")));
            assertThat(printed.getKey().startsWith("alerts-show")
                            || printed.getValue()
                                    .lines()
                                    .filter(line -> !line.startsWith("dose-agent:"))
                                    .allMatch(line -> line.length() <= 100 || line.startsWith("  note:")))
                    .as(printed.getKey())
                    .isTrue();
        }
    }

    /** Alerts of single exams are many by the nature of a level; how many is measured, not hidden. */
    @Test
    void alerts_of_single_exams_are_as_frequent_as_documented() {
        Map<AlertKind, Long> counts = doses.alerts().counts(AlertQuery.all());
        System.out.println("simulated hospital: alerts " + counts);
        long exams = sent(Truth.PATIENT, Truth.CHILD, Truth.WRONG_NAME);
        double perExam = (counts.getOrDefault(AlertKind.EXAM_ABOVE_DRL, 0L)
                        + counts.getOrDefault(AlertKind.EXAM_FAR_ABOVE_DRL, 0L))
                / (double) exams;
        assertThat(perExam).isBetween(0.03, 0.12);
        assertThat(counts.getOrDefault(AlertKind.EVENT_CTDIVOL, 0L)).isLessThan(exams / 1000);
        assertThat(counts.getOrDefault(AlertKind.MEDIAN_ABOVE_DRL, 0L)).isZero();
        assertThat(counts.getOrDefault(AlertKind.GROUP_RULE, 0L)).isZero();
    }

    /** A check in each week of three years reports only the two changes that were made. */
    @Test
    void no_change_is_reported_without_a_change() {
        TreeSet<String> told = new TreeSet<>();
        for (LocalDate day = SimulatedHospital.FIRST.plusWeeks(4);
                day.isBefore(SimulatedHospital.LAST);
                day = day.plusWeeks(1)) {
            YearMonth month = YearMonth.from(day);
            trend.changes(doses.history().versions(day), doses.history().protocols(month.minusMonths(12), month), day)
                    .values()
                    .forEach(drafts -> drafts.forEach(draft -> told.add(draft.key())));
        }
        System.out.println("simulated hospital: changes told in 12 scanner-years: " + told);
        assertThat(told)
                .hasSize(2)
                .anyMatch(key -> key.contains("SIM-B") && key.contains("revo_ct_23"))
                .anyMatch(key -> key.contains("SIM-C") && key.contains("protocols/2025-04"));
    }

    @Test
    void with_the_holidays_listed_only_the_silent_week_is_reported() {
        Set<LocalDate> holidays = SimulatedHospital.FIRST
                .datesUntil(SimulatedHospital.LAST.plusDays(1))
                .filter(SimulatedHospital::isHoliday)
                .collect(Collectors.toSet());
        TrendAlerts listed = new TrendAlerts(new TrendSettings(
                new Rhythm.Settings(12, 15, 24, 1.5, new Holidays(holidays, Set.of())),
                new ControlChart.Settings(100, 0.08),
                60));
        TreeSet<String> told = silences(listed);
        System.out.println("simulated hospital: silences told with the holidays listed: " + told);
        assertThat(told)
                .singleElement()
                .satisfies(
                        silence -> assertThat(silence).startsWith("2025-09-0").endsWith("SIM-C"));
    }

    private static final RdsrExtractor EXTRACTOR = new RdsrExtractor();
    private static final Pseudonyms PSEUDONYMS = new Pseudonyms(new byte[32]);
    private static int inboxId;

    static ReceivedReport received(SimulatedHospital.Sent sent) {
        try {
            Part10File file = Part10File.parse(sent.file(), DicomLimits.DEFAULT);
            Extraction extraction = EXTRACTOR.extract(new DataSetReader(DicomLimits.DEFAULT)
                    .read(file.dataSetBytes(), file.transferSyntax().orElseThrow()));
            assertThat(extraction.findings())
                    .as(
                            "names that no rule knows come without a target region, phantoms with a reason, 400 mGy is implausible")
                    .allMatch(finding -> sent.truth() == Truth.PHANTOM
                            ? finding.path().equals(Finding.QA)
                            : finding.text().startsWith("Mean CTDIvol of 400.00 mGy is implausibly high")
                                    || sent.truth() == Truth.UNKNOWN_NAME
                                            && finding.text().startsWith("Target Region (123014, DCM) absent"));
            return new ReceivedReport(
                    ++inboxId,
                    sent.at().plusMinutes(40).toInstant(ZoneOffset.UTC),
                    Optional.of(new AeTitle("PACS")),
                    extraction.patient().map(PSEUDONYMS::keyOf),
                    extraction.report().orElseThrow());
        } catch (DicomException e) {
            throw new AssertionError(e);
        }
    }

    @AfterAll
    static void close() {
        parts.close();
        doses.close();
    }

    private static int sent(Truth... truths) {
        return Stream.of(truths).mapToInt(truth -> SENT.getOrDefault(truth, 0)).sum();
    }

    @Test
    void every_exam_is_there_and_phantoms_are_in_no_statistic() {
        System.out.println("simulated hospital: " + SENT);
        List<AssessedExam> exams = doses.exams(ExamQuery.all());
        assertThat(exams).hasSize(sent(Truth.values()));
        assertThat(exams.stream().filter(exam -> exam.exam().isQa())).hasSize(sent(Truth.PHANTOM));
        int counted = parts.values("", MonthRange.ALL).stream()
                .mapToInt(group -> group.dlpMGyCm().size())
                .sum();
        assertThat(counted).isEqualTo(sent(Truth.values()) - sent(Truth.PHANTOM));
    }

    @Test
    void children_are_a_population_of_their_own() {
        int children = parts.values("", MonthRange.ALL).stream()
                .filter(group -> group.isAdult().equals(Optional.of(false)))
                .mapToInt(group -> group.dlpMGyCm().size())
                .sum();
        assertThat(children).isEqualTo(sent(Truth.CHILD));
    }

    @Test
    void exactly_the_names_without_a_rule_are_reported() {
        List<AssessedExam> unmapped = doses.exams(ExamQuery.all().unmapped()).stream()
                .filter(exam -> !exam.exam().isQa())
                .filter(exam -> !isWronglyNamed(exam))
                .toList();
        assertThat(unmapped).hasSize(sent(Truth.UNKNOWN_NAME));
        assertThat(unmapped)
                .allMatch(exam -> SimulatedHospital.UNKNOWN_NAMES.contains(
                        exam.exam().study().studyDescription().orElseThrow()));
    }

    @Test
    void a_head_under_the_name_of_a_chest_has_no_category_and_a_finding() {
        List<AssessedExam> wrong = doses.exams(ExamQuery.all()).stream()
                .filter(SimulatedHospitalTest::isWronglyNamed)
                .toList();
        assertThat(wrong).hasSize(sent(Truth.WRONG_NAME)).isNotEmpty();
        assertThat(wrong)
                .allMatch(exam ->
                        exam.parts().stream().allMatch(part -> part.category().isEmpty()))
                .allMatch(exam -> exam.exam().findings().stream()
                        .anyMatch(finding -> finding.path().equals(ExamMapping.PATH)))
                .allMatch(exam -> exam.alerts().stream().allMatch(alert -> alert.kind() == AlertKind.DATA_QUALITY));
    }

    private static boolean isWronglyNamed(AssessedExam exam) {
        return exam.exam().study().studyDescription().equals(Optional.of(SimulatedHospital.WRONG_NAME));
    }

    @Test
    void the_rise_is_found_and_no_chart_reports_another() {
        LocalDateTime now = SimulatedHospital.LAST.atTime(23, 0);
        review.creep(now);
        List<AlertEntry> told = doses.alerts()
                .list(AlertQuery.all()
                        .status(AlertStatus.OPEN)
                        .kind(AlertKind.DOSE_CREEP)
                        .limit(100));
        told.forEach(alert ->
                System.out.println("simulated hospital: " + alert.alert().text()));
        assertThat(told).hasSize(1);
        AlertEntry rise = told.get(0);
        assertThat(rise.alert().category()).contains("CT-CHEST");
        assertThat(rise.subject().device()).contains("SOMATOM Force SIM-A");
        assertThat(rise.alert().ratio().orElseThrow().doubleValue()).isBetween(1.08, 1.22);
        review.creep(now.plusDays(1));
        assertThat(doses.alerts()
                        .list(AlertQuery.all().kind(AlertKind.DOSE_CREEP).limit(100)))
                .hasSize(1);
    }

    @Test
    void the_rise_is_first_reported_within_a_hundred_days() {
        LocalDate told = SimulatedHospital.RISE;
        while (creepAsOf(told).isEmpty() && told.isBefore(SimulatedHospital.LAST)) {
            told = told.plusDays(7);
        }
        System.out.println(
                "simulated hospital: a rise of 15 % on " + SimulatedHospital.RISE + " first told on " + told);
        assertThat(told).isBetween(SimulatedHospital.RISE.plusDays(5), SimulatedHospital.RISE.plusDays(100));
    }

    private static Map<DeviceKey, List<Alert>> creepAsOf(LocalDate day) {
        List<PartDose> chest = parts.parts("CT-CHEST", day.minusYears(2).withDayOfYear(1), day);
        return trend.creep(chest, List.of());
    }

    @Test
    void the_week_of_silence_is_found_and_nothing_else_but_holidays() {
        TreeSet<String> told = silences(trend);
        System.out.println("simulated hospital: silences told: " + told);
        assertThat(told).anyMatch(silence -> silence.startsWith("2025-09-0") && silence.endsWith("SIM-C"));
        assertThat(told)
                .filteredOn(silence -> !silence.startsWith("2025-09-0"))
                .allMatch(silence -> isBesideHolidays(LocalDate.parse(silence.substring(0, 10))));
        assertThat(told).hasSizeLessThanOrEqualTo(1 + 3 * 3 * 3);
    }

    /** The silences that a check every twelve hours finds, each once. */
    private static TreeSet<String> silences(TrendAlerts alerts) {
        List<ScannerActivity> all = doses.history()
                .activity(
                        SimulatedHospital.FIRST.atStartOfDay(),
                        SimulatedHospital.LAST.plusDays(1).atStartOfDay());
        assertThat(all).hasSize(4).allMatch(scanner -> scanner.usualDelay().equals(Duration.ofMinutes(40)));
        TreeSet<String> told = new TreeSet<>();
        for (LocalDateTime now = SimulatedHospital.FIRST.atTime(6, 0);
                now.isBefore(SimulatedHospital.LAST.atTime(23, 0));
                now = now.plusHours(12)) {
            told.addAll(silentAt(alerts, all, now));
        }
        return told;
    }

    private static List<String> silentAt(TrendAlerts alerts, List<ScannerActivity> all, LocalDateTime now) {
        List<ScannerActivity> known = all.stream()
                .map(scanner -> new ScannerActivity(
                        scanner.deviceKey(),
                        scanner.examsByHour().subMap(now.minusMonths(12), true, now.minusHours(1), true),
                        scanner.usualDelay()))
                .filter(scanner -> !scanner.examsByHour().isEmpty())
                .toList();
        List<String> silent = new ArrayList<>();
        alerts.silences(known, now)
                .forEach((device, drafts) -> known.stream()
                        .filter(scanner -> device.equals(scanner.deviceKey()))
                        .forEach(scanner ->
                                silent.add(scanner.examsByHour().lastKey().toLocalDate() + " " + device.label())));
        return silent;
    }

    /** Two working days off within the next five: the holidays explain it. */
    private static boolean isBesideHolidays(LocalDate lastExam) {
        return lastExam.datesUntil(lastExam.plusDays(7))
                        .filter(SimulatedHospital::isHoliday)
                        .count()
                >= 2;
    }

    @Test
    void new_software_and_a_new_protocol_are_reported_once() {
        review.changes(SimulatedHospital.NEW_SOFTWARE.plusDays(2).atTime(12, 0));
        assertThat(changes())
                .singleElement()
                .satisfies(text -> assertThat(text)
                        .contains(
                                "Revolution CT SIM-B", "revo_ct_23", "2025-06-0", "revo_ct_22", "drl compare --from"));
        review.changes(SimulatedHospital.NEW_PROTOCOL.plusDays(27).atTime(12, 0));
        assertThat(changes())
                .singleElement()
                .satisfies(text -> assertThat(text).contains("SIM-C", SimulatedHospital.NEW_PROTOCOL_NAME));
        review.changes(SimulatedHospital.LAST.atTime(12, 0));
        assertThat(changes()).isEmpty();
    }

    private static List<String> changes() {
        return doses
                .alerts()
                .list(AlertQuery.all()
                        .status(AlertStatus.OPEN)
                        .kind(AlertKind.CHANGE)
                        .limit(100))
                .stream()
                .map(alert -> alert.alert().text())
                .toList();
    }

    private static Completeness completeness(YearMonth month) {
        LocalDate from = month.atDay(1);
        LocalDate to = month.atEndOfMonth();
        CompletenessReview arrived = new CompletenessReview(from, to, new Completeness.Settings(12, 15, 1.5, false));
        doses.rows()
                .days(from.minusWeeks(20), to)
                .forEach(day -> arrived.worked(day.deviceKey(), day.day(), day.exams()));
        doses.rows().arrivals(from, to).forEach(arrived::arrived);
        return arrived.result();
    }

    @Test
    void the_month_of_the_silent_week_misses_that_week_and_nothing_else() {
        Completeness september = completeness(YearMonth.of(2025, 9));
        System.out.println("simulated hospital: complete in September 2025: "
                + september.percent().orElseThrow() + " %, missing " + september.missing() + ", possible "
                + september.possible());
        List<Completeness.Silence> counted = september.rows().stream()
                .filter(row -> row.scanner().serialNumber().equals("SIM-C"))
                .flatMap(row -> row.silences().stream())
                .filter(silence -> silence.missing() > 0)
                .toList();
        assertThat(counted).singleElement().satisfies(silence -> {
            assertThat(silence.from()).isEqualTo(SimulatedHospital.SILENT_FROM);
            assertThat(silence.missing()).isBetween(28, 42);
            assertThat(september.missing()).isEqualTo(silence.missing());
        });
        assertThat(september.possible()).isLessThanOrEqualTo(10);
        assertThat(september.percent().orElseThrow()).isBetween(new BigDecimal("94"), new BigDecimal("97.5"));
    }

    @Test
    void every_other_month_is_complete_and_holidays_are_only_possible() {
        List<String> wrong = new ArrayList<>();
        int possible = 0;
        for (YearMonth month = YearMonth.from(SimulatedHospital.FIRST);
                !month.isAfter(YearMonth.from(SimulatedHospital.LAST));
                month = month.plusMonths(1)) {
            Completeness of = completeness(month);
            possible += of.possible();
            if (of.missing() > 0 && !month.equals(YearMonth.of(2025, 9))) {
                wrong.add(month + ": " + of.missing());
            }
            assertThat(of.gaps()).isEmpty();
        }
        System.out.println("simulated hospital: falsely missing " + wrong + ", possible in three years " + possible);
        assertThat(wrong).isEmpty();
    }
}
