package org.doseagent.cli.pacs;

import static org.doseagent.cli.output.Shown.shown;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.doseagent.cli.Main;
import org.doseagent.cli.output.Listing;
import org.doseagent.cli.output.Look;
import org.doseagent.cli.output.Rows;
import org.doseagent.daemon.Agent;
import org.doseagent.pacs.ArchiveHistory;
import org.doseagent.pacs.ArchiveHistory.StudyReports;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "find",
        description = {
            "Lists the studies of a period that have dose reports in the PACS.",
            "STORED is how many of the reports the agent has. CLASS UNKNOWN is how many may be something else, because the PACS does not return"
                    + " their class. UNDECIDED are Enhanced and Comprehensive SR of which the PACS returns no template;"
                    + " the key fetchUndecided fetches them too. The first day is mandatory; the last day defaults to today. Exit code 1 if the"
                    + " PACS did not list every study."
        },
        footer = {"", "Example: dose-agent pacs find --from 2026-10-01 --to 2026-10-07"})
final class PacsFindCommand extends Listing implements Callable<Integer> {

    private static final Rows<StudyReports> STUDIES = Rows.<StudyReports>describe()
            .field("studyDate", row -> row.study().day(), shown("DATE"))
            .field(
                    "accessionNumber",
                    row -> row.study().accessionNumber(),
                    shown("ACCESSION").orElse("-"))
            .field(
                    "modalities",
                    row -> row.study().modalities(),
                    shown("MODALITIES").as(Look::words).orElse("-"))
            .field("reports", StudyReports::reports, shown("REPORTS").right())
            .field("stored", StudyReports::stored, shown("STORED").right())
            .field(
                    "ofUnknownClass",
                    StudyReports::ofUnknownClass,
                    shown("CLASS UNKNOWN").right())
            .field("undecided", StudyReports::undecided, shown("UNDECIDED").right())
            .field("studyInstanceUid", row -> row.study().uid().value(), shown("STUDY INSTANCE UID"))
            .build();

    @Mixin
    ChosenPacs chosen = new ChosenPacs();

    @Override
    public boolean readsSite() {
        return false;
    }

    @Override
    protected Rows<StudyReports> rows() {
        return STUDIES;
    }

    @Override
    public Integer call() throws Exception {
        try (Agent agent = agent()) {
            ChosenPacs.Choice choice = chosen.of(agent);
            List<StudyReports> found = new ArrayList<>();
            List<LocalDate> incomplete = new ArrayList<>();
            int limit = limit();
            try (ArchiveHistory history = agent.archives().history(choice.archive())) {
                for (LocalDate day = choice.from();
                        !day.isAfter(choice.to()) && found.size() < limit;
                        day = day.plusDays(1)) {
                    if (!history.studiesWithReports(day, found::add)) {
                        incomplete.add(day);
                    }
                }
            }
            print(rows(), found.stream().limit(limit)::forEach);
            incomplete.forEach(
                    day -> err().println("incomplete: " + choice.title() + " did not list every study of " + day));
            return incomplete.isEmpty() ? 0 : Main.BAD_NEWS;
        }
    }
}
