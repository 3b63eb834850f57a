package org.doseagent.testdata;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.Set;
import org.doseagent.cli.CommandLineRun;
import org.doseagent.dose.Acquisition;
import org.doseagent.dose.Classification;
import org.doseagent.dose.Code;
import org.doseagent.dose.Exam;
import org.doseagent.dose.ExamPart;
import org.doseagent.dose.IrradiationEvent;
import org.doseagent.dose.ReceivedReport;
import org.doseagent.dose.assessment.AssessedExam;
import org.doseagent.dose.identity.StudyInstanceUid;
import org.doseagent.drl.Assessor;
import org.doseagent.drl.TestLevels;
import org.doseagent.drl.label.LabelFeatures;
import org.doseagent.drl.label.LabelHistory;
import org.doseagent.intake.ExamBuilder;
import org.doseagent.intake.StudyLimits;
import org.doseagent.review.LabelReview;
import org.doseagent.store.exams.DoseStore;
import org.doseagent.store.exams.ExamQuery;
import org.doseagent.store.inbox.InboxProgress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One label in twenty is swapped for another, the target region with it; what is suspected is compared with what was swapped. */
final class WrongLabelsTest {

    private static final double SWAPPED = 0.05;
    private static final Map<String, String> REGIONS =
            Map.of("CT-HEAD", "T-D1100", "CT-CHEST", "T-D3000", "CT-ABDOMEN-PELVIS", "T-D4000");

    @TempDir
    private Path folder;

    private static void report(String what, int swapped, int suspected, int found, int named) {
        System.out.printf(
                Locale.ROOT,
                "wrong labels, %s: %d swapped, %d suspected, %d of them swapped: precision %.1f %%, recall %.1f %%, right category named for %d%n",
                what,
                swapped,
                suspected,
                found,
                100.0 * found / suspected,
                100.0 * found / swapped,
                named);
    }

    @Test
    void swapped_labels_of_a_year_of_the_simulated_hospital_are_found() throws Exception {
        Random random = new Random(20261125);
        Map<StudyInstanceUid, String> truth = new HashMap<>();
        Assessor assessor = new Assessor(TestLevels.levels(List.of(), List.of()), new BigDecimal("2"));
        try (DoseStore doses = new DoseStore(folder, "labels", Clock.systemUTC())) {
            ExamBuilder builder = new ExamBuilder(
                    doses, exam -> swapped(assessor.assess(exam), random, truth), StudyLimits.DEFAULT);
            List<ReceivedReport> batch = new ArrayList<>();
            SimulatedHospital.send(sent -> {
                if (sent.at().toLocalDate().isAfter(LocalDate.of(2024, 12, 31))) {
                    batch.add(SimulatedHospitalTest.received(sent));
                }
            });
            builder.store(batch, refused -> InboxProgress.NONE);
            List<LabelReview.Suspect> suspects = new LabelReview(doses).suspects(ExamQuery.all());
            int found = 0;
            int named = 0;
            for (LabelReview.Suspect suspect : suspects) {
                String right = truth.get(suspect.exam().studyInstanceUid());
                found += right != null ? 1 : 0;
                named += suspect.suspicion().likely().equals(right) ? 1 : 0;
            }
            report("simulated hospital, 2025", truth.size(), suspects.size(), found, named);
            assertThat(truth).hasSizeGreaterThan(300);
            assertThat(found / (double) suspects.size()).isGreaterThan(0.97);
            assertThat(found / (double) truth.size()).isGreaterThan(0.75);
        }
    }

