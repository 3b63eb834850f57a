package org.doseagent.cli.exams;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.doseagent.cli.Main;
import org.doseagent.cli.output.Json;
import org.doseagent.cli.output.Listing;
import org.doseagent.cli.output.Rows;
import org.doseagent.config.LevelReader;
import org.doseagent.config.Settings;
import org.doseagent.dicom.DataSet;
import org.doseagent.dicom.DataSetReader;
import org.doseagent.dicom.DicomException;
import org.doseagent.dicom.DicomLimits;
import org.doseagent.dicom.Part10File;
import org.doseagent.dose.ReceivedReport;
import org.doseagent.dose.assessment.AssessedExam;
import org.doseagent.drl.Assessor;
import org.doseagent.intake.ExamMerger;
import org.doseagent.rdsr.Extraction;
import org.doseagent.rdsr.qa.NotPatient;
import org.doseagent.rdsr.RdsrExtractor;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "read",
        description = {
            "Reads dose reports from files and prints what they say, without a store: each file by itself, in text, as JSON or as CSV.",
            "--json prints one object for each file, as exams show does. --csv prints one row for each event.",
            "The exit code is 1 where a file cannot be read as DICOM or has no usable study; the reason is on stderr."
        },
        footer = {"", "Example: dose-agent read report.dcm --csv"})
public final class ReadCommand extends Listing implements Callable<Integer> {

    @Parameters(arity = "1..*", paramLabel = "FILE", description = "Files with a DICOM structured report.")
    List<Path> files = List.of();

    /**
     * What was read from a file.
     *
     * @param kind what it is, in words; empty where it cannot be read
     * @param exam empty unless it is a CT dose report
     * @param problem why it cannot be read
     */
    record FileContent(Path file, Optional<String> kind, Optional<AssessedExam> exam, Optional<String> problem) {}

    @Override
    protected Rows<ReadRows.EventLine> rows() {
        return ReadRows.EVENTS;
    }

    @Override
    public Integer call() throws Exception {
        boolean isText = isForPeople();
        Settings settings = settings();
        Reader reader = new Reader(
                settings.intake().objects(),
                new RdsrExtractor(new NotPatient(settings.intake().notPatients())),
                new Assessor(
                        new LevelReader(settings.levels()).read(),
                        settings.review().comparison().farAboveMultiple()));
        List<FileContent> contents = new ArrayList<>();
        for (Path file : files) {
            contents.add(reader.read(file));
        }
        if (isText) {
            contents.forEach(this::printText);
        } else if (json) {
            Json.printArray(data(), print -> contents.forEach(content -> print.accept(object(content))));
        } else {
            print(
                    rows(),
                    each -> contents.forEach(content -> content.exam()
                            .ifPresent(
                                    exam -> ReadRows.lines(content.file(), exam).forEach(each))));
        }
        contents.forEach(content -> content.problem()
                .ifPresent(problem -> err().println("dose-agent: " + content.file() + ": " + problem)));
        return contents.stream().anyMatch(content -> content.problem().isPresent()) ? Main.BAD_NEWS : 0;
    }

    private void printText(FileContent content) {
        content.kind().ifPresent(kind -> {
            out().println(content.file() + ": " + kind);
            content.exam().ifPresent(exam -> out().println(ExamText.of(exam)));
            out().println();
        });
    }

    private static ObjectNode object(FileContent content) {
        ObjectNode node = Json.object().put("file", content.file().toString());
        Json.put(node, "kind", content.kind());
        Json.put(node, "problem", content.problem());
        content.exam().ifPresent(exam -> node.setAll(ExamJson.of(exam)));
        return node;
    }

    /** Reads one file after the other; a file that cannot be read is a value. */
    private record Reader(DicomLimits limits, RdsrExtractor extractor, Assessor assessor) {

        FileContent read(Path file) throws IOException {
            if (!Files.exists(file)) {
                throw new NoSuchFileException(file.toString());
            }
            if (!Files.isReadable(file)) {
                throw new AccessDeniedException(file.toString());
            }
            if (!Files.isRegularFile(file)) {
                throw new IllegalArgumentException(file + " is not a file");
            }
            try {
                return content(file, dataSet(file));
            } catch (DicomException e) {
                return unreadable(file, e.reason() + ": " + e.getMessage());
            } catch (
                    RuntimeException
                            e) { // as in the daemon: one object that breaks the program must not stop the others
                return unreadable(file, "internal error: " + e.getClass().getSimpleName());
            }
        }

        private DataSet dataSet(Path file) throws IOException, DicomException {
            int max = limits.maxObjectBytes();
            if (Files.size(file) > max) {
                throw new DicomException(DicomException.Reason.LIMIT, "larger than " + max + " bytes");
            }
            Part10File part10 = Part10File.parse(Files.readAllBytes(file), limits);
            return new DataSetReader(limits)
                    .read(
                            part10.dataSetBytes(),
                            part10.transferSyntax()
                                    .orElseThrow(() -> new DicomException(
                                            DicomException.Reason.UNSUPPORTED,
                                            "transfer syntax " + part10.transferSyntaxUid())));
        }

        private FileContent content(Path file, DataSet dataSet) {
            Extraction extraction = extractor.extract(dataSet);
            if (extraction.kind() == Extraction.Kind.NOT_APPLICABLE) {
                return new FileContent(file, Optional.of(extraction.kindName()), Optional.empty(), Optional.empty());
            }
            if (extraction.report().isEmpty()) {
                return unreadable(
                        file,
                        extraction.findings().isEmpty()
                                ? "no study"
                                : extraction.findings().get(0).text());
            }
            ReceivedReport report = new ReceivedReport(
                    0,
                    Instant.EPOCH,
                    Optional.empty(),
                    Optional.empty(),
                    extraction.report().get());
            return new FileContent(
                    file,
                    Optional.of(extraction.kindName()),
                    Optional.of(assessor.assess(ExamMerger.merge(List.of(report)))),
                    Optional.empty());
        }

        private static FileContent unreadable(Path file, String reason) {
            return new FileContent(file, Optional.empty(), Optional.empty(), Optional.of("quarantined: " + reason));
        }
    }
}
