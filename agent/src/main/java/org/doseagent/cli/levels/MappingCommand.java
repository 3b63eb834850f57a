package org.doseagent.cli.levels;

import static org.doseagent.cli.output.Shown.shown;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.doseagent.cli.Common;
import org.doseagent.cli.Group;
import org.doseagent.cli.output.Json;
import org.doseagent.cli.output.Listing;
import org.doseagent.cli.output.Look;
import org.doseagent.cli.output.Rows;
import org.doseagent.daemon.Agent;
import org.doseagent.dose.EventRole;
import org.doseagent.dose.assessment.AssessedExam;
import org.doseagent.drl.group.LevelCoverage;
import org.doseagent.drl.mapping.CategoryCount;
import org.doseagent.drl.mapping.Decision;
import org.doseagent.drl.mapping.Mapping;
import org.doseagent.drl.mapping.TextTrace;
import org.doseagent.store.exams.ExamQuery;
import org.doseagent.store.exams.PartDoses;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "mapping",
        description = "Shows how exams find their category.",
        subcommands = {MappingCommand.Coverage.class, MappingCommand.Suggest.class, MappingCommand.Test.class},
        footer = {"", "Example: dose-agent mapping test \"Thorax^1_ROUTINE_CAP_WO\""})
public final class MappingCommand extends Group {

    @Command(
            name = "coverage",
            description = {
                "Says how many exams have a category, by category, and for which of them no active set has a level,",
                "and which other set of drl list would have one."
            },
            footer = {"", "Example: dose-agent mapping coverage --json"})
    static final class Coverage extends Listing implements Callable<Integer> {

        private static final int SHOWN = 5;

        private static final Rows<Line> LINES = Rows.<Line>describe()
                .field("category", Line::category, shown("CATEGORY"))
                .field("population", Line::population, shown("POPULATION"))
                .field("parts", Line::parts, shown("PARTS").right())
                .field("level", Line::hasLevel, shown("LEVEL").as(Look::yesOrNo))
                .field(
                        "otherSets",
                        Line::otherSets,
                        shown("OTHER SETS WITH ONE").as(Look::words).orElse(""))
                .build();

        /**
         * The parts of one category and population.
         *
         * @param hasLevel whether an active set has a level for some of them
         * @param otherSets the other sets that have one
         */
        private record Line(String category, String population, long parts, boolean hasLevel, List<String> otherSets) {}

        @Override
        protected Rows<Line> rows() {
            return LINES;
        }

        @Override
        public Integer call() throws Exception {
            try (Agent agent = agent()) {
                PartDoses.MappedExams exams = agent.parts().mappedExams();
                List<CategoryCount> counts = agent.parts().counts(YearMonth.of(1, 1), YearMonth.of(9999, 12));
                LevelCoverage coverage = agent.reviews()
                        .levels()
                        .coverageOfAll(
                                agent.today(), agent.levels().sets(), agent.catalogue().others());
                if (isForPeople()) {
                    out().println(exams.mapped() + " of " + exams.exams() + " exams have a category");
                    levels(coverage).forEach(text -> err().println("dose-agent: " + text));
                }
                List<Line> lines = counts.stream()
                        .map(count -> line(count, coverage))
                        .limit(limit())
                        .toList();
                printWithin(json(exams, counts, coverage), "rows", rows(), lines);
            }
            return 0;
        }

        /** Says in words which exams no level is for; nothing when every one has one. */
        static List<String> levels(LevelCoverage coverage) {
            if (coverage.gaps().isEmpty()) {
                return List.of();
            }
            List<String> lines = new ArrayList<>();
            lines.add((coverage.parts() - coverage.withLevel()) + " of " + coverage.parts()
                    + " parts of exams with a category have no level in these sets and are compared with nothing:");
            coverage.gaps().stream()
                    .limit(SHOWN)
                    .forEach(gap ->
                            lines.add("  " + gap.category() + ", " + gap.population() + ": " + gap.parts() + " ("
                                    + (gap.sets().isEmpty()
                                            ? "no set of drl list has one"
                                            : "levels in " + String.join(", ", gap.sets()))
                                    + ")"));
            if (coverage.gaps().size() > SHOWN) {
                lines.add("  and " + (coverage.gaps().size() - SHOWN) + " more; see mapping coverage");
            }
            return lines;
        }

