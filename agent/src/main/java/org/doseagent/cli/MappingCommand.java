package org.doseagent.cli;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.doseagent.daemon.Agent;
import org.doseagent.dose.AssessedExam;
import org.doseagent.drl.Mapping;
import org.doseagent.store.ExamQuery;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "mapping",
        description = "Shows how exams find their category.",
        subcommands = {MappingCommand.Coverage.class, MappingCommand.Test.class},
        footer = {"", "Example: dose-agent mapping test \"Thorax^1_ROUTINE_CAP_WO\""})
final class MappingCommand extends Group {

    @Command(
            name = "coverage",
            description = "Says how many exams have a category, by category.",
            footer = {"", "Example: dose-agent mapping coverage --json"})
    static final class Coverage extends Common implements Callable<Integer> {

        @Option(names = "--json", description = "prints JSON")
        boolean json;

        @Override
        public Integer call() throws Exception {
            try (Agent agent = agent()) {
                Map<String, Integer> counts = new TreeMap<>();
                List<AssessedExam> exams = agent.doses().exams(ExamQuery.ALL);
                long mapped = exams.stream()
                        .filter(exam -> exam.parts().stream()
                                .anyMatch(part -> part.category().isPresent()))
                        .count();
                exams.forEach(exam -> exam.parts()
                        .forEach(part -> counts.merge(part.category().orElse("unmapped"), 1, Integer::sum)));
                if (json) {
                    var node = Json.object().put("exams", exams.size()).put("mapped", mapped);
                    var categories = node.putObject("parts");
                    counts.forEach(categories::put);
                    out().println(Json.text(node));
                } else {
                    out().println(mapped + " of " + exams.size() + " exams have a category");
                    counts.forEach((category, count) -> out().println("  " + category + " " + count));
                }
            }
            return 0;
        }
    }

    @Command(
            name = "test",
            description = "Says which rule a text would match.",
            footer = {"", "Example: dose-agent mapping test \"Thorax^1_ROUTINE_CAP_WO\""})
    static final class Test extends Common implements Callable<Integer> {

        @Parameters(arity = "1..*", paramLabel = "TEXT")
        List<String> texts = List.of();

        @Override
        public Integer call() throws Exception {
            try (Agent agent = agent()) {
                for (String text : texts) {
                    Optional<Mapping.Match> match = agent.levels()
                            .mapping()
                            .match(Optional.of(text), Optional.empty(), Optional.empty(), List.of());
                    out().println(text + ": "
                            + match.map(found -> found.category() + " by rule " + found.rule() + ", version "
                                            + found.version())
                                    .orElse("unmapped"));
                }
            }
            return 0;
        }
    }
}
