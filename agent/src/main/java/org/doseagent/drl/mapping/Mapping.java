package org.doseagent.drl.mapping;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.doseagent.dose.Code;
import org.doseagent.dose.identity.Device;
import org.doseagent.drl.mapping.Categories.Category;
import org.doseagent.drl.yaml.DrlException;
import org.doseagent.drl.yaml.FileName;
import org.doseagent.drl.yaml.Yaml;

/**
 * Ordered rules from texts and codes to a category, those of the site before the general ones, the specific before the general. The result
 * names rule, version and evidence, or the reason why nothing is decided. Thread-safe.
 *
 * <p>Texts are compared as {@link Words} has them, at most {@value Words#MAX_TEXT} characters of them. Scanners that name their protocols
 * {@code Folder^Protocol} are asked for the protocol first: the folder is where somebody once put it, not what is scanned.
 */
public final class Mapping {

    static final String NO_RULE = "no rule matches";

    /** Texts whose meaning is remembered; more than the protocols of a department. When there are more, all are forgotten. */
    private static final int MAX_REMEMBERED = 4_096;

    /** What a rule says and on what ground. */
    public record Match(String category, String rule, String version, Ground ground) {

        /** Returns the ground in words. */
        public String evidence() {
            return ground.text();
        }
    }

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

    private final List<Pattern> ignored;
    private final Map<String, Pattern> words;
    private final List<MappingRule> rules;
    private final boolean hasScannerRules;
    private final String version;
    private final Categories categories;

    /** What texts that came before were found to mean: protocols repeat. */
    private final Map<Asked, Optional<Found>> remembered = new ConcurrentHashMap<>();

    /** A text and all that the answer depends on. */
    private record Asked(String text, Device device, Ground ground) {}

    private Mapping(List<MappingFile> files, Categories categories, String version) {
        this.categories = categories;
        this.ignored = files.stream()
                .flatMap(file -> file.ignored().stream())
                .distinct()
                .toList();
        this.words = new LinkedHashMap<>();
        files.forEach(file -> file.words().forEach(words::putIfAbsent));
        this.rules = files.stream().flatMap(file -> file.rules().stream()).toList();
        this.hasScannerRules = rules.stream().anyMatch(rule -> rule.scanner().isPresent());
        this.version = version;
    }

    /**
     * Reads rules.
     *
     * @throws DrlException naming the rule that cannot be used
     */
    public static Mapping parse(String text, FileName file, Categories categories) throws DrlException {
        return new Mapping(
                List.of(MappingFile.parse(text, file, categories)),
                categories,
                Yaml.sha256(text).substring(0, 12));
    }

    /** Returns these rules, then the others. */
    public Mapping then(Mapping others) {
        return new Mapping(
                List.of(asFile(), others.asFile()),
                categories,
                Yaml.sha256(version + others.version).substring(0, 12));
    }

    private MappingFile asFile() {
        return new MappingFile(ignored, words, rules);
    }

    /** Returns the content hash of the rules, shortened. */
    public String version() {
        return version;
    }

    /** Returns the vocabulary that the rules name. */
    Categories categories() {
        return categories;
    }

    /** Returns the category of an event; empty when nothing is decided. */
    public Optional<Match> match(Subject subject) {
        return decide(subject).match();
    }

    /**
     * Returns the category of an event, or why there is none.
     *
     * <p>A rule for the exact name of a protocol is first, then one for the exact study description. The event's own protocol says what this
     * event is, together with the study description where a rule leaves it open; procedure code and study description say what the study is. A rule for the whole text (radiotherapy, PET, guidance of
     * interventions) is final. Where both speak of regions that go together the more specific rule, which is the earlier one, wins; else the
     * event's own, and the decision names the contradiction if the two are not even neighbours. The scanner's target region is asked last.
     */
    public Decision decide(Subject subject) {
        Optional<Found> exact = subject.protocol()
                .flatMap(name -> exact(name, subject.device(), Ground.EXACT_PROTOCOL))
                .or(() -> subject.study().flatMap(name -> exact(name, subject.device(), Ground.EXACT_STUDY)));
        if (exact.isPresent()) {
            return decision(exact.get());
        }
        Optional<Found> own = own(subject);
        Optional<Found> whole = whole(subject);
        if (own.isPresent() && whole.isPresent()) {
            return weigh(own.get(), whole.get());
        }
        return own.or(() -> whole)
                .or(() -> subject.region()
                        .flatMap(region ->
                                first(rule -> rule.isFor(subject.device()) && rule.hasRegion(region), Ground.REGION)))
                .map(this::decision)
                .orElseGet(() -> Decision.undecided(NO_RULE));
    }

    /** Returns what the texts say of this event; a rule that leaves it open is the answer where nothing else decides. */
    private Optional<Found> own(Subject subject) {
        Optional<Found> protocol = subject.protocol().flatMap(text -> byText(text, subject.device(), Ground.PROTOCOL));
        return protocol.filter(Mapping::isDecided)
                .or(() -> protocol.flatMap(open -> joined(open, subject)))
                .or(() -> protocol);
    }

    private Optional<Found> whole(Subject subject) {
        return first(rule -> rule.isFor(subject.device()) && rule.hasProcedure(subject.procedures()), Ground.PROCEDURE)
                .or(() -> subject.study().flatMap(text -> byText(text, subject.device(), Ground.STUDY)));
    }