        private static Line line(CategoryCount count, LevelCoverage coverage) {
            Optional<LevelCoverage.Gap> gap = gap(count, coverage);
            boolean isComparable =
                    count.category().isPresent() && count.isAdult().isPresent();
            boolean isInGap = gap.filter(each -> each.parts() >= count.parts()).isPresent();
            return new Line(
                    count.category().orElse("unmapped"),
                    population(count),
                    count.parts(),
                    isComparable && !isInGap,
                    gap.map(LevelCoverage.Gap::sets).orElse(List.of()));
        }

        private static String population(CategoryCount count) {
            return count.isAdult().map(adult -> adult ? "adults" : "children").orElse("age unknown");
        }

        private static Optional<LevelCoverage.Gap> gap(CategoryCount count, LevelCoverage coverage) {
            return coverage.gaps().stream()
                    .filter(gap -> count.category().equals(Optional.of(gap.category()))
                            && count.isAdult().equals(Optional.of(gap.isAdult())))
                    .findFirst();
        }

        private static ObjectNode json(
                PartDoses.MappedExams exams, List<CategoryCount> counts, LevelCoverage coverage) {
            ObjectNode node = Json.object().put("exams", exams.exams()).put("mapped", exams.mapped());
            Map<String, Long> byCategory = new TreeMap<>();
            counts.forEach(count -> byCategory.merge(count.category().orElse("unmapped"), count.parts(), Long::sum));
            ObjectNode categories = node.putObject("parts");
            byCategory.forEach(categories::put);
            node.put("partsWithCategoryAndAge", coverage.parts()).put("partsWithLevel", coverage.withLevel());
            node.set("withoutLevel", Json.array(coverage.gaps(), gap -> {
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
                "Lists the texts of unmapped exams by frequency, and a rule for each, ready for a file of the site;",
                "name that file before mapping.yaml under drl.mapping, then run reprocess."
            },
            footer = {"", "Example: dose-agent mapping suggest > config/mapping-site.yaml"})
    static final class Suggest extends Common implements Callable<Integer> {

        @Override
        public Integer call() throws Exception {
            try (Agent agent = agent()) {
                Map<String, Integer> counts = new TreeMap<>();
                for (AssessedExam exam : agent.doses().exams(ExamQuery.all().unmapped())) {
                    texts(exam).forEach(text -> counts.merge(text, 1, Integer::sum));
                }
                List<Map.Entry<String, Integer>> sorted = counts.entrySet().stream()
                        .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
                        .toList();
                out().println(
                                "# " + counts.size()
                                        + " texts of unmapped exams; write the category of each, from categories.yaml: a rule without one is refused");
                out().println("rules:");
                for (int i = 0; i < sorted.size(); i++) {
                    out().println("  - {id: site-" + (i + 1) + ", category: \"\", exact: ["
                            + quoted(sorted.get(i).getKey()) + "]}  # "
                            + sorted.get(i).getValue() + " exams");
                }
            }
            return 0;
        }

        /** Returns the protocols of the diagnostic events without category, else the study description. */
        private static Set<String> texts(AssessedExam exam) {
            Set<String> protocols = new TreeSet<>();
            exam.parts().stream()
                    .filter(part -> part.category().isEmpty())
                    .flatMap(part -> part.eventIndices().stream())
                    .map(index -> exam.exam().events().get(index))
                    .filter(event -> event.role() == EventRole.DIAGNOSTIC)
                    .flatMap(event -> event.protocol().stream())
                    .filter(text -> !text.isBlank())
                    .forEach(protocols::add);
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
            aliases = "check",
            description = {
                "Shows for a text the words that are compared, the named words of the rules that are found, the rules that",
                "have all they ask for, and the category, or why there is none."
            },
            footer = {"", "Example: dose-agent mapping test \"Thorax^1_ROUTINE_CAP_WO\""})
    static final class Test extends Common implements Callable<Integer> {

        @Option(names = "--json", description = "Prints JSON.")
        boolean json;

        @Parameters(arity = "1..*", paramLabel = "TEXT")
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
