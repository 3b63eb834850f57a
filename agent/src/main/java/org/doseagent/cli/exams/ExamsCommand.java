package org.doseagent.cli.exams;

import java.util.List;
import java.util.concurrent.Callable;
import org.doseagent.cli.Common;
import org.doseagent.cli.Group;
import org.doseagent.cli.Main;
import org.doseagent.cli.Period;
import org.doseagent.cli.output.Json;
import org.doseagent.cli.output.Listing;
import org.doseagent.cli.output.Rows;
import org.doseagent.config.LevelReader;
import org.doseagent.daemon.Agent;
import org.doseagent.dose.assessment.AssessedExam;
import org.doseagent.drl.mapping.Categories;
import org.doseagent.store.exams.ExamQuery;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "exams",
        description = "Shows exams.",
        subcommands = {ExamsCommand.ListExams.class, ExamsCommand.Show.class, WhyCommand.class},
        footer = {"", "Example: dose-agent exams list --since 2026-10-01 --category CT-CHEST"})
public final class ExamsCommand extends Group {

    @Command(
            name = "list",
            description = "Lists exams by study date, newest first.",
            footer = {"", "Example: dose-agent exams list --since 2026-10-01 --csv"})
    static final class ListExams extends Listing implements Callable<Integer> {

        @Mixin
        Period period = new Period();

        @Option(
                names = "--category",
                paramLabel = "C",
                description = "Only exams with a part of this category of config/categories.yaml, such as CT-HEAD.")
        @Nullable
        String category;

        @Option(
                names = "--device",
                paramLabel = "D",
                description = "Only exams of the scanner with this serial number, station name or label.")
        @Nullable
        String device;

        @Option(names = "--unmapped", description = "Only exams with a part that has no category.")
        boolean unmapped;

        @Override
        protected boolean takesAllSites() {
            return true;
        }

        @Override
        protected Rows<AssessedExam> rows() {
            return ExamRows.SUMMARY;
        }

        @Override
        public Integer call() throws Exception {
            if (category != null) {
                requireCategory(new LevelReader(settings().levels()).categories(), category);
            }
            ExamQuery query = ExamQuery.all()
                    .from(period.first())
                    .until(period.last())
                    .category(category)
                    .device(device)
                    .limit(limit());
            ExamQuery chosen = unmapped ? query.unmapped() : query;
            printOfSites(ExamRows.SUMMARY, (agent, each) -> agent.doses().each(chosen, each));
            return 0;
        }

        /** Refuses an unknown category, because its list would be empty without an explanation. */
        private static void requireCategory(Categories categories, String category) {
            if (categories.find(category).isEmpty()) {
                throw new IllegalArgumentException("--category " + category
                        + ": no category has this name. The file of categories has "
                        + String.join(
                                ", ",
                                categories.all().stream()
                                        .map(Categories.Category::id)
                                        .toList()));
            }
        }
    }

    @Command(
            name = "show",
            description = "Shows one exam with parts, events, findings, assessments and reports.",
            footer = {"", "Example: dose-agent exams show ACC0017 --json"})
    static final class Show extends Common implements Callable<Integer> {

        @Parameters(
                paramLabel = "STUDY_UID_OR_ACCESSION",
                description = "Study Instance UID or accession number, from exams list.")
        String key = "";

        @Option(names = "--json", description = "Prints JSON.")
        boolean json;

        @Override
        public Integer call() throws Exception {
            try (Agent agent = agentToRead()) {
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
                if (json) {
                    data().println(Json.text(ExamJson.of(found.get(0))));
                } else {
                    out().println(ExamText.of(found.get(0)));
                }
            }
            return 0;
        }
    }
}
