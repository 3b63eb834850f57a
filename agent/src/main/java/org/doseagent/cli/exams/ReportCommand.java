package org.doseagent.cli.exams;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.concurrent.Callable;
import org.doseagent.cli.Choice;
import org.doseagent.cli.Common;
import org.doseagent.cli.Period;
import org.doseagent.cli.output.WholeFile;
import org.doseagent.daemon.Agent;
import org.doseagent.report.page.ReportPage;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "report",
        description = {
            "Writes an HTML page about the doses of a period.",
            "The page needs no other file. It shows medians beside levels, charts by category, alerts, completeness, scanners, and the record of a clinical audit. It"
                    + " contains no patient, study or accession number. Default period: the last twelve months."
        },
        footer = {"", "Example: dose-agent report --out doses-2026.html --from 2026-01-01 --to 2026-12-31 --lang de"})
public final class ReportCommand extends Common implements Callable<Integer> {

    @Option(
            names = "--out",
            required = true,
            paramLabel = "FILE",
            description = "File of the page; an existing one is replaced.")
    Path file = Path.of("");

    @Mixin
    Period period = new Period();

    @Option(
            names = "--lang",
            defaultValue = "en",
            paramLabel = "en|de|fr",
            description = "Language of the page. Default: en.")
    String language = "en";

    @Override
    public Integer call() throws Exception {
        Choice.require(new Choice.Given("--lang", language), List.of("en", "de", "fr"));
        try (Agent agent = agentToRead()) {
            Period.Days days = period.days(agent);
            LocalDate last = days.lastOr(agent.today());
            LocalDate first = days.firstOr(last.minusYears(1).plusDays(1));
            write(ReportPage.html(agent.reviews().report(first, last), language));
            err().println("written " + file);
        }
        return 0;
    }

    /** Writes the page completely or not at all. */
    private void write(String page) throws IOException {
        try (WholeFile whole = new WholeFile(file)) {
            whole.out().write(page.getBytes(StandardCharsets.UTF_8));
            whole.commit();
        }
    }
}
