package org.doseagent.testdata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.doseagent.cli.CommandLineRun;
import org.doseagent.config.ConfigLoader;
import org.doseagent.config.LevelReader;
import org.doseagent.config.Settings;
import org.doseagent.dose.ReceivedReport;
import org.doseagent.dose.assessment.AssessedExam;
import org.doseagent.dose.assessment.Assessment;
import org.doseagent.dose.assessment.Verdict;
import org.doseagent.drl.Assessor;
import org.doseagent.drl.Levels;
import org.doseagent.drl.group.LevelCoverage;
import org.doseagent.drl.level.DrlSet;
import org.doseagent.intake.ExamBuilder;
import org.doseagent.intake.StudyLimits;
import org.doseagent.review.LocalLevels;
import org.doseagent.store.DataDirectory;
import org.doseagent.store.LocalLevelFiles;
import org.doseagent.store.exams.DoseStore;
import org.doseagent.store.exams.ExamQuery;
import org.doseagent.store.exams.PartDoses;
import org.doseagent.store.inbox.InboxProgress;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** Typical values frozen from 2024 of the simulated hospital, and its exams of 2025 beside them. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class TypicalValuesYearTest {

    private static final Path ROOT = Path.of(System.getProperty("project.root", ".."));
    private static final LocalDate FROM = LocalDate.of(2024, 1, 1);
    private static final LocalDate TO = LocalDate.of(2024, 12, 31);
    private static final LocalDate TODAY = LocalDate.of(2026, 1, 10);
    private static final int BATCH = 1000;

    @TempDir
    private static Path folder;

    private static Levels levels;
    private static DoseStore doses;
    private static PartDoses parts;
    private static LocalLevels local;

    @BeforeAll
    static void receiveTwoYears() throws Exception {
        Settings settings = ConfigLoader.load(ROOT.resolve("config/agent.yaml"), Map.of(), Map.of());
        levels = new LevelReader(settings.levels()).read();
        Assessor assessor = new Assessor(levels, new BigDecimal("2"));
        doses = new DoseStore(folder, "demo-hospital", Clock.systemUTC());
        parts = new PartDoses(folder, "demo-hospital");
        local = new LocalLevels(new LocalLevelFiles(folder), parts, doses);
        ExamBuilder builder = new ExamBuilder(doses, assessor::assess, StudyLimits.DEFAULT);
        List<ReceivedReport> batch = new ArrayList<>();
        SimulatedHospital.send(sent -> {
            if (!sent.at().toLocalDate().isBefore(FROM)) {
                batch.add(SimulatedHospitalTest.received(sent));
            }
            if (batch.size() == BATCH) {
                builder.store(batch, refused -> InboxProgress.NONE);
                batch.clear();
            }
        });
        builder.store(batch, refused -> InboxProgress.NONE);
    }

    @AfterAll
    static void close() {
        parts.close();
        doses.close();
    }

    private static LevelCoverage coverage(List<DrlSet> sets, YearMonth from) {
        return LevelCoverage.of(
                parts.patients(from.atDay(1), LocalDate.of(2025, 12, 31)),
                sets.stream()
                        .filter(set -> set.isValidOn(LocalDate.of(2025, 12, 31)))
                        .toList(),
                List.of());
    }

    private static double shareWithoutLevel(LevelCoverage coverage) {
        return 1 - coverage.withLevel() / (double) coverage.parts();
    }

    private static LocalLevels.Request request(LocalDate from, LocalDate to) {
        return new LocalLevels.Request(from, to, "M. \"Physicist\"", TODAY.plusYears(1));
    }

    @Test
    @Order(1)
    void nothing_is_frozen_without_a_period_in_the_past_and_enough_exams() {
        assertThatThrownBy(() -> local.freeze(request(FROM, TODAY), levels.categories(), "XX", TODAY))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("must be days before today");
        assertThatThrownBy(() -> local.freeze(request(FROM, FROM), levels.categories(), "XX", TODAY))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no group has enough exams");
        assertThat(new LocalLevelFiles(folder).all()).isEmpty();
    }

    @Test
    @Order(2)
    void only_what_a_new_protocol_has_begun_since_has_no_level() throws Exception {
        YearMonth january = YearMonth.of(2025, 1);
        double before = shareWithoutLevel(coverage(levels.sets(), january));
        LocalLevels.Frozen frozen = local.freeze(request(FROM, TO), levels.categories(), "XX", TODAY);
        LevelCoverage with =
                coverage(levels.and(local.active(levels.categories())).sets(), january);
        double after = shareWithoutLevel(with);
        System.out.printf(
                Locale.ROOT,
                "typical values: %d groups, %d too small, %s refused; parts of 2025 without a level: %.1f %% before, %.1f %% with them%n",
                frozen.values().groups().size(),
                frozen.values().tooSmall().size(),
                frozen.refused(),
                100 * before,
                100 * after);
        assertThat(before).isGreaterThan(0.2);
        assertThat(with.gaps())
                .as("the protocol that scanner C has since April 2025")
                .singleElement()
                .satisfies(gap -> assertThat(gap.category()).isEqualTo("CT-CHEST-LOW-DOSE"));
        assertThat(after).isLessThan(0.07);
        assertThat(frozen.refused()).isEmpty();
    }

    @Test
    @Order(3)
    void half_of_the_exams_are_above_a_typical_value_and_none_opens_an_alert() throws Exception {
        List<DrlSet> sets = local.active(levels.categories());
        Assessor assessor = new Assessor(levels.comparedWith(sets), new BigDecimal("2"));
        int above = 0;
        int all = 0;
        for (AssessedExam stored : doses.exams(ExamQuery.all()
                .from(LocalDate.of(2025, 1, 1))
                .category("CT-HEAD")
                .limit(1000))) {
            AssessedExam assessed = assessor.assess(stored.exam());
            for (Assessment assessment : assessed.assessments()) {
                if (assessment.verdict() != Verdict.NOT_ASSESSED) {
                    all++;
                    above += assessment.verdict() == Verdict.EXCEEDED ? 1 : 0;
                    assertThat(assessment.reason().orElse("")).contains("typical value of this site");
                }
            }
            assertThat(assessed.alerts()).noneMatch(alert -> alert.drlSet().isPresent());
        }
        assertThat(all).isGreaterThan(1000);
        assertThat(above / (double) all).isBetween(0.45, 0.55);
    }

    @Test
    @Order(4)
    void a_new_version_ends_the_one_before_and_a_changed_file_is_not_used() throws Exception {
        LocalLevels.Frozen second = local.freeze(
                request(LocalDate.of(2025, 1, 1), LocalDate.of(2025, 6, 30)), levels.categories(), "XX", TODAY);
        List<DrlSet> active = local.active(levels.categories());
        double after = shareWithoutLevel(coverage(levels.and(active).sets(), YearMonth.of(2025, 7)));
        System.out.printf(
                Locale.ROOT,
                "typical values: parts of July to December 2025 without a level, with those of the half-year before: %.1f %%%n",
                100 * after);
        assertThat(after).isLessThan(0.05);
        assertThat(active).extracting(DrlSet::id).containsExactly("local-typical-1", "local-typical-2");
        assertThat(active.get(0).validTo()).contains(LocalDate.of(2025, 7, 1));
        assertThat(active.get(1).validFrom()).contains(LocalDate.of(2025, 7, 1));
        CommandLineRun agent = new CommandLineRun(folder);
        JsonNode listed = agent.json("drl", "local", "list");
        assertThat(listed).hasSize(2);
        assertThat(listed.get(1).path("signed").asBoolean()).isTrue();
        assertThat(listed.get(1).path("source").asText()).contains("signed off by M. \"Physicist\"");
        agent.run("drl", "list");
        assertThat(agent.out()).contains("local-typical-2");
        assertThat(agent.err()).doesNotContain("local-typical-2 is UNVERIFIED");
        agent.run("audit", "list");
        String text = Files.readString(second.entry().file());
        Files.writeString(second.entry().file(), text.replaceFirst("value: \"\\d", "value: \"9"));
        assertThat(local.active(levels.categories())).extracting(DrlSet::id).containsExactly("local-typical-1");
        assertThat(agent.json("drl", "local", "list").get(1).path("signed").asBoolean())
                .isFalse();
    }

    @Test
    @Order(5)
    void a_person_freezes_and_lists_them_on_the_command_line() {
        new DataDirectory(folder)
                .secret(new SecureRandom()); // the store was filled without a command, which would have made it
        CommandLineRun agent = new CommandLineRun(folder);
        JsonNode frozen = agent.json(
                "drl", "local", "freeze", "--from", "2024-01-01", "--to", "2024-12-31", "--by", "M. Physicist");
        assertThat(frozen.path("id").asText()).isEqualTo("local-typical-3");
        assertThat(frozen.path("groups").size()).isGreaterThan(5);
        assertThat(agent.err()).contains("is signed off and active, for exams from 2025-01-01");
        assertThat(agent.run("drl", "local", "freeze", "--by", "M. Physicist")).isEqualTo(2);
    }
}
