package org.doseagent.testdata;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.doseagent.cli.CommandLineRun;
import org.doseagent.dose.ReceivedReport;
import org.doseagent.dose.assessment.AssessedExam;
import org.doseagent.drl.Assessor;
import org.doseagent.drl.TestLevels;
import org.doseagent.drl.cause.Cause;
import org.doseagent.intake.ExamBuilder;
import org.doseagent.intake.ExamMerger;
import org.doseagent.intake.StudyLimits;
import org.doseagent.review.CauseReview;
import org.doseagent.store.exams.DoseStore;
import org.doseagent.store.inbox.InboxProgress;
import org.doseagent.testdata.SimulatedScans.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** From reports through the store to the causes: one parameter of an exam is changed, and its first cause is that parameter. */
final class WhyTest {

    private static final int USUAL = 120;
    private static final int CHANGED = 40;
    private static final LocalDate FIRST = LocalDate.of(2026, 1, 5);

    @TempDir
    private Path folder;

    private static Assessor assessor() throws Exception {
        return new Assessor(TestLevels.levels(List.of(), List.of()), new java.math.BigDecimal("2"));
    }

    @ParameterizedTest(name = "the size of patients is known: {0}")
    @ValueSource(booleans = {true, false})
    void the_first_cause_is_the_parameter_that_was_changed(boolean hasDiameter) throws Exception {
        SimulatedScans scans = new SimulatedScans(20261125, hasDiameter);
        Assessor assessor = assessor();
        Map<Cause.Kind, Integer> right = new TreeMap<>();
        int all = 0;
        try (DoseStore doses = new DoseStore(folder, "why", Clock.systemUTC())) {
            fill(doses, scans, assessor);
            CauseReview review = new CauseReview(doses);
            for (Cause.Kind changed : Cause.Kind.values()) {
                if (changed == Cause.Kind.SIZE && !hasDiameter) {
                    continue;
                }
                for (int i = 0; i < CHANGED; i++) {
                    Kind kind = Kind.values()[i % 2];
                    AssessedExam exam = assessor.assess(ExamMerger.merge(List.of(SimulatedHospitalTest.received(
                            scans.report(kind, FIRST.plusDays(USUAL), Optional.of(changed))))));
                    all++;
                    List<Cause> causes =
                            review.explain(exam).orElseThrow().explanation().causes();
                    right.merge(changed, causes.get(0).kind() == changed ? 1 : 0, Integer::sum);
                }
            }
        }
        int sum = right.values().stream().mapToInt(Integer::intValue).sum();
        System.out.printf(
                java.util.Locale.ROOT,
                "why: first cause right in %d of %d (%.1f %%), size %s, of %d each: %s%n",
                sum,
                all,
                100.0 * sum / all,
                hasDiameter ? "known" : "unknown",
                CHANGED,
                right);
        assertThat(sum / (double) all).isGreaterThanOrEqualTo(0.95);
    }

    private static void fill(DoseStore doses, SimulatedScans scans, Assessor assessor) {
        List<ReceivedReport> reports = new ArrayList<>();
        for (int i = 0; i < USUAL; i++) {
            for (Kind kind : Kind.values()) {
                reports.add(SimulatedHospitalTest.received(scans.report(kind, FIRST.plusDays(i), Optional.empty())));
            }
        }
        new ExamBuilder(doses, assessor::assess, StudyLimits.DEFAULT).store(reports, refused -> InboxProgress.NONE);
    }

    @Test
    void the_command_names_causes_with_numbers_and_what_is_not_known() throws Exception {
        SimulatedScans scans = new SimulatedScans(7, false);
        Path files = Files.createDirectory(folder.resolve("files"));
        for (int i = 0; i < 24; i++) {
            Files.write(
                    files.resolve(i + ".dcm"),
                    scans.report(Kind.CHEST, FIRST.plusDays(i), Optional.empty()).file());
        }
        Files.write(
                files.resolve("long.dcm"),
                scans.report(Kind.CHEST, FIRST.plusDays(30), Optional.of(Cause.Kind.PHASES))
                        .file());
        CommandLineRun agent = new CommandLineRun(folder.resolve("data"));
        assertThat(agent.run("import", files.toString())).isZero();
        JsonNode why = agent.json("exams", "why", "W000025");
        assertThat(why.path("ratio").asDouble()).isBetween(1.3, 3.0);
        assertThat(why.path("comparedExams").asInt()).isEqualTo(24);
        assertThat(why.path("causes").get(0).path("cause").asText()).isEqualTo("phases");
        assertThat(why.path("causes").get(0).path("factor").asDouble()).isEqualTo(2.0);
        assertThat(why.path("causes").get(0).path("text").asText()).isEqualTo("phases: 2, typically 1");
        assertThat(agent.run("exams", "why", "W000025")).isZero();
        assertThat(agent.out())
                .contains(
                        "times the typical",
                        "24 exams of the same protocol and scanner, of the year before",
                        "× 2.00  phases: 2, typically 1",
                        "The size of the patient, or that of enough other patients, is not known");
        assertThat(agent.run("exams", "why", "nothing")).isEqualTo(3);
    }

    @Test
    void too_few_exams_give_no_cause_and_the_json_says_so() throws Exception {
        Path file = Files.write(
                folder.resolve("one.dcm"),
                new SimulatedScans(7, true)
                        .report(Kind.CHEST, FIRST, Optional.empty())
                        .file());
        CommandLineRun agent = new CommandLineRun(folder.resolve("data"));
        assertThat(agent.run("import", file.toString())).isZero();
        JsonNode why = agent.json("exams", "why", "W000001");
        assertThat(why.path("ratio").isNull()).isTrue();
        assertThat(why.path("causes")).isEmpty();
        assertThat(why.path("unknown").get(0).asText()).startsWith("Fewer than 10 exams");
    }
}