    /** Gives one adult's part in twenty another label of the three, and its events the region that belongs to it. */
    private static AssessedExam swapped(AssessedExam assessed, Random random, Map<StudyInstanceUid, String> truth) {
        Exam exam = assessed.exam();
        boolean isAdult =
                exam.patient().ageDays().filter(days -> days >= Exams.ADULT_DAYS).isPresent()
                        || exam.patient().ageDays().filter(days -> days >= 6574).isPresent();
        Optional<String> own = assessed.parts().stream().findFirst().flatMap(ExamPart::category);
        if (exam.isQa() || !isAdult || own.filter(REGIONS::containsKey).isEmpty() || random.nextDouble() >= SWAPPED) {
            return assessed;
        }
        List<String> others =
                REGIONS.keySet().stream().sorted().filter(label -> !label.equals(own.get())).toList();
        String label = others.get(random.nextInt(others.size()));
        truth.put(exam.studyInstanceUid(), own.get());
        List<IrradiationEvent> events =
                exam.events().stream().map(event -> at(event, REGIONS.get(label))).toList();
        ExamPart part = assessed.parts().get(0);
        return new AssessedExam(
                new Exam(
                        exam.context(),
                        exam.patientKey(),
                        exam.reportedDlpTotalMGyCm(),
                        exam.reportedEventCount(),
                        events,
                        exam.findings(),
                        exam.reports()),
                List.of(new ExamPart(
                        new Classification(
                                Optional.of(label), Optional.of("swapped"), Optional.of("v"), Optional.empty()),
                        part.totals(),
                        part.eventIndices())),
                List.of(),
                List.of());
    }

    private static IrradiationEvent at(IrradiationEvent event, String region) {
        Acquisition own = event.acquisition();
        return new IrradiationEvent(
                event.key(),
                new Acquisition(
                        own.protocol(),
                        own.type(),
                        Optional.of(new Code(region, "SRT", "")),
                        own.procedureContext(),
                        own.startedAt(),
                        own.repetition(),
                        own.modulationType()),
                event.role(),
                event.scan(),
                event.dose(),
                event.doseCheck(),
                event.device());
    }

    /** A category of the second simulation: typical CTDIvol, phantom and length, of which none is told apart by its region. */
    private record Kind(String category, double ctdiVol, int phantomCm, double lengthMm, double[] ofPhases) {}

    private static final double[] ONE = {0.95, 0.05, 0};

    private static final List<Kind> KINDS = List.of(
            new Kind("CT-HEAD", 42, 16, 155, new double[] {0.8, 0.2, 0}),
            new Kind("CT-SINUS", 8, 16, 110, ONE),
            new Kind("CT-CERVICAL-SPINE", 16, 32, 200, ONE),
            new Kind("CT-CHEST", 6, 32, 340, ONE),
            new Kind("CT-CHEST-LOW-DOSE", 1.5, 32, 330, ONE),
            new Kind("CT-ABDOMEN-PELVIS", 8, 32, 460, new double[] {0.7, 0.25, 0.05}),
            new Kind("CT-CHEST-ABDOMEN-PELVIS", 8.5, 32, 680, new double[] {0.9, 0.1, 0}),
            new Kind("CT-LUMBAR-SPINE", 20, 32, 230, ONE),
            new Kind("CT-LIVER", 9, 32, 300, new double[] {0, 0.2, 0.8}));

    @Test
    void of_nine_kinds_most_swapped_labels_are_found_and_most_suspects_are_right() {
        Random random = new Random(7);
        Map<String, List<LabelFeatures>> byLabel = new HashMap<>();
        Map<LabelFeatures, String> truth = new HashMap<>();
        Set<LabelFeatures> swapped = new HashSet<>();
        for (int i = 0; i < 9000; i++) {
            Kind kind = KINDS.get(random.nextInt(KINDS.size()));
            LabelFeatures features = features(kind, random);
            String label = kind.category();
            if (random.nextDouble() < SWAPPED) {
                do {
                    label = KINDS.get(random.nextInt(KINDS.size())).category();
                } while (label.equals(kind.category()));
                swapped.add(features);
            }
            truth.put(features, kind.category());
            byLabel.computeIfAbsent(label, absent -> new ArrayList<>()).add(features);
        }
        LabelHistory history = new LabelHistory(byLabel);
        int suspected = 0;
        int found = 0;
        int named = 0;
        for (Map.Entry<String, List<LabelFeatures>> label : byLabel.entrySet()) {
            for (LabelFeatures features : label.getValue()) {
                Optional<LabelHistory.Suspicion> suspicion = history.suspect(label.getKey(), features);
                if (suspicion.isPresent()) {
                    suspected++;
                    found += swapped.contains(features) ? 1 : 0;
                    named += suspicion.get().likely().equals(truth.get(features)) && swapped.contains(features) ? 1 : 0;
                }
            }
        }
        report("nine kinds", swapped.size(), suspected, found, named);
        assertThat(found / (double) suspected).isGreaterThan(0.95);
        assertThat(found / (double) swapped.size()).isGreaterThan(0.9);
    }

