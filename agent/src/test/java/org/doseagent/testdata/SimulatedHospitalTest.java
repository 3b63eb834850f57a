package org.doseagent.testdata;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
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
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.doseagent.config.ConfigLoader;
import org.doseagent.config.Settings;
import org.doseagent.daemon.Levels;
import org.doseagent.dicom.DataSetReader;
import org.doseagent.dicom.DicomException;
import org.doseagent.dicom.DicomLimits;
import org.doseagent.dicom.Part10File;
import org.doseagent.dose.AlertDraft;
import org.doseagent.dose.AssessedExam;
import org.doseagent.dose.ExamMerger;
import org.doseagent.dose.PartDose;
import org.doseagent.dose.ReceivedReport;
import org.doseagent.dose.ScannerActivity;
import org.doseagent.drl.Assessor;
import org.doseagent.intake.Pseudonyms;
import org.doseagent.intake.TrendReview;
import org.doseagent.rdsr.Extraction;
import org.doseagent.rdsr.RdsrExtractor;
import org.doseagent.report.Completeness;
import org.doseagent.report.CompletenessReview;
import org.doseagent.store.DoseStore;
import org.doseagent.store.ExamQuery;
import org.doseagent.store.PartDoses;
import org.doseagent.store.StoredAlert;
import org.doseagent.testdata.SimulatedHospital.Truth;
import org.doseagent.trend.ControlChart;
import org.doseagent.trend.Rhythm;
import org.doseagent.trend.TrendAlerts;
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
        Levels levels = Levels.read(settings.drl());
        Assessor assessor = new Assessor(
                levels.mapping(),
                levels.sets(),
                levels.eventRules(),
                settings.drl().farAboveMultiple());
        doses = new DoseStore(folder, "simulated", Clock.systemUTC());
        parts = new PartDoses(folder, "simulated");
        trend = new TrendAlerts(
                new Rhythm.Settings(12, 15, 24, 1.5), new ControlChart.Settings(250, 0.15, 25, 0.08), 60);
        review = new TrendReview(doses.history(), parts, doses.alerts(), trend);
        List<ReceivedReport> batch = new ArrayList<>();
        SimulatedHospital.send(sent -> {
            SENT.merge(sent.truth(), 1, Integer::sum);
            batch.add(received(sent));
            if (batch.size() == BATCH) {
                doses.apply(List.copyOf(batch), ExamMerger::merge, assessor::assess);
                batch.clear();
            }
        });
        doses.apply(batch, ExamMerger::merge, assessor::assess);
    }

    private static final RdsrExtractor EXTRACTOR = new RdsrExtractor();
    private static final Pseudonyms PSEUDONYMS = new Pseudonyms(new byte[32]);
    private static int inboxId;

    private static ReceivedReport received(SimulatedHospital.Sent sent) {
        try {
            Part10File file = Part10File.parse(sent.file(), DicomLimits.DEFAULT);
            Extraction extraction = EXTRACTOR.extract(new DataSetReader(DicomLimits.DEFAULT)
                    .read(file.dataSetBytes(), file.transferSyntax().orElseThrow()));
            assertThat(extraction.findings()).isEmpty();
            return new ReceivedReport(
                    ++inboxId,
                    sent.at().plusMinutes(40).toInstant(ZoneOffset.UTC),
                    Optional.of("PACS"),
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
        List<AssessedExam> exams = doses.exams(ExamQuery.ALL);
        assertThat(exams).hasSize(sent(Truth.values()));
        assertThat(exams.stream().filter(exam -> exam.exam().isQa())).hasSize(sent(Truth.PHANTOM));
        int counted = parts.values("", "", "").stream()
                .mapToInt(group -> group.dlpMGyCm().size())
                .sum();
        assertThat(counted).isEqualTo(sent(Truth.values()) - sent(Truth.PHANTOM));
    }

    @Test
    void children_are_a_population_of_their_own() {
        int children = parts.values("", "", "").stream()
                .filter(group -> group.isAdult().equals(Optional.of(false)))
                .mapToInt(group -> group.dlpMGyCm().size())
                .sum();
        assertThat(children).isEqualTo(sent(Truth.CHILD));
    }

    @Test
    void the_names_that_no_rule_knows_are_told_and_no_other() {
        List<AssessedExam> unmapped = doses.exams(ExamQuery.UNMAPPED).stream()
                .filter(exam -> !exam.exam().isQa())
                .toList();
        assertThat(unmapped).hasSize(sent(Truth.UNKNOWN_NAME));
        assertThat(unmapped)
                .allMatch(exam -> SimulatedHospital.UNKNOWN_NAMES.contains(
                        exam.exam().study().studyDescription().orElseThrow()));
    }

    @Test
    void a_head_under_the_name_of_a_chest_is_compared_with_no_level_of_the_chest() {
        List<AssessedExam> wrong = doses.exams(ExamQuery.ALL).stream()
                .filter(exam ->
                        exam.exam().study().studyDescription().equals(Optional.of(SimulatedHospital.WRONG_NAME)))
                .toList();
        assertThat(wrong).hasSize(sent(Truth.WRONG_NAME)).isNotEmpty();
        assertThat(wrong).allMatch(exam -> exam.alerts().isEmpty());
    }

    @Test
    void the_rise_is_found_and_no_chart_tells_another() {
        LocalDateTime now = SimulatedHospital.LAST.atTime(23, 0);
        review.creep(now);
        List<StoredAlert> told = doses.alerts().list("open", "dose-creep", "", 100);
        told.forEach(alert -> System.out.println("simulated hospital: " + alert.text()));
        assertThat(told).hasSize(1);
        StoredAlert rise = told.get(0);
        assertThat(rise.category()).contains("CT-CHEST");
        assertThat(rise.device()).contains("SOMATOM Force SIM-A");
        assertThat(rise.ratio().orElseThrow().doubleValue()).isBetween(1.08, 1.22);
        review.creep(now.plusDays(1));
        assertThat(doses.alerts().list("", "dose-creep", "", 100)).hasSize(1);
    }

    @Test
    void the_rise_is_first_told_within_a_hundred_days() {
        LocalDate told = SimulatedHospital.RISE;
        while (creepAsOf(told).isEmpty() && told.isBefore(SimulatedHospital.LAST)) {
            told = told.plusDays(7);
        }
        System.out.println(
                "simulated hospital: a rise of 15 % on " + SimulatedHospital.RISE + " first told on " + told);
        assertThat(told).isBetween(SimulatedHospital.RISE.plusDays(5), SimulatedHospital.RISE.plusDays(100));
    }

    private static Map<String, List<AlertDraft>> creepAsOf(LocalDate day) {
        List<PartDose> chest = parts.parts("CT-CHEST", day.minusYears(2).withDayOfYear(1), day);
        return trend.creep(chest);
    }

    @Test
    void the_week_of_silence_is_found_and_nothing_else_but_holidays() {
        List<ScannerActivity> all = doses.history()
                .activity(
                        SimulatedHospital.FIRST.atStartOfDay(),
                        SimulatedHospital.LAST.plusDays(1).atStartOfDay());
        assertThat(all).hasSize(4).allMatch(scanner -> scanner.usualDelay().equals(Duration.ofMinutes(40)));
        TreeSet<String> told = new TreeSet<>();
        for (LocalDateTime now = SimulatedHospital.FIRST.atTime(6, 0);
                now.isBefore(SimulatedHospital.LAST.atTime(23, 0));
                now = now.plusHours(12)) {
            told.addAll(silentAt(all, now));
        }
        System.out.println("simulated hospital: silences told: " + told);
        assertThat(told).anyMatch(silence -> silence.startsWith("2025-09-0") && silence.endsWith("SIM-C"));
        assertThat(told)
                .filteredOn(silence -> !silence.startsWith("2025-09-0"))
                .allMatch(silence -> isBesideHolidays(LocalDate.parse(silence.substring(0, 10))));
        assertThat(told).hasSizeLessThanOrEqualTo(1 + 3 * 3 * 3);
    }

    private static List<String> silentAt(List<ScannerActivity> all, LocalDateTime now) {
        List<ScannerActivity> known = all.stream()
                .map(scanner -> new ScannerActivity(
                        scanner.deviceKey(),
                        scanner.examsByHour().subMap(now.minusMonths(12), true, now.minusHours(1), true),
                        scanner.usualDelay()))
                .filter(scanner -> !scanner.examsByHour().isEmpty())
                .toList();
        List<String> silent = new ArrayList<>();
        trend.silences(known, now)
                .forEach((label, drafts) -> known.stream()
                        .filter(scanner -> label.equals(org.doseagent.dose.Device.labelOf(scanner.deviceKey())))
                        .forEach(scanner ->
                                silent.add(scanner.examsByHour().lastKey().toLocalDate() + " " + label)));
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
    void new_software_and_a_new_protocol_are_told_and_then_no_more() {
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
        return doses.alerts().list("open", "change", "", 100).stream()
                .map(StoredAlert::text)
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
                .filter(row -> row.scanner().endsWith("SIM-C"))
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
