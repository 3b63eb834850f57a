package org.doseagent.cli;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
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
        subcommands = {MappingCommand.Coverage.class, MappingCommand.Suggest.class, MappingCommand.Test.class},
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
            name = "suggest",
            description = {
                "Lists the texts of unmapped exams by frequency, and a rule for each, ready for a file of the site;",
                "name that file before mapping.yaml under drl.mapping, then run reprocess."
            },
            footer = {"", "Example: dose-agent mapping suggest > config/mapping-site.yaml"})
    static final class Suggest extends Common implements Callable<Integer> {

        @Override
        public Integer call() throws Exception {
            try (Agent agent = agent()) {
                Map<String, Integer> counts = new TreeMap<>();
                for (AssessedExam exam : agent.doses().exams(ExamQuery.UNMAPPED)) {
                    texts(exam).forEach(text -> counts.merge(text, 1, Integer::sum));
                }
                List<Map.Entry<String, Integer>> sorted = counts.entrySet().stream()
                        .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
                        .toList();
                out().println("# " + counts.size()
                        + " texts of unmapped exams; write the category of each, from categories.yaml");
                out().println("rules:");
                for (int i = 0; i < sorted.size(); i++) {
                    out().println("  - {id: site-" + (i + 1) + ", category: CT-OTHER, exact: ["
                            + quoted(sorted.get(i).getKey()) + "]}  # "
                            + sorted.get(i).getValue() + " exams");
                }
            }
            return 0;
        }

        /** Returns the protocols of the events without category, else the study description. */
        private static Set<String> texts(AssessedExam exam) {
            Set<String> protocols = new TreeSet<>();
            exam.parts().stream()
                    .filter(part -> part.category().isEmpty())
                    .forEach(part -> part.eventIndices()
                            .forEach(index -> exam.exam()
                                    .events()
                                    .get(index)
                                    .protocol()
                                    .filter(text -> !text.isBlank())
                                    .ifPresent(protocols::add)));
            if (protocols.isEmpty()) {
                exam.exam()
                        .study()
                        .studyDescription()
                        .filter(text -> !text.isBlank())
                        .ifPresent(protocols::add);
            }
            return protocols;
        }

        private static String quoted(String text) {
            return '"'
                    + text.replaceAll("\\p{Cntrl}", " ").replace("\\", "\\\\").replace("\"", "\\\"")
                    + '"';
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
                    Optional<Mapping.Match> match = agent.levels().mapping().match(Mapping.Subject.ofText(text));
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
