package org.doseagent.cli.exams;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.doseagent.cli.Main;
import org.doseagent.cli.output.Json;
import org.doseagent.cli.output.Listing;
import org.doseagent.cli.output.Rows;
import org.doseagent.config.LevelReader;
import org.doseagent.config.Settings;
import org.doseagent.drl.Assessor;
import org.doseagent.intake.ReportFile;
import org.doseagent.rdsr.RdsrExtractor;
import org.doseagent.rdsr.qa.NotPatient;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "read",
        description = {
            "Prints the content of dose reports from files, without a store.",
            "Each file is read by itself. --json prints one object for each file, with the fields of exams show. --csv prints one row for each event.",
            "Exit code 1 if a file is no DICOM file or has no usable study; the reason is on stderr."
        },
        footer = {"", "Example: dose-agent read report.dcm --csv"})
public final class ReadCommand extends Listing implements Callable<Integer> {

    @Parameters(arity = "1..*", paramLabel = "FILE", description = "Files with a DICOM structured report.")
    List<Path> files = List.of();

    @Override
    public boolean readsSite() {
        return false;
    }

    @Override
    protected Rows<ReadRows.EventLine> rows() {
        return ReadRows.EVENTS;
    }

    @Override
    public Integer call() throws Exception {
        boolean isText = isForPeople();
        Settings settings = settings();
        RdsrExtractor extractor =
                new RdsrExtractor(new NotPatient(settings.intake().notPatients()));
        Assessor assessor = new Assessor(
                new LevelReader(settings.levels()).read(),
                settings.review().comparison().farAboveMultiple());
        List<ReportFile.Content> contents = new ArrayList<>();
        for (Path file : files) {
            contents.add(new ReportFile(file, settings.intake().objects()).read(extractor, assessor));
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

    private void printText(ReportFile.Content content) {
        content.kind().ifPresent(kind -> {
            out().println(content.file() + ": " + kind);
            content.exam().ifPresent(exam -> out().println(ExamText.of(exam)));
            out().println();
        });
    }

    private static ObjectNode object(ReportFile.Content content) {
        ObjectNode node = Json.object().put("file", content.file().toString());
        Json.put(node, "kind", content.kind());
        Json.put(node, "problem", content.problem());
        content.exam().ifPresent(exam -> node.setAll(ExamJson.of(exam)));
        return node;
    }
}
