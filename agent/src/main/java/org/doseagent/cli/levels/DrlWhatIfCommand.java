package org.doseagent.cli.levels;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.LocalDate;
import java.util.List;
import java.util.concurrent.Callable;
import org.doseagent.cli.output.Json;
import org.doseagent.cli.output.Listing;
import org.doseagent.cli.output.Table;
import org.doseagent.daemon.Agent;
import org.doseagent.drl.DrlSet;
import org.doseagent.review.WhatIf;
import org.doseagent.store.exams.ExamQuery;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "what-if",
        description = {
            "Assesses exams again with the active sets, or with --set ID (or FILE), and prints what would change. It stores nothing.",
            "With --as-of it uses the sets valid on that day, for exams of every date."
        },
        footer = {"", "Example: dose-agent drl what-if --set fi-2013 --since 2026-01-01"})
final class DrlWhatIfCommand extends Listing implements Callable<Integer> {

    @Option(names = "--since", paramLabel = "DATE")
    @Nullable
    LocalDate since;

    @Option(names = "--until", paramLabel = "DATE")
    @Nullable
    LocalDate until;

    @Option(names = "--as-of", paramLabel = "DATE")
    @Nullable
    LocalDate asOf;

    @Override
    public boolean takesSets() {
        return true;
    }

    @Override
    public Integer call() throws Exception {
        try (Agent agent = agent()) {
            List<DrlSet> sets = ChosenSets.of(agent, setsNamed());
            if (asOf != null) {
                sets = WhatIf.validOn(asOf, sets);
            }
            WhatIf.Result result =
                    agent.reviews().whatIf(sets).of(ExamQuery.all().from(since).until(until));
            print(result, sets.stream().map(DrlSet::id).toList());
        }
        return 0;
    }

    private void print(WhatIf.Result result, List<String> names) {
        if (json) {
            ObjectNode node = Json.object()
                    .put("exams", result.exams())
                    .put("aboveNow", result.aboveNow())
                    .put("aboveThen", result.aboveThen());
            node.set(
                    "changes",
                    Json.array(result.changes().stream().limit(limit()).toList(), DrlWhatIfCommand::json));
            out().println(Json.text(node));
            return;
        }
        Table table = new Table("ACCESSION", "DATE", "CHANGE", "OF");
        result.changes().stream()
                .limit(limit())
                .forEach(change -> table.add(
                        change.exam().study().accessionNumber().orElse("-"),
                        change.exam().study().studyDateTime().map(Table::time).orElse("-"),
                        change.direction().label(),
                        change.of()));
        print(table);
        err().println(result.exams() + " exams: " + result.aboveNow()
                + " are above a level of the sets that they were compared with, " + result.aboveThen()
                + " would be above one of " + String.join(", ", names) + "; nothing was changed");
    }

    private static ObjectNode json(WhatIf.Change change) {
        ObjectNode node = Json.object()
                .put("studyInstanceUid", change.exam().studyInstanceUid().value());
        Json.text(node, "accessionNumber", change.exam().study().accessionNumber());
        return node.put("change", change.direction().label()).put("of", change.of());
    }
}
