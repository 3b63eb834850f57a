package org.doseagent.testdata;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.doseagent.config.ConfigLoader;
import org.doseagent.config.LevelReader;
import org.doseagent.config.Settings;
import org.doseagent.dose.Exam;
import org.doseagent.dose.assessment.Alert;
import org.doseagent.dose.assessment.AlertKind;
import org.doseagent.dose.assessment.AlertStatus;
import org.doseagent.dose.assessment.Severity;
import org.doseagent.drl.Assessor;
import org.doseagent.drl.EventRules;
import org.doseagent.drl.Levels;
import org.doseagent.drl.TestLevels;
import org.doseagent.drl.level.DrlSet;
import org.doseagent.intake.ExamMerger;
import org.doseagent.store.alerts.AlertCase;
import org.doseagent.store.alerts.AlertEntry;
import org.doseagent.store.alerts.AlertOverview;
import org.doseagent.testdata.SimulatedHospital.Truth;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * How much a person has to read about a year of a department within its levels: alerts as they are stored, as one for each exam and cause, and as the
 * lines of a daily and a weekly overview.
 */
final class SimulatedAlertsTest {

    private static final Path ROOT = Path.of(System.getProperty("project.root", ".."));
    private static final LocalDate FIRST = LocalDate.of(2025, 1, 1);

    private static final List<Exam> EXAMS = new ArrayList<>();
    private static final List<DrlSet> BRITISH = new ArrayList<>();
    private static Levels levels;
    private static List<DrlSet> all;

    @BeforeAll
    static void readOneYear() throws Exception {
        Settings settings = ConfigLoader.load(ROOT.resolve("config/agent.yaml"), Map.of(), Map.of());
        levels = new LevelReader(settings.levels()).read();
        for (String id : List.of("uk-ndrl-2022", "eu-euclid-rp195", "eu-pidrl-rp185")) {
            BRITISH.add(LevelReader.readSet(ROOT.resolve("config/drl/" + id + ".yaml"), levels.categories()));
        }
        all = new ArrayList<>(BRITISH);
        // A set that has levels for the heads and chests of adults too, so that every part is compared.
        all.add(LevelReader.readSet(ROOT.resolve("config/drl/ie-foley-2012.yaml"), levels.categories())
                .timeless()
                .adopted());
        SimulatedHospital.send(sent -> {
            if (!sent.at().toLocalDate().isBefore(FIRST) && sent.truth() != Truth.PHANTOM) {
                EXAMS.add(ExamMerger.merge(List.of(SimulatedHospitalTest.received(sent))));
            }
        });
    }

    /**
     * What there is to read of a year, each per 100 exams.
     *
     * @param stored alerts in the store, one for each quantity
     * @param cases one for each exam and cause, and one for each scanner and problem of data
     * @param daily lines of an overview of each day, {@code weekly} of each week, and {@code list} of {@code alerts list} at the end of the year
     */
    private record Load(double stored, double cases, double daily, double weekly, double list) {}

    private static Load load(List<DrlSet> sets) throws Exception {
        List<AlertEntry> alerts = alerts(EXAMS, sets, List.of());
        double hundreds = EXAMS.size() / 100.0;
        return new Load(
                alerts.size() / hundreds,
                casesPerExam(alerts) / hundreds,
                entries(alerts, 1) / hundreds,
                entries(alerts, 7) / hundreds,
                AlertOverview.of(AlertCase.of(alerts)).entries() / hundreds);
    }

    private static List<AlertEntry> alerts(List<Exam> exams, List<DrlSet> sets, List<EventRules> packs) {
        Assessor assessor = new Assessor(
                new Levels(levels.categories(), levels.mapping(), sets, packs, levels.tripwire()), new BigDecimal("2"));
        List<AlertEntry> alerts = new ArrayList<>();
        for (Exam exam : exams) {
            for (Alert alert : assessor.assess(exam).alerts()) {
                alerts.add(new AlertEntry(
                        alerts.size() + 1L,
                        AlertStatus.OPEN,
                        opened(exam),
                        new AlertEntry.Subject(
                                Optional.of(exam.studyInstanceUid()),
                                Optional.empty(),
                                exam.events().stream()
                                        .findFirst()
                                        .map(event ->
                                                event.device().serialNumber().orElse(""))),
                        alert,
                        new AlertEntry.Decided(
                                Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty())));
            }
        }
        return alerts;
    }

    private static Instant opened(Exam exam) {
        return exam.study().studyDateTime().orElseThrow().toInstant(ZoneOffset.UTC);
    }

    /** Cases of single exams, and one for each scanner and problem of data. */
    private static int casesPerExam(List<AlertEntry> alerts) {
        return AlertCase.of(alerts).size();
    }

    private static int entries(List<AlertEntry> alerts, int days) {
        Map<Long, List<AlertEntry>> byPeriod = new TreeMap<>();
        alerts.forEach(alert -> byPeriod.computeIfAbsent(
                        alert.openedAt().atOffset(ZoneOffset.UTC).toLocalDate().toEpochDay() / days,
                        absent -> new ArrayList<>())
                .add(alert));
        return byPeriod.values().stream()
                .mapToInt(each -> AlertOverview.of(AlertCase.of(each)).entries())
                .sum();
    }

    @Test
    void the_british_and_european_sets_give_at_most_five_alerts_per_hundred_exams() throws Exception {
        Load load = load(BRITISH);
        System.out.println("simulated alerts: British and European sets, " + EXAMS.size() + " exams: " + load);
        assertThat(load.cases).isLessThanOrEqualTo(5);
        assertThat(load.daily).isLessThanOrEqualTo(5.5);
    }

    @Test
    void with_a_level_for_every_part_the_list_has_at_most_five_lines_per_hundred_exams() throws Exception {
        Load load = load(all);
        System.out.println("simulated alerts: a level for every part, " + EXAMS.size() + " exams: " + load);
        assertThat(load.list).isLessThanOrEqualTo(5);
        assertThat(load.weekly).isLessThanOrEqualTo(6);
        assertThat(load.daily).isLessThan(load.cases);
        assertThat(load.cases).isLessThan(load.stored);
    }

    @Test
    void no_alert_of_the_tripwire_is_folded_into_a_group() throws Exception {
        List<Exam> exams = new ArrayList<>(EXAMS);
        SimulatedHospital.heads(6, 400)
                .forEach(sent -> exams.add(ExamMerger.merge(List.of(SimulatedHospitalTest.received(sent)))));
        List<AlertEntry> alerts = alerts(exams, all, List.of(TestLevels.german()));
        AlertOverview overview = AlertOverview.of(
                AlertCase.of(alerts).stream().sorted(AlertCase.BY_SEVERITY).toList());
        assertThat(overview.single().subList(0, 6)).allSatisfy(each -> {
            assertThat(each.severity()).isEqualTo(Severity.NOW);
            assertThat(each.lead().kind()).isEqualTo(AlertKind.EVENT_CTDIVOL);
        });
        assertThat(alerts.stream().filter(alert -> alert.kind() == AlertKind.EVENT_CTDIVOL))
                .hasSize((int) overview.single().stream()
                        .filter(each -> each.lead().kind() == AlertKind.EVENT_CTDIVOL)
                        .count());
    }
}
