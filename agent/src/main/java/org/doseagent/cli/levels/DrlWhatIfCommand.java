package org.doseagent.cli.levels;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.doseagent.cli.output.Json;
import org.doseagent.cli.output.Listing;
import org.doseagent.cli.output.Table;
import org.doseagent.daemon.Agent;
import org.doseagent.dose.AssessedExam;
import org.doseagent.dose.Assessment;
import org.doseagent.dose.Verdict;
import org.doseagent.drl.DrlSet;
import org.doseagent.store.exams.ExamQuery;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "what-if",
        description = {
            "Assesses exams again with the sets of today, or with --set ID (or FILE), and says what would change; changes nothing.",
            "With --as-of the sets are those valid on that day, whenever the exam was."
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

    private List<String> names = List.of();

    /** An exam that would be told otherwise. */
    private record Change(AssessedExam exam, String what, String key) {}

    @Override
    public boolean takesSets() {
        return true;
    }

    @Override
    public Integer call() throws Exception {
        try (Agent agent = agent()) {
            List<DrlSet> sets = ChosenSets.of(agent, setsNamed());
            if (asOf != null) {
                LocalDate day = asOf;
                sets = sets.stream()
                        .filter(set -> set.isValidOn(Optional.of(day)))
                        .map(DrlSet::timeless)
                        .toList();
            }
            List<AssessedExam> exams =
                    agent.doses().exams(ExamQuery.all().from(since).until(until));
            List<Change> changes = new ArrayList<>();
            int before = 0;
            int after = 0;
            for (AssessedExam exam : exams) {
                Set<String> was = exceeded(exam);
                Set<String> would = exceeded(agent.assessWith(exam.exam(), sets));
                before += was.isEmpty() ? 0 : 1;
                after += would.isEmpty() ? 0 : 1;
                would.stream()
                        .filter(key -> !was.contains(key))
                        .forEach(key -> changes.add(new Change(exam, "newly above", key)));
                was.stream()
                        .filter(key -> !would.contains(key))
                        .forEach(key -> changes.add(new Change(exam, "no longer above", key)));
            }
            names = sets.stream().map(DrlSet::id).toList();
            print(exams.size(), before, after, changes);
        }
        return 0;
    }

    /** Returns the parts and quantities of an exam that are above a level of any of its sets. */
    private static Set<String> exceeded(AssessedExam exam) {
        Set<String> keys = new TreeSet<>();
        for (Assessment assessment : exam.assessments()) {
            if (assessment.verdict() == Verdict.EXCEEDED) {
                keys.add(exam.parts().get(assessment.part()).category().orElse("") + " " + assessment.quantity());
            }
        }
        return keys;
    }

    private void print(int exams, int before, int after, List<Change> changes) {
        if (json) {
            ObjectNode node =
                    Json.object().put("exams", exams).put("aboveNow", before).put("aboveThen", after);
            node.set("changes", Json.array(changes.stream().limit(limit()).toList(), DrlWhatIfCommand::json));
            out().println(Json.text(node));
            return;
        }
        Table table = new Table("ACCESSION", "DATE", "CHANGE", "OF");
        changes.stream()
                .limit(limit())
                .forEach(change -> table.add(
                        change.exam().exam().study().accessionNumber().orElse("-"),
                        change.exam()
                                .exam()
                                .study()
                                .studyDateTime()
                                .map(Table::time)
                                .orElse("-"),
                        change.what(),
                        change.key()));
        print(table);
        err().println(exams + " exams: " + before
                + " are above a level of the sets that they were compared with, " + after
                + " would be above one of " + String.join(", ", names) + "; nothing was changed");
    }

    private static ObjectNode json(Change change) {
        ObjectNode node = Json.object()
                .put("studyInstanceUid", change.exam().exam().studyInstanceUid().value());
        Json.text(node, "accessionNumber", change.exam().exam().study().accessionNumber());
        return node.put("change", change.what()).put("of", change.key());
    }
}
