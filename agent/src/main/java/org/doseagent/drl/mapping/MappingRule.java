package org.doseagent.drl.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.doseagent.dose.Code;
import org.doseagent.dose.identity.Device;
import org.doseagent.drl.mapping.Categories.Category;
import org.doseagent.drl.yaml.DrlException;
import org.doseagent.drl.yaml.LocatedYaml;
import org.doseagent.drl.yaml.Problems;
import org.doseagent.drl.yaml.Yaml;

/**
 * One rule of a mapping file.
 *
 * @param scanner the rule is for this scanner only: its serial number, station name or key
 * @param exact whole names, as {@link Words} has them
 * @param all patterns that must all be found; {@code none} must not be
 */
record MappingRule(
        String id,
        Category category,
        Optional<String> scanner,
        List<String> exact,
        List<Pattern> all,
        List<Pattern> none,
        List<String> regions,
        List<String> procedures) {

    MappingRule {
        exact = List.copyOf(exact);
        all = List.copyOf(all);
        none = List.copyOf(none);
        regions = List.copyOf(regions);
        procedures = List.copyOf(procedures);
    }

    boolean isFor(Device device) {
        return scanner.isEmpty()
                || scanner.equals(device.serialNumber())
                || scanner.equals(device.stationName())
                || scanner.get().equals(device.key().text());
    }

    boolean names(String words) {
        return exact.contains(words);
    }

    boolean matches(String words) {
        return !all.isEmpty()
                && all.stream().allMatch(pattern -> pattern.matcher(words).find())
                && none.stream().noneMatch(pattern -> pattern.matcher(words).find());
    }

    boolean hasRegion(Optional<Code> region) {
        return region.map(Code::value)
                .filter(code -> regions.contains(code)
                        || (isGeneral() && category.regions().contains(code)))
                .isPresent();
    }

    boolean hasProcedure(List<Code> codes) {
        return codes.stream()
                .map(Code::value)
                .anyMatch(code -> procedures.contains(code)
                        || (isGeneral() && category.procedures().contains(code)));
    }

    /** A rule for whole names must not answer for the codes of its category. */
    private boolean isGeneral() {
        return exact.isEmpty() && scanner.isEmpty();
    }

    /** What the rules of one file share while they are read. */
    private record Context(Map<String, Pattern> words, Categories categories, Problems problems) {}

    /**
     * Reads the rules of a file; see the head of {@code config/mapping.yaml} for their form.
     *
     * @throws DrlException naming every problem of the file at once
     */
    static List<MappingRule> parseAll(String text, String file, Categories categories) throws DrlException {
        LocatedYaml yaml = LocatedYaml.parse(text, file);
        Problems problems = new Problems(yaml);
        Map<String, Pattern> words = new HashMap<>();
        for (var entry : yaml.root().path("words").properties()) {
            pattern("\\b(" + entry.getValue().asText() + ")\\b", "words." + entry.getKey(), problems)
                    .ifPresent(pattern -> words.put(entry.getKey(), pattern));
        }
        List<MappingRule> rules = new ArrayList<>();
        JsonNode nodes = yaml.root().path("rules");
        for (int i = 0; i < nodes.size(); i++) {
            parse(nodes.get(i), "rules[" + (i + 1) + "]", new Context(words, categories, problems))
                    .ifPresent(rules::add);
        }
        problems.refuse();
        return rules;
    }

    private static Optional<MappingRule> parse(JsonNode node, String place, Context context) {
        Problems problems = context.problems();
        int before = problems.size();
        String id = problems.required(node, "id", place);
        String category = problems.required(node, "category", place);
        Optional<Category> known = context.categories().find(category);
        if (known.isEmpty() && !category.isEmpty()) {
            problems.add(place + ".category", category + " is not in the categories");
        }
        List<Pattern> all = patterns(node, "all", place, context);
        List<Pattern> none = patterns(node, "none", place, context);
        expression(node, "text", place, problems).ifPresent(all::add);
        expression(node, "not", place, problems).ifPresent(none::add);
        List<String> exact = Yaml.list(node, "exact").stream().map(Words::of).toList();
        List<String> regions = Yaml.list(node, "regions");
        List<String> procedures = Yaml.list(node, "procedures");
        if (problems.size() == before
                && exact.isEmpty()
                && all.isEmpty()
                && regions.isEmpty()
                && procedures.isEmpty()) {
            problems.add(place, "needs exact, all, text, regions or procedures");
        }
        return problems.size() > before
                ? Optional.empty()
                : known.map(found ->
                        new MappingRule(id, found, Yaml.text(node, "scanner"), exact, all, none, regions, procedures));
    }

    /** Returns the patterns of a list of names of words. */
    private static List<Pattern> patterns(JsonNode node, String field, String place, Context context) {
        List<Pattern> patterns = new ArrayList<>();
        for (String name : Yaml.list(node, field)) {
            Pattern pattern = context.words().get(name);
            if (pattern == null) {
                context.problems().add(place + "." + field, name + " is not under words");
            } else {
                patterns.add(pattern);
            }
        }
        return patterns;
    }

    private static Optional<Pattern> expression(JsonNode node, String field, String place, Problems problems) {
        return Yaml.text(node, field).flatMap(text -> pattern(text, place + "." + field, problems));
    }

    private static Optional<Pattern> pattern(String expression, String key, Problems problems) {
        try {
            return Optional.of(Pattern.compile(expression));
        } catch (PatternSyntaxException e) {
            problems.add(key, e.getDescription());
            return Optional.empty();
        }
    }
}
