package org.doseagent.cli.levels;

import static org.doseagent.cli.output.Shown.shown;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.concurrent.Callable;
import org.doseagent.cli.DateText;
import org.doseagent.cli.Period;
import org.doseagent.cli.output.Count;
import org.doseagent.cli.output.Json;
import org.doseagent.cli.output.Listing;
import org.doseagent.cli.output.Look;
import org.doseagent.cli.output.Rows;
import org.doseagent.daemon.Agent;
import org.doseagent.drl.level.DrlSet;
import org.doseagent.review.WhatIf;
import org.doseagent.store.exams.ExamQuery;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "what-if",
        description = {
            "Shows which exams other reference levels would change; it stores nothing.",
            "It assesses the exams again. It uses the active sets, or those of --set ID (or FILE). With --as-of it uses the sets valid on that day, for exams of every date."
                    + " Default period: all exams."
        },
        footer = {"", "Example: dose-agent drl what-if --set fi-2013 --since 2026-01-01"})
final class DrlWhatIfCommand extends Listing implements Callable<Integer> {

    @Mixin
    Period period = new Period();

    @Option(
            names = "--as-of",
            paramLabel = "DATE",
            description = "Uses the sets valid on this day. Default: the sets valid on the day of each exam.")
    @Nullable
    DateText asOf;

    private static final Rows<WhatIf.Change> CHANGES = Rows.<WhatIf.Change>describe()
            .field(
                    "studyInstanceUid",
                    change -> change.exam().studyInstanceUid().value())
            .field("accessionNumber", change -> change.exam().study().accessionNumber(), shown("ACCESSION"))
            .field(
                    "studyDateTime",
                    change -> change.exam().study().studyDateTime(),
                    shown("DATE").as(Look::minute))
            .field("change", change -> change.direction().label(), shown("CHANGE"))
            .field("of", WhatIf.Change::of, shown("OF").free())
            .build();

    @Override
    protected Rows<WhatIf.Change> rows() {
        return CHANGES;
    }

    @Override
    public boolean takesSets() {
        return true;
    }

    @Override
    public Integer call() throws Exception {
        try (Agent agent = agentToRead()) {
            List<DrlSet> sets = ChosenSets.of(agent, setsNamed());
            if (asOf != null) {
                sets = WhatIf.validOn(asOf.dayOn(agent.today()), sets);
            }
            Period.Days days = period.days(agent);
            WhatIf.Result result = agent.reviews()
                    .whatIf(sets)
                    .of(ExamQuery.all().from(days.first()).until(days.last()));
            print(result, sets.stream().map(DrlSet::id).toList());
        }
        return 0;
    }

    private void print(WhatIf.Result result, List<String> names) {
        ObjectNode summary = Json.object()
                .put("exams", result.exams())
                .put("aboveNow", result.aboveNow())
                .put("aboveThen", result.aboveThen());
        printWithin(
                summary,
                "changes",
                rows(),
                result.changes().stream().limit(limit()).toList());
        if (!json) {
            err().println("of " + Count.of(result.exams(), "exam") + ", " + result.aboveNow()
                    + Count.verb(result.aboveNow(), " is", " are") + " above a level now, and " + result.aboveThen()
                    + " would be above a level of " + String.join(", ", names) + "; nothing was changed");
        }
    }
}
