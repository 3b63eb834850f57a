package org.doseagent.drl;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.doseagent.dose.Code;
import org.doseagent.drl.Categories.Category;

/**
 * Ordered rules from texts and codes to a category, the specific before the general. The result names rule, version and evidence.
 *
 * <p>Texts are matched in lower case with {@code _ ^ / +} as blanks, at most {@value #MAX_TEXT} characters of them.
 */
public final class Mapping {

    static final int MAX_TEXT = 256;

    /** What a rule says and on what ground. */
    public record Match(String category, String rule, String version, String evidence) {}

    private record Rule(
            String id,
            Category category,
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
    public static Mapping parse(String text, String file, Categories categories) throws DrlException {
        JsonNode root = Yaml.parse(text, file);
        List<Rule> rules = new ArrayList<>();
        for (JsonNode node : root.path("rules")) {
            String id = Yaml.text(node, "id").orElse("");
            String category = Yaml.text(node, "category").orElse("");
            if (id.isEmpty() || category.isEmpty()) {
                throw new DrlException(file + ": rules[" + (rules.size() + 1) + "]: id and category are mandatory");
            }
            Category known = categories
                    .find(category)
                    .orElseThrow(() ->
                            new DrlException(file + ": rule " + id + ": " + category + " is not in the categories"));
            rules.add(new Rule(
                    id,
                    known,
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

    /**
     * Returns the category of an event; empty when no rule matches.
     *
     * <p>The event's own protocol says what this event is; procedure code and study description say what the study is. Where both speak of
     * regions that go together the more specific rule, which is the earlier one, wins; else the event's own. The scanner's target region
     * is asked last.
     */
    public Optional<Match> match(
            Optional<String> protocol, Optional<String> study, Optional<Code> region, List<Code> procedures) {
        Optional<Found> own = first(rule -> matches(rule, protocol), "acquisition protocol");
        Optional<Found> whole = first(
                        rule -> procedures.stream()
                                .anyMatch(code -> rule.procedures().contains(code.value())),
                        "procedure code")
                .or(() -> first(rule -> matches(rule, study), "study description"));
        return better(own, whole)
                .or(() -> first(
                        rule -> region.filter(code -> rule.regions().contains(code.value()))
                                .isPresent(),
                        "target region"))
                .map(found ->
                        new Match(found.rule().category().id(), found.rule().id(), version, found.evidence()));
    }

    private record Found(Rule rule, int position, String evidence) {}

    private Optional<Found> first(Predicate<Rule> test, String evidence) {
        for (int i = 0; i < rules.size(); i++) {
            if (test.test(rules.get(i))) {
                return Optional.of(new Found(rules.get(i), i, evidence));
            }
        }
        return Optional.empty();
    }

    private static Optional<Found> better(Optional<Found> own, Optional<Found> whole) {
        if (own.isEmpty() || whole.isEmpty()) {
            return own.or(() -> whole);
        }
        boolean goTogether = own.get()
                .rule()
                .category()
                .region()
                .goesWith(whole.get().rule().category().region());
        return goTogether && whole.get().position() < own.get().position() ? whole : own;
    }

    private static boolean matches(Rule rule, Optional<String> text) {
        String words = text.map(Mapping::words).orElse("");
        return !words.isBlank()
                && rule.text().filter(pattern -> pattern.matcher(words).find()).isPresent()
                && rule.not().filter(not -> not.matcher(words).find()).isEmpty();
    }

    private static String words(String text) {
        String bounded = text.length() > MAX_TEXT ? text.substring(0, MAX_TEXT) : text;
        return " " + bounded.toLowerCase(Locale.ROOT).replaceAll("[_^/+()-]", " ") + " ";
    }
}
