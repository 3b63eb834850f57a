package org.doseagent.cli.pacs;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.doseagent.cli.Common;
import org.doseagent.cli.Main;
import org.doseagent.cli.output.Json;
import org.doseagent.daemon.Agent;
import org.doseagent.daemon.InboxAccess;
import org.doseagent.pacs.ArchiveHistory;
import org.doseagent.pacs.Backfill;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "backfill",
        description = {
            "Fetches the dose reports of a period that the agent does not have from a PACS.",
            "The first day is mandatory; the last day defaults to today. A run that was interrupted goes on where it was: run the same command"
                    + " again. Hours and pace are the keys backfill.hours and backfill.studiesPerMinute. Exit code 1 if a study could not be"
                    + " fetched, or the PACS did not list every study."
        },
        footer = {"", "Example: dose-agent pacs backfill --from 2025-01 --to 2025-12 --dry-run"})
final class PacsBackfillCommand extends Common implements Callable<Integer> {

    private static final int SHOWN = 20;

    @Mixin
    ChosenPacs chosen = new ChosenPacs();

    @Option(names = "--dry-run", description = "Counts what would be fetched, and fetches nothing.")
    boolean dryRun;

    @Option(names = "--json", description = "Prints the summary as JSON.")
    boolean json;

    @Override
    public Integer call() throws Exception {
        return dryRun ? count() : fetch();
    }

    private int count() throws Exception {
        try (Agent agent = agent()) {
            ChosenPacs.Choice choice = chosen.of(agent);
            DryRun run = new DryRun();
            ProgressLine progress = progress(agent);
            try (ArchiveHistory history = agent.archives().history(choice.archive())) {
                long days = java.time.temporal.ChronoUnit.DAYS.between(choice.from(), choice.to()) + 1;
                long done = 0;
                for (LocalDate day = choice.from(); !day.isAfter(choice.to()); day = day.plusDays(1)) {
                    if (!history.studiesWithReports(day, run::add)) {
                        run.incompleteDays.add(day);
                    }
                    progress.listed(++done, days);
                }
            }
            ObjectNode summary = head(choice)
                    .put("studiesWithReports", run.studies)
                    .put("reports", run.reports)
                    .put("alreadyStored", run.stored)
                    .put("toFetch", run.reports - run.stored)
                    .put("ofUnknownClass", run.ofUnknownClass)
                    .put("undecided", run.undecided);
            Json.put(summary, "incompleteDays", run.incompleteDays);
            print(summary);
            return run.incompleteDays.isEmpty() ? 0 : Main.BAD_NEWS;
        }
    }

    /** The counts of a dry run. */
    private static final class DryRun {

        private final List<LocalDate> incompleteDays = new ArrayList<>();
        private int studies;
        private int reports;
        private int stored;
        private int ofUnknownClass;
        private int undecided;

        void add(ArchiveHistory.StudyReports study) {
            studies += study.reports() > 0 ? 1 : 0;
            reports += study.reports();
            stored += study.stored();
            ofUnknownClass += study.ofUnknownClass();
            undecided += study.undecided();
        }
    }

    private int fetch() throws Exception {
        try (Agent agent = agentToWrite()) {
            ChosenPacs.Choice choice = chosen.of(agent);
            try (InboxAccess access = agent.inboxAccess()) {
                Backfill.Summary summary = agent.archives()
                        .backfill(choice.archive(), access, progress(agent))
                        .run(choice.from(), choice.to());
                access.process();
                print(json(choice, summary));
                explain(summary);
                return summary.studies().failed() == 0
                                && summary.incompleteDays().isEmpty()
                        ? 0
                        : Main.BAD_NEWS;
            }
        }
    }

    @SuppressWarnings("SystemConsoleNull") // on a newer JDK the progress line may appear in a pipe: stderr only
    private ProgressLine progress(Agent agent) {
        return new ProgressLine(err(), System.console() != null, agent.clock().withZone(agent.zone()));
    }

    private ObjectNode head(ChosenPacs.Choice choice) {
        return Json.object()
                .put("pacs", choice.title())
                .put("from", choice.from().toString())
                .put("to", choice.to().toString())
                .put("dryRun", dryRun);
    }

    private ObjectNode json(ChosenPacs.Choice choice, Backfill.Summary summary) {
        ObjectNode node = head(choice)
                .put("daysListed", summary.listedDays())
                .put("studies", summary.studies().studies())
                .put("studiesWithReports", summary.studies().withReports())
                .put("reports", summary.studies().reports())
                .put("alreadyStored", summary.alreadyStored())
                .put("fetched", summary.fetched())
                .put("refused", summary.unexpected())
                .put("undecided", summary.studies().undecided())
                .put("failed", summary.studies().failed());
        Json.put(node, "incompleteDays", summary.incompleteDays());
        node.set(
                "failures",
                Json.array(
                        summary.failures(),
                        failure -> Json.object()
                                .put("studyInstanceUid", failure.study().value())
                                .put("reason", failure.reason())));
        return node;
    }

    private void print(ObjectNode summary) {
        if (json) {
            data().println(Json.text(summary));
            return;
        }
        summary.properties().stream()
                .filter(field -> !field.getValue().isArray())
                .forEach(field ->
                        out().println(field.getKey() + " " + field.getValue().asText()));
        summary.path("incompleteDays")
                .forEach(day -> err().println("incomplete: the PACS did not list every study of " + day.asText()));
    }

    private void explain(Backfill.Summary summary) {
        summary.failures().stream()
                .limit(SHOWN)
                .forEach(failure -> err().println("failed: " + failure.study().value() + ": " + failure.reason()));
        if (summary.studies().failed() > 0) {
            err().println(summary.studies().failed() + " studies failed; the same command tries them again");
        }
    }
}
