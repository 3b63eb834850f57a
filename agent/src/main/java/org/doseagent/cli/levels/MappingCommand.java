package org.doseagent.cli.levels;

import static org.doseagent.cli.output.Shown.shown;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.doseagent.cli.Common;
import org.doseagent.cli.Group;
import org.doseagent.cli.output.Count;
import org.doseagent.cli.output.Json;
import org.doseagent.cli.output.Listing;
import org.doseagent.cli.output.Look;
import org.doseagent.cli.output.Rows;
import org.doseagent.daemon.Agent;
import org.doseagent.drl.mapping.Decision;
import org.doseagent.drl.mapping.Mapping;
import org.doseagent.drl.mapping.TextTrace;
import org.doseagent.review.MappingCoverage;
import org.doseagent.review.UnmappedTexts;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "mapping",
        description = "Shows which exams have a category, and tests the rules of the mapping.",
        subcommands = {MappingCommand.Coverage.class, MappingCommand.Suggest.class, MappingLearnCommand.class, MappingCommand.Test.class},
        footer = {"", "Example: dose-agent mapping test \"Thorax^1_ROUTINE_CAP_WO\""})
public final class MappingCommand extends Group {

    @Command(
            name = "coverage",
            description = {
                "Counts the exams that have a category, and the exams that have a level.",
                "LEVEL: whether an active set has a level for these parts, or for how many of them, by the age and the weight of the patient.",
                "OTHER SETS WITH ONE: sets of drl list that are not active and have a level."
            },
            footer = {"", "Example: dose-agent mapping coverage --json"})
    static final class Coverage extends Listing implements Callable<Integer> {

        private static final Rows<MappingCoverage.Line> LINES = Rows.<MappingCoverage.Line>describe()
                .field("category", MappingCoverage.Line::category, shown("CATEGORY"))
                .field("population", MappingCoverage.Line::population, shown("POPULATION"))
                .field("parts", MappingCoverage.Line::parts, shown("PARTS").right())
                .field("level", line -> line.withLevel() > 0)
                .field("partsWithLevel", MappingCoverage.Line::withLevel)
                .column(shown("LEVEL").as(Coverage::level))
                .field(
                        "otherSets",
                        MappingCoverage.Line::otherSets,
                        shown("OTHER SETS WITH ONE").free().as(Look::words).orElse(""))
                .build();

        @Override
        protected Rows<MappingCoverage.Line> rows() {
            return LINES;
        }

        @Override
        public Integer call() throws Exception {
            try (Agent agent = agent()) {
                MappingCoverage coverage = agent.reviews().coverage();
                if (isForPeople()) {
                    out().println(coverage.mapped() + " of " + Count.of(coverage.exams(), "exam")
                            + Count.verb(coverage.exams(), " has", " have") + " a category");
                    CompareText.gaps(coverage.levels()).forEach(text -> err().println("dose-agent: " + text));
                }
                printWithin(
                        json(coverage),
                        "rows",
                        rows(),
                        coverage.lines().stream().limit(limit()).toList());
            }
            return 0;
        }

        private static String level(JsonNode row) {
            long parts = row.path("parts").asLong();
            long withLevel = row.path("partsWithLevel").asLong();
            return withLevel == 0 ? "no" : withLevel == parts ? "yes" : withLevel + " of " + parts;
        }

        private static ObjectNode json(MappingCoverage coverage) {
            ObjectNode node = Json.object().put("exams", coverage.exams()).put("mapped", coverage.mapped());
            Map<String, Long> byCategory = new TreeMap<>();
            coverage.lines().forEach(line -> byCategory.merge(line.category(), line.parts(), Long::sum));
            byCategory.forEach(node.putObject("parts")::put);
            node.put("partsWithCategoryAndAge", coverage.levels().parts())
                    .put("partsWithLevel", coverage.levels().withLevel());
            node.set("withoutLevel", Json.array(coverage.levels().gaps(), gap -> {
                ObjectNode each = Json.object()
                        .put("category", gap.category())
                        .put("population", gap.population())
                        .put("parts", gap.parts());
                gap.sets().forEach(each.putArray("otherSets")::add);
                return each;
            }));
            return node;
        }
    }