    private static LabelFeatures features(Kind kind, Random random) {
        double draw = random.nextDouble();
        int phases = draw < kind.ofPhases()[0] ? 1 : draw < kind.ofPhases()[0] + kind.ofPhases()[1] ? 2 : 3;
        return new LabelFeatures(
                kind.ctdiVol() * Math.exp(0.35 * random.nextGaussian()),
                kind.lengthMm() * Math.exp(0.1 * random.nextGaussian()),
                phases,
                kind.phantomCm(),
                Optional.empty(),
                OptionalDouble.empty());
    }

    @Test
    void the_command_lists_a_suspect_and_writes_a_rule_only_for_a_confirmed_one() throws Exception {
        Path files = Files.createDirectory(folder.resolve("files"));
        SimulatedScans scans = new SimulatedScans(3, false);
        for (int i = 0; i < 30; i++) {
            for (SimulatedScans.Kind kind : SimulatedScans.Kind.values()) {
                Files.write(
                        files.resolve(kind + "" + i),
                        scans.report(kind, LocalDate.of(2026, 1, 5).plusDays(i), Optional.empty())
                                .file());
            }
        }
        Report odd = Report.of(Cases.uid("odd"), Cases.uid("odd study"))
                .study("ODD1", "CT Abdomen/Becken")
                .add(Event.spiral(Cases.uid("odd event"), "Abdomen/Becken Spezial", Event.Region.ABDOMEN, "6", "180", "300"));
        Files.write(files.resolve("odd"), ReportWriter.file(odd));
        CommandLineRun agent = new CommandLineRun(folder.resolve("data"));
        assertThat(agent.run("import", files.toString())).isZero();
        JsonNode suspects = agent.json("mapping", "learn");
        assertThat(suspects.findValuesAsText("accessionNumber")).contains("ODD1");
        JsonNode suspect = suspects.get(suspects.findValuesAsText("accessionNumber").indexOf("ODD1"));
        assertThat(suspect.path("likely").asText()).isEqualTo("CT-CHEST");
        assertThat(suspect.path("text").asText()).contains("300 mm a phase", "typically");
        Path rules = folder.resolve("learned.yaml");
        assertThat(agent.run("mapping", "learn", "--confirm", "ODD1=CT-CHEST", "--out", rules.toString()))
                .isZero();
        assertThat(Files.readString(rules))
                .contains("{id: learned-1, category: CT-CHEST, exact: [\"Abdomen/Becken Spezial\"]}")
                .doesNotContain("learned-2");
        assertThat(agent.json("exams", "show", "ODD1")
                        .path("parts")
                        .get(0)
                        .path("category")
                        .asText())
                .as("nothing changes before a person names the file")
                .isEqualTo("CT-ABDOMEN-PELVIS");
        assertThat(agent.run("mapping", "learn", "--confirm", "ODD1=CT-CHEST", "--out", rules.toString()))
                .as("a file of rules is never replaced")
                .isEqualTo(2);
        assertThat(agent.run("mapping", "learn", "--confirm", "ODD1=CT-NOTHING", "--out", "x.yaml"))
                .isEqualTo(2);
        assertThat(agent.run("mapping", "learn", "--confirm", "ODD1=CT-CHEST")).isEqualTo(2);
    }
}
