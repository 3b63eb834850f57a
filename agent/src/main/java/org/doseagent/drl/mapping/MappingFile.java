package org.doseagent.drl.mapping;

import org.doseagent.drl.yaml.Place;
import org.doseagent.drl.yaml.FileName;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.doseagent.drl.mapping.Categories.Category;
import org.doseagent.drl.mapping.MappingRule.Outcome;
import org.doseagent.drl.yaml.DrlException;
import org.doseagent.drl.yaml.LocatedYaml;
import org.doseagent.drl.yaml.Problems;
import org.doseagent.drl.yaml.Yaml;

/**
 * What a mapping file contains; see the head of {@code config/mapping.yaml} for its form.
 *
 * @param ignored phrases that say nothing about what is scanned
 * @param words the named words, in the order of the file
 */
record MappingFile(List<Pattern> ignored, Map<String, Pattern> words, List<MappingRule> rules) {

    private static final Set<String> KEYS = Set.of("ignore", "words", "rules");
    private static final Set<String> RULE_KEYS = Set.of(
            "id",
            "category",
            "unmapped",
            "wholeText",
            "scanner",
            "exact",
            "all",
            "any",
            "none",
            "text",
            "not",
            "regions",
            "procedures");

    MappingFile {
        ignored = List.copyOf(ignored);
        words = new LinkedHashMap<>(words);
        rules = List.copyOf(rules);
    }

    /** What the rules of one file share while they are read. */
    private record Context(Map<String, Pattern> words, Categories categories, Problems problems) {}

    /**
     * Reads a file.
     *
     * @throws DrlException naming every problem of the file at once
     */
    static MappingFile parse(String text, FileName file, Categories categories) throws DrlException {
        LocatedYaml yaml = LocatedYaml.parse(text, file);
        Problems problems = new Problems(yaml);
        problems.refuseUnknown(yaml.root(), KEYS, Place.FILE);
        List<Pattern> ignored = new ArrayList<>();
        for (String phrase : Yaml.list(yaml.root(), "ignore")) {
            pattern(words(phrase), Place.element("ignore", ignored.size()), problems)
                    .ifPresent(ignored::add);
        }
        Map<String, Pattern> words = new LinkedHashMap<>();
        for (var entry : yaml.root().path("words").properties()) {
            pattern(words(entry.getValue().asText()), Place.of("words." + entry.getKey()), problems)
                    .ifPresent(pattern -> words.put(entry.getKey(), pattern));
        }
        List<MappingRule> rules = new ArrayList<>();
        JsonNode nodes = yaml.root().path("rules");
        for (int i = 0; i < nodes.size(); i++) {
            rule(nodes.get(i), Place.element("rules", i), new Context(words, categories, problems))
                    .ifPresent(rules::add);
        }
        problems.refuse();
        return new MappingFile(ignored, words, rules);
    }

    private static String words(String expression) {
        return "\\b(" + expression + ")\\b";
    }

    private static Optional<MappingRule> rule(JsonNode node, Place place, Context context) {
        Problems problems = context.problems();
        int before = problems.size();
        problems.refuseUnknown(node, RULE_KEYS, place);
        String id = problems.required(node, "id", place);
        Outcome outcome = outcome(node, place, context);
        TextPatterns text = text(node, place, context);
        List<String> exact = Yaml.list(node, "exact").stream().map(Words::of).toList();
        List<String> regions = Yaml.list(node, "regions");
        List<String> procedures = Yaml.list(node, "procedures");
        if (problems.size() == before
                && exact.isEmpty()
                && text.isEmpty()
                && regions.isEmpty()
                && procedures.isEmpty()) {
            problems.add(place, "needs exact, all, text, regions or procedures");
        }
        return problems.size() > before
                ? Optional.empty()
                : Optional.of(new MappingRule(
                        id,
                        outcome,
                        Yaml.text(node, "scanner"),
                        exact,
                        text,
                        regions,
                        procedures,
                        node.path("wholeText").asBoolean()));
    }

    /** Returns the category of a rule, or its reason for none. */
    private static Outcome outcome(JsonNode node, Place place, Context context) {
        Optional<String> reason = Yaml.text(node, "unmapped").filter(text -> !text.isBlank());
        if (reason.isPresent() && node.path("category").isMissingNode()) {
            return new Outcome(Optional.empty(), reason);
        }
        if (reason.isPresent()) {
            context.problems().add(place.key("unmapped"), "the rule has both category and unmapped; keep one of them");
        }
        String id = context.problems().required(node, "category", place);
        Optional<Category> category = context.categories().find(id);
        if (category.isEmpty() && !id.isEmpty()) {
            context.problems().add(place.key("category"), id + " is not in the categories");
        }
        return new Outcome(category, Optional.empty());
    }

    private static TextPatterns text(JsonNode node, Place place, Context context) {
        List<List<Pattern>> all = new ArrayList<>();
        named(node, "all", place, context).forEach(pattern -> all.add(List.of(pattern)));
        List<Pattern> any = named(node, "any", place, context);
        if (!any.isEmpty()) {
            all.add(any);
        }
        expression(node, "text", place, context).ifPresent(pattern -> all.add(List.of(pattern)));
        List<Pattern> none = new ArrayList<>(named(node, "none", place, context));
        expression(node, "not", place, context).ifPresent(none::add);
        return new TextPatterns(all, none);
    }

    /** Returns the patterns of a list of names of words. */
    private static List<Pattern> named(JsonNode node, String field, Place place, Context context) {
        List<Pattern> patterns = new ArrayList<>();
        for (String name : Yaml.list(node, field)) {
            Pattern pattern = context.words().get(name);
            if (pattern == null) {
                context.problems().add(place.key(field), name + " is not under words");
            } else {
                patterns.add(pattern);
            }
        }
        return patterns;
    }

    private static Optional<Pattern> expression(JsonNode node, String field, Place place, Context context) {
        return Yaml.text(node, field).flatMap(text -> pattern(text, place.key(field), context.problems()));
    }

    private static Optional<Pattern> pattern(String expression, Place key, Problems problems) {
        try {
            boolean isAscii = expression.chars().allMatch(each -> each < 128);
            return Optional.of(Pattern.compile(expression, isAscii ? 0 : Pattern.UNICODE_CHARACTER_CLASS));
        } catch (PatternSyntaxException e) {
            problems.add(key, e.getDescription());
            return Optional.empty();
        }
    }
}