    @Command(
            name = "suggest",
            description = {
                "Prints a rule for each text of the exams without category.",
                "The most frequent text is first. Write the category of each rule, name the file before mapping.yaml under drl.mapping, and run"
                        + " dose-agent reprocess."
            },
            footer = {"", "Example: dose-agent mapping suggest > config/mapping-site.yaml"})
    static final class Suggest extends Common implements Callable<Integer> {

        @Override
        public Integer call() throws Exception {
            try (Agent agent = agent()) {
                List<UnmappedTexts.Text> texts = UnmappedTexts.of(agent.doses());
                out().println("# " + Count.of(texts.size(), "text")
                        + " of exams without category. Write the category of each rule, from categories.yaml;"
                        + " a rule without a category is refused.");
                out().println("rules:");
                int number = 1;
                for (UnmappedTexts.Text text : texts) {
                    out().println("  - {id: site-" + number++ + ", category: \"\", exact: [" + quoted(text.text())
                            + "]}  # " + Count.of(text.exams(), "exam"));
                }
            }
            return 0;
        }

        private static String quoted(String text) {
            return '"'
                    + text.replaceAll("\\p{Cntrl}", " ").replace("\\", "\\\\").replace("\"", "\\\"")
                    + '"';
        }
    }

    @Command(
            name = "test",
            aliases = "check",
            description = {
                "Shows which category a text gets, and which rule decides.",
                "It prints the words of the text, the groups of words that the rules know, every rule that could match, and the category or the"
                        + " reason why there is none."
            },
            footer = {"", "Example: dose-agent mapping test \"Thorax^1_ROUTINE_CAP_WO\""})
    static final class Test extends Common implements Callable<Integer> {

        @Option(names = "--json", description = "Prints JSON.")
        boolean json;

        @Parameters(
                arity = "1..*",
                paramLabel = "TEXT",
                description = "Text of a study, a protocol or a procedure.")
        List<String> texts = List.of();

        @Override
        public Integer call() throws Exception {
            try (Agent agent = agent()) {
                Mapping mapping = agent.levels().mapping();
                if (json) {
                    out().println(Json.text(Json.array(texts, text -> json(text, mapping.trace(text)))));
                } else {
                    texts.forEach(text -> print(text, mapping.trace(text)));
                }
            }
            return 0;
        }

        private void print(String text, TextTrace trace) {
            out().println(text + ": " + summary(trace.decision()));
            out().println("  words  " + String.join(" ", trace.words()));
            trace.named().forEach((name, found) -> out().println("  named  " + name + " (" + found + ")"));
            trace.candidates()
                    .forEach(candidate -> out().println("  rule   " + candidate.rule() + ": "
                            + candidate.category().orElse("unmapped")
                            + candidate
                                    .obstacle()
                                    .map(word -> ", not with the word \"" + word + "\"")
                                    .orElse("")));
        }

        private static String summary(Decision decision) {
            return decision.match()
                    .map(found -> found.category() + " by rule " + found.rule() + ", version " + found.version())
                    .orElseGet(() -> "unmapped, because " + decision.reason().orElse("no rule matches"));
        }

        private static ObjectNode json(String text, TextTrace trace) {
            Decision decision = trace.decision();
            ObjectNode node = Json.object()
                    .put("text", text)
                    .put(
                            "category",
                            decision.match().map(Mapping.Match::category).orElse(null))
                    .put("rule", decision.match().map(Mapping.Match::rule).orElse(null))
                    .put("version", decision.match().map(Mapping.Match::version).orElse(null))
                    .put("reason", decision.reason().orElse(null));
            trace.words().forEach(node.putArray("words")::add);
            ObjectNode named = node.putObject("named");
            trace.named().forEach(named::put);
            node.set(
                    "candidates",
                    Json.array(
                            trace.candidates(),
                            candidate -> Json.object()
                                    .put("rule", candidate.rule())
                                    .put("category", candidate.category().orElse(null))
                                    .put("obstacle", candidate.obstacle().orElse(null))));
            return node;
        }
    }
}