    /** Returns the decision on the scanner's target region alone. */
    Optional<Category> ofRegion(Code region) {
        return first(rule -> rule.hasRegion(region), Ground.REGION)
                .flatMap(found -> found.rule().outcome().category());
    }

    /** Returns the words of a text, the named words that are found in it, and the rules that have all they ask for, the winner first. */
    public TextTrace trace(String text) {
        PreparedText prepared = PreparedText.of(text, ignored);
        Map<String, String> named = new LinkedHashMap<>();
        words.forEach((name, pattern) -> prepared.match(pattern).ifPresent(found -> named.put(name, found)));
        List<TextTrace.Candidate> candidates = new ArrayList<>();
        for (MappingRule rule : rules) {
            boolean isBlocked = rule.text().isOnlyBlocked(prepared::has);
            if (isBlocked || rule.matches(prepared)) {
                candidates.add(new TextTrace.Candidate(
                        rule.id(),
                        rule.outcome().category().map(Category::id),
                        rule.text().obstacle(prepared::has).flatMap(prepared::match)));
            }
        }
        return new TextTrace(
                List.of(prepared.words().strip().split(" ")), named, candidates, decide(Subject.ofText(text)));
    }

    private record Found(MappingRule rule, int position, Ground ground) {
        Optional<Category> category() {
            return rule.outcome().category();
        }
    }

    private Decision decision(Found found) {
        return found.category()
                .map(category ->
                        Decision.of(new Match(category.id(), found.rule().id(), version, found.ground())))
                .orElseGet(
                        () -> Decision.undecided(found.rule().outcome().reason().orElse(NO_RULE)));
    }

    private Optional<Found> exact(String text, Device device, Ground ground) {
        String name = Words.of(text);
        return first(rule -> rule.isFor(device) && rule.names(name), ground);
    }

    private Optional<Found> byText(String text, Device device, Ground ground) {
        if (text.isBlank()) {
            return Optional.empty();
        }
        if (text.length() > Words.MAX_TEXT) {
            return search(text, device, ground);
        }
        if (remembered.size() >= MAX_REMEMBERED) {
            remembered.clear();
        }
        Asked asked = new Asked(text, hasScannerRules ? device : Device.UNKNOWN, ground);
        return remembered.computeIfAbsent(asked, key -> search(key.text(), device, ground));
    }

    /**
     * Asks the rules for the whole text, then what is behind a caret, then all of it. A folder that names no part of the body, such as
     * {@code Vascular^}, belongs to the name.
     */
    private Optional<Found> search(String text, Device device, Ground ground) {
        PreparedText all = PreparedText.of(text, ignored);
        Optional<Found> special =
                first(rule -> rule.isForWholeText() && rule.isFor(device) && rule.matches(all), ground);
        int caret = text.indexOf('^');
        if (special.isPresent() || caret < 0 || !isRegion(text.substring(0, caret))) {
            return special.or(() -> matching(all, device, ground));
        }
        Optional<Found> behind = matching(PreparedText.of(text.substring(caret + 1), ignored), device, ground);
        return behind.filter(Mapping::isDecided)
                .or(() -> matching(all, device, ground))
                .or(() -> behind);
    }

    /** Returns whether the name of a folder alone gives a category. */
    private boolean isRegion(String folder) {
        PreparedText prepared = PreparedText.of(folder, ignored);
        return first(rule -> rule.matches(prepared), Ground.PROTOCOL)
                .flatMap(Found::category)
                .isPresent();
    }

    private Optional<Found> matching(PreparedText text, Device device, Ground ground) {
        return first(rule -> rule.isFor(device) && rule.matches(text), ground);
    }

    private Optional<Found> first(Predicate<MappingRule> test, Ground ground) {
        for (int i = 0; i < rules.size(); i++) {
            if (test.test(rules.get(i))) {
                return Optional.of(new Found(rules.get(i), i, ground));
            }
        }
        return Optional.empty();
    }

    /** Weighs what the event's own text says against what is said of the whole study. */
    private Decision weigh(Found own, Found whole) {
        if (isFinal(own) || isFinal(whole)) {
            return decision(isFinal(own) ? own : whole);
        }
        if (own.category().isEmpty() || whole.category().isEmpty()) {
            return decision(own);
        }
        Category ofEvent = own.category().get();
        Category ofStudy = whole.category().get();
        if (ofEvent.goesWith(ofStudy)) {
            return decision(whole.position() < own.position() ? whole : own);
        }
        return ofEvent.isNear(ofStudy) ? decision(own) : decision(own).against("the study is named as " + ofStudy.id());
    }

    /** Where a rule leaves the protocol open, the place that it does not name may be in the study description: "CTA" of a "CT Thorax". */
    private Optional<Found> joined(Found open, Subject subject) {
        return isFinal(open)
                ? Optional.empty()
                : subject.study()
                        .flatMap(study -> byText(
                                study + " " + subject.protocol().orElse(""),
                                subject.device(),
                                Ground.STUDY_AND_PROTOCOL))
                        .filter(Mapping::isDecided);
    }

    private static boolean isDecided(Found found) {
        return found.category().isPresent();
    }

    private static boolean isFinal(Found found) {
        return found.rule().isForWholeText();
    }
}
