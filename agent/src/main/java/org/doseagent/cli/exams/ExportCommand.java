package org.doseagent.cli.exams;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.function.Function;
import org.doseagent.cli.Common;
import org.doseagent.cli.Period;
import org.doseagent.cli.output.CsvSink;
import org.doseagent.cli.output.WholeFile;
import org.doseagent.daemon.Agent;
import org.doseagent.report.ExamTables;
import org.doseagent.report.Export;
import org.doseagent.report.ExportSink;
import org.doseagent.report.XlsxSink;
import org.doseagent.store.exams.ExamQuery;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "export",
        description = {
            "Writes exams, events and medians as Excel or CSV, or the summary of a survey.",
            "It writes no name, birth date, Patient ID or UID. A file is written completely or not at all. Default period: all exams; for a"
                    + " summary, the last year."
        },
        footer = {
            "",
            "The summary contains, for each scanner, exam and age band, the number of exams, medians and quartiles, and the mean weight. Its"
                    + " layout is not the form of an authority. A cell is empty if the reports lack the value; the column Remarks explains it.",
            "",
            "Example: dose-agent export --xlsx doses-2026.xlsx --from 2026-01-01 --to 2026-12-31"
        })
public final class ExportCommand extends Common implements Callable<Integer> {

    @Option(
            names = "--xlsx",
            paramLabel = "FILE",
            description = "Writes an Excel workbook with the sheets exams, events, medians and about.")
    @Nullable
    Path xlsx;

    @Option(names = "--csv", paramLabel = "DIR", description = "Writes the same tables as CSV files into this folder.")
    @Nullable
    Path csv;

    @Option(names = "--summary", paramLabel = "FILE", description = "Writes the summary as .csv or .xlsx.")
    @Nullable
    Path summary;

    @Mixin
    Period period = new Period();

    @Option(names = "--no-accession", description = "Leaves accession numbers out.")
    boolean withoutAccession;

    @Option(names = "--patient-key", description = "Adds the keyed pseudonym of the patient.")
    boolean withPatientKey;

    @Override
    public Integer call() throws Exception {
        if (xlsx == null && csv == null && summary == null) {
            throw new IllegalArgumentException("name the output: --xlsx FILE, --csv DIR or --summary FILE");
        }
        requireEnding("--xlsx", xlsx, List.of(".xlsx"));
        requireEnding("--summary", summary, List.of(".csv", ".xlsx"));
        try (Agent agent = agentToRead()) {
            Export export = agent.reviews().export(chosen(period.days(agent)));
            if (xlsx != null) {
                workbook(xlsx, sink -> export.everything(sink, tables()));
            }
            if (csv != null) {
                Path folder = Files.createDirectories(csv);
                files(name -> folder.resolve(name + ".csv"), sink -> export.everything(sink, tables()));
            }
            if (summary != null) {
                Path file = summary;
                if (hasEnding(file, ".xlsx")) {
                    workbook(file, export::summary);
                } else {
                    files(name -> file, export::summary);
                }
            }
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        return 0;
    }

    private static boolean hasEnding(Path file, String ending) {
        return file.toString().toLowerCase(Locale.ROOT).endsWith(ending);
    }

    private static void requireEnding(String option, @Nullable Path file, List<String> endings) {
        if (file != null && endings.stream().noneMatch(ending -> hasEnding(file, ending))) {
            throw new IllegalArgumentException(
                    option + " " + file + ": the name of the file must end with " + String.join(" or ", endings));
        }
    }

    private ExamTables tables() {
        return new ExamTables(!withoutAccession, withPatientKey);
    }

    private static ExamQuery chosen(Period.Days days) {
        return ExamQuery.all().from(days.first()).until(days.last());
    }

    private void workbook(Path file, Consumer<ExportSink> write) throws IOException {
        try (WholeFile whole = new WholeFile(file)) {
            try (XlsxSink sink = new XlsxSink(whole.out(), Agent.version())) {
                write.accept(sink);
            }
            whole.commit();
        }
        err().println("written " + file);
    }

    private void files(Function<String, Path> fileOf, Consumer<ExportSink> write) throws IOException {
        try (CsvSink sink = new CsvSink(fileOf)) {
            write.accept(sink);
            sink.finish();
            sink.written().forEach(file -> err().println("written " + file));
        }
    }
}
