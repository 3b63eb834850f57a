package org.doseagent.drl.mapping;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.doseagent.dose.Code;
import org.doseagent.dose.identity.Device;
import org.doseagent.drl.yaml.DrlException;
import org.doseagent.drl.yaml.Yaml;

/**
 * Ordered rules from texts and codes to a category, those of the site before the general ones, the specific before the general. The result
 * names rule, version and evidence. Immutable.
 *
 * <p>Texts are compared as {@link Words} has them, at most {@value Words#MAX_TEXT} characters of them. Scanners that name their protocols
 * {@code Folder^Protocol} are asked for the protocol first: the folder is where somebody once put it, not what is scanned.
 */
public final class Mapping {

    /** What a rule says and on what ground. */
    public record Match(String category, String rule, String version, String evidence) {}

    /**
     * What is known of one event.
     *
     * @param protocol the event's own acquisition protocol
     * @param study the study description
     */
    public record Subject(
            Optional<String> protocol,
            Optional<String> study,
            Optional<Code> region,
            List<Code> procedures,
            Device device) {
        public Subject {
            procedures = List.copyOf(procedures);
        }

        /** Returns a subject of which only a text is known. */
        public static Subject ofText(String text) {
            return new Subject(Optional.of(text), Optional.empty(), Optional.empty(), List.of(), Device.UNKNOWN);
        }
    }

    private final List<MappingRule> rules;
    private final String version;

    private Mapping(List<MappingRule> rules, String version) {
        this.rules = List.copyOf(rules);
        this.version = version;
    }

    /**
     * Reads rules.
     *
     * @throws DrlException naming the rule that cannot be used
     */
    public static Mapping parse(String text, String file, Categories categories) throws DrlException {
        return new Mapping(
                MappingRule.parseAll(text, file, categories), Yaml.sha256(text).substring(0, 12));
    }

    /** Returns these rules, then the others. */
    public Mapping then(Mapping others) {
        List<MappingRule> all = new ArrayList<>(rules);
        all.addAll(others.rules);
        return new Mapping(all, Yaml.sha256(version + others.version).substring(0, 12));
    }

    /** Returns the content hash of the rules, shortened. */
    public String version() {
        return version;
    }

    /**
     * Returns the category of an event; empty when no rule matches.
     *
     * <p>A rule for the exact name of a protocol is first, then one for the exact study description. The event's own protocol says what this
     * event is; procedure code and study description say what the study is. Where both speak of regions that go together the more specific
     * rule, which is the earlier one, wins; else the event's own. The scanner's target region is asked last.
     */
    public Optional<Match> match(Subject subject) {
        return exact(subject.protocol(), subject, "exact acquisition protocol")
                .or(() -> exact(subject.study(), subject, "exact study description"))
                .or(() -> byWords(subject))
                .or(() -> first(
                        rule -> rule.isFor(subject.device()) && rule.hasRegion(subject.region()), "target region"))
                .map(found ->
                        new Match(found.rule().category().id(), found.rule().id(), version, found.evidence()));
    }

    private record Found(MappingRule rule, int position, String evidence) {}

    private Optional<Found> exact(Optional<String> text, Subject subject, String evidence) {
        return text.map(Words::of)
                .flatMap(words -> first(rule -> rule.isFor(subject.device()) && rule.names(words), evidence));
    }

    private Optional<Found> byWords(Subject subject) {
        Optional<Found> own = byText(subject.protocol(), subject.device(), "acquisition protocol");
        Optional<Found> whole = first(
                        rule -> rule.isFor(subject.device()) && rule.hasProcedure(subject.procedures()),
                        "procedure code")
                .or(() -> byText(subject.study(), subject.device(), "study description"));
        return better(own, whole);
    }

    /** Asks for what is behind a caret first, then for the whole text. */
    private Optional<Found> byText(Optional<String> text, Device device, String evidence) {
        if (text.isEmpty() || text.get().isBlank()) {
            return Optional.empty();
        }
        int caret = text.get().indexOf('^');
        Optional<Found> behind =
                caret < 0 ? Optional.empty() : matching(text.get().substring(caret + 1), device, evidence);
        return behind.or(() -> matching(text.get(), device, evidence));
    }

    private Optional<Found> matching(String text, Device device, String evidence) {
        String words = Words.of(text);
        return first(rule -> rule.isFor(device) && rule.matches(words), evidence);
    }

    private Optional<Found> first(Predicate<MappingRule> test, String evidence) {
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
}
