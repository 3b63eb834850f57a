package org.doseagent.cli.levels;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.doseagent.cli.Common;
import org.doseagent.cli.Main;
import org.doseagent.daemon.Agent;
import org.doseagent.dose.EventRole;
import org.doseagent.dose.ExamPart;
import org.doseagent.dose.assessment.Alert;
import org.doseagent.dose.assessment.AssessedExam;
import org.doseagent.dose.assessment.Assessment;
import org.doseagent.drl.level.DrlSet;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "explain",
        description = {
            "Explains how an exam was compared.",
            "It prints the definitions, the events that were counted and left out, the mapping rule, the set and its source."
        },
        footer = {"", "Example: dose-agent drl explain ACC12345601"})
final class DrlExplainCommand extends Common implements Callable<Integer> {

    private static final List<String> DEFINITIONS = List.of(
            "Exam part: the events of one study that share a category.",
            "DLP of a part: the sum of the DLP of its events on one phantom.",
            "CTDIvol of a part: the largest mean CTDIvol of a diagnostic event on the phantom of the DRL.",
            "Values of the 16 cm and the 32 cm phantom are never added or compared.",
            "A DRL is compared with the median of a group.",
            Alert.NOT_A_LIMIT);

    @Parameters(
            paramLabel = "STUDY_UID_OR_ACCESSION",
            description = "Study Instance UID or accession number, from exams list.")
    String exam = "";

    @Override
    public Integer call() throws Exception {
        try (Agent agent = agentToRead()) {
            List<AssessedExam> found = agent.doses().find(exam);
            if (found.isEmpty()) {
                err().println("dose-agent: no exam has this Study Instance UID or accession number");
                return Main.NOT_FOUND;
            }
            found.forEach(each -> explain(each, agent.levels().sets()));
            out().println("Definitions");
            DEFINITIONS.forEach(line -> out().println("  " + line));
        }
        return 0;
    }

    private void explain(AssessedExam assessed, List<DrlSet> sets) {
        for (int i = 0; i < assessed.parts().size(); i++) {
            ExamPart part = assessed.parts().get(i);
            out().println("Part " + (i + 1) + ": " + part.category().orElse("unmapped"));
            out().println("  rule      " + part.classification().rule().orElse("none matched")
                    + part.classification()
                            .version()
                            .map(version -> ", version " + version)
                            .orElse("")
                    + part.classification()
                            .evidence()
                            .map(evidence ->
                                    (part.category().isPresent() ? ", matched on the " : ", because ") + evidence)
                            .orElse(""));
            for (EventRole role : EventRole.values()) {
                List<String> numbers = new ArrayList<>();
                part.eventIndices().stream()
                        .filter(index -> assessed.exam().events().get(index).role() == role)
                        .forEach(index -> numbers.add("" + (index + 1)));
                if (!numbers.isEmpty()) {
                    out().println("  events    " + role + " " + String.join(", ", numbers));
                }
            }
            int position = i;
            assessed.assessments().stream()
                    .filter(assessment -> assessment.part() == position)
                    .forEach(assessment -> explain(assessment, part, sets));
            out().println();
        }
    }

    private void explain(Assessment assessment, ExamPart part, List<DrlSet> sets) {
        String unit = assessment.quantity() == org.doseagent.dose.Quantity.DLP ? " mGy·cm" : " mGy";
        out().println("  " + assessment.quantity() + "  " + assessment.verdict()
                + assessment.value().map(value -> ": " + plain(value) + unit).orElse("")
                + assessment.drl().map(drl -> " against " + plain(drl) + unit).orElse("")
                + assessment.reason().map(reason -> " (" + reason + ")").orElse(""));
        Optional<DrlSet> set = sets.stream()
                .filter(each -> each.id().equals(assessment.drlSet().orElse("")))
                .findFirst();
        set.ifPresent(known -> out().println("    set " + known.id() + ", " + known.edition() + ", tier " + known.tier()
                + (known.isTrusted() || known.isLocal() ? "" : ", UNVERIFIED: opens no alert")
                + (known.countsLocalizers()
                        ? ", DLP counts localizer and timing events"
                        : ", DLP counts diagnostic events")
                + (known.sha256().equals(assessment.level().setHash().orElse(""))
                        ? ""
                        : ", changed since this assessment")));
        set.ifPresent(known -> {
            out().println("    source " + known.source());
            known.successor().ifPresent(next -> out().println("    " + next.text()));
            known.rows().stream()
                    .filter(row ->
                            part.category().filter(row.category()::equals).isPresent() && isRowOf(assessment, row))
                    .forEach(row -> {
                        out().println("    verification " + row.stated().verification());
                        row.stated().doubt().ifPresent(doubt -> out().println("    doubt " + doubt));
                    });
        });
    }

    private static boolean isRowOf(Assessment assessment, DrlSet.Row row) {
        return row.quantity() == assessment.quantity()
                && assessment
                        .level()
                        .population()
                        .filter(row.population()::equals)
                        .isPresent()
                && assessment.drl().filter(row.value()::equals).isPresent();
    }

    private static String plain(BigDecimal value) {
        return value.toPlainString();
    }
}
