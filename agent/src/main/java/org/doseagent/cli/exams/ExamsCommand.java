package org.doseagent.cli.exams;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.concurrent.Callable;
import org.doseagent.cli.Common;
import org.doseagent.cli.Group;
import org.doseagent.cli.Main;
import org.doseagent.cli.output.Columns;
import org.doseagent.cli.output.ExamText;
import org.doseagent.cli.output.Json;
import org.doseagent.cli.output.Listing;
import org.doseagent.cli.output.Table;
import org.doseagent.daemon.Agent;
import org.doseagent.dose.AssessedExam;
import org.doseagent.dose.ExamPart;
import org.doseagent.store.exams.ExamQuery;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "exams",
        description = "Shows exams.",
        subcommands = {ExamsCommand.ListExams.class, ExamsCommand.Show.class},
        footer = {"", "Example: dose-agent exams list --since 2026-10-01 --category CT-CHEST"})
public final class ExamsCommand extends Group {

    private static final Columns<AssessedExam> EXAMS = new Columns<>(
            Json::summary,
            List.of(
                    "studyInstanceUid",
                    "accessionNumber",
                    "patientKey",
                    "sex",
                    "ageYears",
                    "weightKg",
                    "heightM",
                    "studyDateTime",
                    "studyDescription",
                    "institution",
                    "dlpTotalMGyCm",
                    "reportedDlpTotalMGyCm",
                    "eventCount",
                    "device.manufacturer",
                    "device.model",
                    "device.serialNumber",
                    "device.softwareVersion",
                    "device.stationName",
                    "parts.category",
                    "parts.mappingRule",
                    "parts.mappingVersion",
                    "parts.evidence",
                    "parts.phantomCm",
                    "parts.ctdiVolMGy",
                    "parts.dlpMGyCm"),
            List.of("DATE", "ACCESSION", "CATEGORY", "CTDIvol", "DLP", "EVENTS", "SCANNER"),
            ExamsCommand::cells);

    private static List<String> cells(AssessedExam assessed) {
        List<ExamPart> parts = assessed.parts();
        return List.of(
                assessed.exam().study().studyDateTime().map(Table::time).orElse("-"),
                assessed.exam().study().accessionNumber().orElse("-"),
                parts.isEmpty() ? "-" : parts.get(0).category().orElse("unmapped") + (parts.size() > 1 ? " +" : ""),
                parts.stream()
                        .flatMap(part -> part.ctdiVolMGy().stream())
                        .findFirst()
                        .map(BigDecimal::toPlainString)
                        .orElse("-"),
                assessed.exam().dlpTotalMGyCm().map(BigDecimal::toPlainString).orElse("-"),
                "" + assessed.exam().events().size(),
                assessed.exam().device().label());
    }

    @Command(
            name = "list",
            description = "Lists exams by study date, newest first.",
            footer = {"", "Example: dose-agent exams list --since 2026-10-01 --csv"})
    static final class ListExams extends Listing implements Callable<Integer> {

        @Option(names = "--since", paramLabel = "DATE", description = "date of the study, such as 2026-10-01")
        @Nullable
        LocalDate since;

        @Option(names = "--until", paramLabel = "DATE", description = "that day too")
        @Nullable
        LocalDate until;

        @Option(names = "--category", paramLabel = "C", description = "such as CT-HEAD; see config/categories.yaml")
        @Nullable
        String category;

        @Option(names = "--device", paramLabel = "D", description = "serial number or label")
        @Nullable
        String device;

        @Option(names = "--unmapped", description = "only exams without a category")
        boolean unmapped;

        @Override
        public Integer call() throws Exception {
            try (Agent agent = agent()) {
                ExamQuery query = ExamQuery.all()
                        .from(since)
                        .until(until)
                        .category(category)
                        .device(device)
                        .limit(limit());
                ExamQuery chosen = unmapped ? query.unmapped() : query;
                print(EXAMS, each -> agent.doses().each(chosen, each));
            }
            return 0;
        }
    }

    @Command(
            name = "show",
            description = "Shows one exam with parts, events, findings, assessments and reports.",
            footer = {"", "Example: dose-agent exams show ACC0017 --json"})
    static final class Show extends Common implements Callable<Integer> {

        @Parameters(paramLabel = "STUDY_UID_OR_ACCESSION", description = "as in exams list")
        String key = "";

        @Option(names = "--json", description = "prints JSON")
        boolean json;

        @Override
        public Integer call() throws Exception {
            try (Agent agent = agent()) {
                List<AssessedExam> found = agent.doses().find(key);
                if (found.isEmpty()) {
                    err().println("dose-agent: no exam has this Study Instance UID or accession number");
                    return Main.NOT_FOUND;
                }
                if (found.size() > 1) {
                    err().println("dose-agent: " + found.size()
                            + " studies have this accession number; name one by its Study Instance UID:");
                    found.forEach(exam ->
                            err().println("  " + exam.exam().studyInstanceUid().value()));
                    return Main.USAGE;
                }
                out().println(json ? Json.text(Json.exam(found.get(0))) : ExamText.of(found.get(0)));
            }
            return 0;
        }
    }
}
