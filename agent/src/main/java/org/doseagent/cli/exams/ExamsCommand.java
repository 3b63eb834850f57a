package org.doseagent.cli.exams;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.LongAdder;
import org.doseagent.cli.Common;
import org.doseagent.cli.Group;
import org.doseagent.cli.Main;
import org.doseagent.cli.Period;
import org.doseagent.cli.output.Json;
import org.doseagent.cli.output.Listing;
import org.doseagent.cli.output.Rows;
import org.doseagent.daemon.Agent;
import org.doseagent.dose.assessment.AssessedExam;
import org.doseagent.store.exams.ExamQuery;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "exams",
        description = "Lists exams, and shows one with its events and assessments.",
        subcommands = {ExamsCommand.ListExams.class, ExamsCommand.Show.class, WhyCommand.class},
        footer = {"", "Example: dose-agent exams list --since 2026-10-01 --category CT-CHEST"})
public final class ExamsCommand extends Group {

    @Command(
            name = "list",
            description = {
                "Lists exams by study date, newest first.",
                "DLP: of an exam with doses on two phantoms, the DLP on 16 cm | on 32 cm; a ? follows a DLP whose phantom is unknown."
            },
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
        public boolean takesAllSites() {
            return true;
        }

        @Override
        protected Rows<AssessedExam> rows() {
            return ExamRows.SUMMARY;
        }

        @Override
        public Integer call() throws Exception {
            LongAdder listed = new LongAdder();
            printOfSites(ExamRows.SUMMARY, (agent, each) -> {
                if (category != null) {
                    KnownCategories.require(agent, category);
                }
                Period.Days days = period.days(agent);
                ExamQuery query = ExamQuery.all()
                        .from(days.first())
                        .until(days.last())
                        .category(category)
                        .device(device)
                        .limit(limit());
                agent.doses().each(unmapped ? query.unmapped() : query, exam -> {
                    listed.increment();
                    each.accept(exam);
                });
            });
            if (listed.sum() == 0 && isForPeople()) {
                err().println("dose-agent: no exam matches");
            }
            return 0;
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
