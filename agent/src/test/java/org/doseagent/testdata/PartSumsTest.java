package org.doseagent.testdata;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.doseagent.dicom.DataSetReader;
import org.doseagent.dicom.DicomException;
import org.doseagent.dicom.DicomLimits;
import org.doseagent.dicom.Part10File;
import org.doseagent.dose.DoseReport;
import org.doseagent.dose.EventRole;
import org.doseagent.dose.Exam;
import org.doseagent.dose.ExamPart;
import org.doseagent.dose.IrradiationEvent;
import org.doseagent.dose.ReceivedReport;
import org.doseagent.dose.ReportedTotals;
import org.doseagent.dose.assessment.AssessedExam;
import org.doseagent.dose.identity.StudyInstanceUid;
import org.doseagent.drl.Assessor;
import org.doseagent.drl.TestLevels;
import org.doseagent.drl.phase.Phases;
import org.doseagent.intake.ExamMerger;
import org.doseagent.rdsr.RdsrExtractor;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The parts of an exam have each of its events once, and what their DLP leaves out is exactly what no part may add. */
final class PartSumsTest {

    private static final Path ROOT = Path.of(System.getProperty("project.root", ".."));

    @ParameterizedTest
    @ValueSource(strings = {"../shared/rdsr", "test-data"})
    void no_event_is_lost_or_counted_twice(String folder) throws Exception {
        Map<StudyInstanceUid, Exam> exams = exams(folder);
        assertThat(exams.size()).isGreaterThanOrEqualTo(5);
        Assessor assessor = new Assessor(TestLevels.levels(TestLevels.sets(""), List.of()), new BigDecimal("2"));
        exams.values().forEach(exam -> check(assessor.assess(exam)));
    }

    private static void check(AssessedExam assessed) {
        Exam exam = assessed.exam();
        List<Integer> inParts = assessed.parts().stream()
                .flatMap(part -> part.eventIndices().stream())
                .sorted()
                .toList();
        boolean hasScan = exam.events().stream().anyMatch(event -> event.role() == EventRole.DIAGNOSTIC);
        assertThat(inParts)
                .isEqualTo(
                        hasScan ? IntStream.range(0, exam.events().size()).boxed().toList() : List.of());
        assertThat(Phases.of(exam).passes().stream().flatMap(List::stream)).doesNotHaveDuplicates();
        Map<Integer, BigDecimal> left = new TreeMap<>();
        for (ReportedTotals.SubTotal sum : exam.dlpByPhantomMGyCm()) {
            left.put(sum.phantomCm().orElse(0), sum.dlpMGyCm());
        }
        for (ExamPart part : assessed.parts()) {
            part.dlpMGyCm()
                    .ifPresent(dlp -> left.merge(part.phantomCm().orElse(0), dlp, BigDecimal::subtract));
        }
        for (ExamPart part : assessed.parts()) {
            for (int index : part.eventIndices()) {
                IrradiationEvent event = exam.events().get(index);
                boolean isOfOtherPhantom = !event.dose().phantomCm().equals(part.phantomCm());
                if (isOfOtherPhantom || part.dlpMGyCm().isEmpty()) {
                    event.dose()
                            .dlpMGyCm()
                            .ifPresent(dlp -> left.merge(event.dose().phantomCm().orElse(0), dlp, BigDecimal::subtract));
                }
            }
        }
        if (hasScan) {
            assertThat(left.values()).allMatch(rest -> rest.signum() == 0);
        }
    }

    /** Counted by hand from the reports, as their origin describes them. */
    @ParameterizedTest(name = "{0}: {1} phases")
    @CsvSource({
        "CT-ESR-GE_Optima.dcm, 2",
        "CT-RDSR-Siemens_Flash-TAP-SS.dcm, 1",
        "CT-RDSR-Toshiba_DoseCheck.dcm, 2",
        "CT-RDSR-Siemens-Continued-1.dcm, 2"
    })
    void phases_of_real_exams(String file, int phases) throws Exception {
        Map<StudyInstanceUid, Exam> exams = exams("../shared/rdsr");
        DoseReport report = report(ROOT.resolve("../shared/rdsr").resolve(file)).orElseThrow();
        assertThat(Phases.of(exams.get(report.studyInstanceUid())).count()).isEqualTo(phases);
        assertThat(Phases.repeated(exams.get(report.studyInstanceUid()))).isEmpty();
    }

    private static Map<StudyInstanceUid, Exam> exams(String folder) throws IOException {
        Path path = ROOT.resolve(folder);
        Assumptions.assumeTrue(Files.isDirectory(path), "no reports beside the checkout");
        Map<StudyInstanceUid, List<ReceivedReport>> byStudy = new HashMap<>();
        try (Stream<Path> files = Files.walk(path)) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                report(file).ifPresent(report -> {
                    List<ReceivedReport> study =
                            byStudy.computeIfAbsent(report.studyInstanceUid(), absent -> new ArrayList<>());
                    study.add(new ReceivedReport(
                            study.size() + 1, Instant.EPOCH, Optional.empty(), Optional.empty(), report));
                });
            }
        }
        Map<StudyInstanceUid, Exam> exams = new HashMap<>();
        byStudy.forEach((study, reports) -> exams.put(study, ExamMerger.merge(reports)));
        return exams;
    }

    private static Optional<DoseReport> report(Path file) throws IOException {
        try {
            Part10File part10 = Part10File.parse(Files.readAllBytes(file), DicomLimits.DEFAULT);
            return part10.transferSyntax().isEmpty()
                    ? Optional.empty()
                    : new RdsrExtractor()
                            .extract(new DataSetReader(DicomLimits.DEFAULT)
                                    .read(part10.dataSetBytes(), part10.transferSyntax().orElseThrow()))
                            .report();
        } catch (DicomException e) {
            return Optional.empty(); // not a file of a dose report
        }
    }
}
