package org.doseagent.drl;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.doseagent.dose.Code;

/**
 * Ordered rules from texts and codes to a category; the first that matches wins. The result names rule, version and evidence.
 *
 * <p>Texts are matched in lower case with {@code _ ^ / +} as blanks, at most {@value #MAX_TEXT} characters of them.
 */
public final class Mapping {

    static final int MAX_TEXT = 256;

    /** What a rule says and on what ground. */
    public record Match(String category, String rule, String version, String evidence) {}

    private record Rule(
            String id,
            String category,
            Optional<Pattern> text,
            Optional<Pattern> not,
            List<String> regions,
            List<String> procedures) {}

    private final List<Rule> rules;
    private final String version;

    private Mapping(List<Rule> rules, String version) {
        this.rules = List.copyOf(rules);
        this.version = version;
    }

    /**
     * Reads rules.
     *
     * @throws DrlException naming the rule that cannot be used
     */
    public static Mapping parse(String text, String file) throws DrlException {
        JsonNode root = Yaml.parse(text, file);
        List<Rule> rules = new ArrayList<>();
        for (JsonNode node : root.path("rules")) {
            String id = Yaml.text(node, "id").orElse("");
            String category = Yaml.text(node, "category").orElse("");
            if (id.isEmpty() || category.isEmpty()) {
                throw new DrlException(file + ": rules[" + (rules.size() + 1) + "]: id and category are mandatory");
            }
            rules.add(new Rule(
                    id,
                    category,
                    pattern(node, "text", file, id),
                    pattern(node, "not", file, id),
                    list(node, "regions"),
                    list(node, "procedures")));
        }
        return new Mapping(rules, Yaml.sha256(text).substring(0, 12));
    }

    /** Returns the content hash of the rules, shortened. */
    public String version() {
        return version;
    }

    private static Optional<Pattern> pattern(JsonNode node, String field, String file, String id) throws DrlException {
        try {
            return Yaml.text(node, field).map(Pattern::compile);
        } catch (PatternSyntaxException e) {
            throw new DrlException(file + ": rule " + id + "." + field + ": " + e.getDescription(), e);
        }
    }

    private static List<String> list(JsonNode node, String field) {
        List<String> values = new ArrayList<>();
        node.path(field).forEach(value -> values.add(value.asText()));
        return List.copyOf(values);
    }

    /** Returns the category of an event's own text and region; empty when no rule matches. */
    public Optional<Match> match(
            Optional<String> protocol, Optional<String> study, Optional<Code> region, List<Code> procedures) {
        for (Rule rule : rules) {
            Optional<String> evidence = evidence(rule, protocol, study, region, procedures);
            if (evidence.isPresent()) {
                return Optional.of(new Match(rule.category(), rule.id(), version, evidence.get()));
            }
        }
        return Optional.empty();
    }

    private static Optional<String> evidence(
            Rule rule,
            Optional<String> protocol,
            Optional<String> study,
            Optional<Code> region,
            List<Code> procedures) {
        if (procedures.stream().anyMatch(code -> rule.procedures().contains(code.value()))) {
            return Optional.of("procedure code");
        }
        if (rule.text().isPresent()) {
            if (matches(rule, protocol)) {
                return Optional.of("acquisition protocol");
            }
            if (matches(rule, study)) {
                return Optional.of("study description");
            }
        }
        return region.filter(code -> rule.regions().contains(code.value())).map(code -> "target region");
    }

    private static boolean matches(Rule rule, Optional<String> text) {
        String words = text.map(Mapping::words).orElse("");
        return !words.isBlank()
                && rule.text().orElseThrow().matcher(words).find()
                && rule.not().filter(not -> not.matcher(words).find()).isEmpty();
    }

    private static String words(String text) {
        String bounded = text.length() > MAX_TEXT ? text.substring(0, MAX_TEXT) : text;
        return " " + bounded.toLowerCase(Locale.ROOT).replaceAll("[_^/+()-]", " ") + " ";
    }
}
