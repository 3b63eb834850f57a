package org.doseagent.drl;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.doseagent.dose.Code;
import org.doseagent.dose.Device;
import org.doseagent.drl.Categories.Category;

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

    /** Reads the rules of a file; see the head of {@code config/mapping.yaml} for their form. */
    static List<MappingRule> parseAll(String text, String file, Categories categories) throws DrlException {
        JsonNode root = Yaml.parse(text, file);
        Map<String, Pattern> words = new HashMap<>();
        for (var entry : root.path("words").properties()) {
            words.put(
                    entry.getKey(),
                    pattern("\\b(" + entry.getValue().asText() + ")\\b", file, "words." + entry.getKey()));
        }
        List<MappingRule> rules = new ArrayList<>();
        for (JsonNode node : root.path("rules")) {
            rules.add(parse(node, file, rules.size() + 1, words, categories));
        }
        return rules;
    }

    private static MappingRule parse(
            JsonNode node, String file, int number, Map<String, Pattern> words, Categories categories)
            throws DrlException {
        String id = Yaml.text(node, "id").orElse("");
        String category = Yaml.text(node, "category").orElse("");
        if (id.isEmpty() || category.isEmpty()) {
            throw new DrlException(file + ": rules[" + number + "]" + (id.isEmpty() ? "" : " (" + id + ")")
                    + ": id and category are mandatory");
        }
        String place = "rule " + id;
        Category known = categories
                .find(category)
                .orElseThrow(
                        () -> new DrlException(file + ": " + place + ": " + category + " is not in the categories"));
        MappingRule rule = new MappingRule(
                id,
                known,
                Yaml.text(node, "scanner"),
                Yaml.list(node, "exact").stream().map(Words::of).toList(),
                patterns(node, "all", "text", file, place, words),
                patterns(node, "none", "not", file, place, words),
                Yaml.list(node, "regions"),
                Yaml.list(node, "procedures"));
        if (rule.exact().isEmpty()
                && rule.all().isEmpty()
                && rule.regions().isEmpty()
                && rule.procedures().isEmpty()) {
            throw new DrlException(file + ": " + place + ": needs exact, all, text, regions or procedures");
        }
        return rule;
    }

    /** Reads a list of names of words and one regular expression. */
    private static List<Pattern> patterns(
            JsonNode node, String names, String expression, String file, String place, Map<String, Pattern> words)
            throws DrlException {
        List<Pattern> patterns = new ArrayList<>();
        for (String name : Yaml.list(node, names)) {
            Pattern pattern = words.get(name);
            if (pattern == null) {
                throw new DrlException(file + ": " + place + "." + names + ": " + name + " is not under words");
            }
            patterns.add(pattern);
        }
        Optional<String> text = Yaml.text(node, expression);
        if (text.isPresent()) {
            patterns.add(pattern(text.get(), file, place + "." + expression));
        }
        return patterns;
    }

    private static Pattern pattern(String expression, String file, String place) throws DrlException {
        try {
            return Pattern.compile(expression);
        } catch (PatternSyntaxException e) {
            throw new DrlException(file + ": " + place + ": " + e.getDescription(), e);
        }
    }
}
