package org.doseagent.cli.exams;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.doseagent.cli.Common;
import org.doseagent.cli.Main;
import org.doseagent.cli.output.Json;
import org.doseagent.daemon.Agent;
import org.doseagent.dose.assessment.AssessedExam;
import org.doseagent.review.CauseReview;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "why",
        description = {
            "Explains why the dose of an exam is high, or low.",
            "It compares the DLP with the median of earlier exams of the same protocol (else the same category) and scanner, and splits the ratio:",
            "kV, tube current, pitch and size of the patient, scan length, phases, repeats."
        },
        footer = {"", "Example: dose-agent exams why ACC0017"})
final class WhyCommand extends Common implements Callable<Integer> {

    @Parameters(
            paramLabel = "STUDY_UID_OR_ACCESSION",
            description = "Study Instance UID or accession number, from exams list.")
    String key = "";

    @Option(names = "--json", description = "Prints JSON.")
    boolean json;

    @Override
    public Integer call() throws Exception {
        try (Agent agent = agentOfStore()) {
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
            Optional<CauseReview.Answer> answer = new CauseReview(agent.doses()).explain(found.get(0));
            if (json) {
                data().println(Json.text(answer.map(WhyText::json).orElseGet(WhyText::jsonOfTooFew)));
            } else {
                answer.map(WhyText::lines)
                        .orElseGet(() -> List.of(WhyText.tooFew()))
                        .forEach(out()::println);
            }
        }
        return 0;
    }
}
