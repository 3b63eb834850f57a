package org.doseagent.drl.tripwire;

import org.doseagent.drl.yaml.Place;
import org.doseagent.drl.yaml.FileName;
import org.doseagent.dose.assessment.AlertWords;
import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.doseagent.dose.Exam;
import org.doseagent.dose.ExamPart;
import org.doseagent.dose.IrradiationEvent;
import org.doseagent.dose.PatientFacts;
import org.doseagent.dose.Quantity;
import org.doseagent.dose.assessment.Alert;
import org.doseagent.dose.assessment.AlertKind;
import org.doseagent.drl.mapping.Categories;
import org.doseagent.drl.yaml.DrlException;
import org.doseagent.drl.yaml.LocatedYaml;
import org.doseagent.drl.yaml.Problems;

/**
 * Absolute CTDIvol values that no single event should be above without a reason, by part of the body and age. All events count: a localizer
 * or a timing run above such a value is as remarkable as a scan. Immutable.
 */
public final class Tripwire {

    private static final MathContext THREE_DIGITS = new MathContext(3);
    private static final String DECIMAL = "\\d{1,4}(\\.\\d{1,2})?";
    private static final Set<String> KEYS = Set.of("id", "events");
    private static final Set<String> RULE_KEYS =
            Set.of("bodyPart", "minDays", "maxDays", "patients", "ctdiVolMGy", "source");

    /** Events named in an alert; an exam of many says how many more there are. */
    private static final int MAX_NAMED = 10;

    private final String id;
    private final List<TripwireRule> rules;
    private final BodyParts bodyParts;

    private Tripwire(String id, List<TripwireRule> rules, BodyParts bodyParts) {
        this.id = id;
        this.rules = List.copyOf(rules);
        this.bodyParts = bodyParts;
    }

    /**
     * Reads the values.
     *
     * @throws DrlException naming every problem of the file at once; a part of the body without a value for some age is one
     */
    public static Tripwire parse(String text, FileName file, Categories categories) throws DrlException {
        LocatedYaml yaml = LocatedYaml.parse(text, file);
        Problems problems = new Problems(yaml);
        problems.refuseUnknown(yaml.root(), KEYS, Place.FILE);
        String id = problems.required(yaml.root(), "id", Place.FILE);
        List<TripwireRule> rules = new ArrayList<>();
        JsonNode events = yaml.root().path("events");
        for (int i = 0; i < events.size(); i++) {
            rule(events.get(i), Place.element("events", i), problems).ifPresent(rules::add);
        }
        if (problems.size() == 0) {
            requireEveryAge(rules, problems);
        }
        problems.refuse();
        return new Tripwire(id, rules, new BodyParts(categories));
    }

    private static Optional<TripwireRule> rule(JsonNode node, Place place, Problems problems) {
        problems.refuseUnknown(node, RULE_KEYS, place);
        Optional<BodyPart> bodyPart =
                problems.choice(BodyPart.class, problems.required(node, "bodyPart", place), place.key("bodyPart"));
        String value = problems.required(node, "ctdiVolMGy", place);
        String source = problems.required(node, "source", place);
        String patients = problems.required(node, "patients", place);
        int minDays = node.path("minDays").asInt(0);
        int maxDays = node.path("maxDays").asInt(Integer.MAX_VALUE);
        if (minDays < 0 || maxDays <= minDays) {
            problems.add(place, "minDays must be below maxDays (half-open band, in days)");
        }
        boolean isDecimal = value.matches(DECIMAL) && new BigDecimal(value).signum() > 0;
        if (!value.isEmpty() && !isDecimal) {
            problems.add(place.key("ctdiVolMGy"), "must be a decimal number above 0, in mGy");
        }
        return bodyPart.filter(found -> isDecimal)
                .map(found -> new TripwireRule(found, minDays, maxDays, patients, new BigDecimal(value), source));
    }

    /** Every part of the body must have one value for each age: a gap would let an event pass in silence. */
    private static void requireEveryAge(List<TripwireRule> rules, Problems problems) {
        for (BodyPart part : BodyPart.values()) {
            int end = 0;
            for (TripwireRule rule : rules.stream()
                    .filter(each -> each.bodyPart() == part)
                    .sorted(Comparator.comparingInt(TripwireRule::minDays))
                    .toList()) {
                if (rule.minDays() != end) {
                    problems.add(Place.of("events"), part + " has a gap or an overlap in age at day " + end);
                }
                end = rule.maxDays();
            }
            if (end != Integer.MAX_VALUE) {
                problems.add(Place.of("events"), part + " has no value from day " + end);
            }
        }
    }

    /** An event above its value. */
    private record Hit(int event, BigDecimal value, BigDecimal ratio, TripwireRule rule, String how) {}

    /** Returns the alert about all events of an exam that are above their value; empty without any. */
    public Optional<Alert> alert(Exam exam, List<ExamPart> parts) {
        Map<Integer, String> categories = new HashMap<>();
        parts.forEach(part -> part.category()
                .ifPresent(category -> part.eventIndices().forEach(event -> categories.put(event, category))));
        List<Hit> hits = new ArrayList<>();
        for (int i = 0; i < exam.events().size(); i++) {
            BodyParts.Scan scan = new BodyParts.Scan(exam.events().get(i), Optional.ofNullable(categories.get(i)));
            hit(exam, i, scan).ifPresent(hits::add);
        }
        if (hits.isEmpty()) {
            return Optional.empty();
        }
        Hit worst = hits.stream().max(Comparator.comparing(Hit::ratio)).orElseThrow();
        return Optional.of(new Alert(
                AlertKind.EVENT_CTDIVOL,
                "event-ctdivol/" + id,
                Optional.ofNullable(categories.get(worst.event())),
                Alert.Figures.of(Quantity.CTDIVOL, worst.value()).withRatio(worst.ratio()),
                Set.of(),
                AlertWords.of(text(exam, hits, worst)),
                Alert.severity(worst.ratio(), true)));
    }

    private Optional<Hit> hit(Exam exam, int position, BodyParts.Scan scan) {
        Optional<BigDecimal> value = scan.event().dose().ctdiVolMGy();
        if (value.isEmpty() || value.get().signum() == 0) {
            return Optional.empty();
        }
        BodyParts.Located located = bodyParts.locate(scan);
        Set<BodyPart> possible = located.parts().isEmpty() ? EnumSet.of(BodyPart.BODY) : located.parts();
        int days = exam.patient().ageDays().orElse(PatientFacts.ADULT_DAYS);
        TripwireRule rule = rules.stream()
                .filter(each -> possible.contains(each.bodyPart()) && each.isForAge(days))
                .min(Comparator.comparing(TripwireRule::ctdiVolMGy))
                .orElseThrow();
        return value.filter(found -> found.compareTo(rule.ctdiVolMGy()) > 0)
                .map(found -> new Hit(
                        position,
                        found,
                        found.divide(rule.ctdiVolMGy(), THREE_DIGITS),
                        rule,
                        located.parts().isEmpty()
                                ? located.how() + "; the value of neck and torso is used"
                                : located.how()));
    }

    private String text(Exam exam, List<Hit> hits, Hit worst) {
        String named = hits.stream().limit(MAX_NAMED).map(Tripwire::text).collect(Collectors.joining("; "));
        return "CTDIvol above an absolute value: " + named
                + (hits.size() > MAX_NAMED ? "; and " + (hits.size() - MAX_NAMED) + " more" : "") + "."
                + (exam.patient().ageDays().isEmpty() ? " The age is unknown; the value of adults is used." : "")
                + " Counted: all " + exam.events().size()
                + " events, localizer and timing events too. Rule: " + id + ", "
                + hits.stream()
                        .map(hit -> hit.rule().bodyPart().label() + ", "
                                + hit.rule().patients() + ": "
                                + hit.rule().ctdiVolMGy().toPlainString() + " mGy (source: "
                                + hit.rule().source() + ")")
                        .distinct()
                        .collect(Collectors.joining("; "))
                + ". Severity rises by one step for each whole multiple of the value; the largest ratio is "
                + worst.ratio().toPlainString() + ". This value is not a DRL; the alert asks why the event"
                + " was above it. " + Alert.NOT_A_LIMIT;
    }

    private static String text(Hit hit) {
        return "event " + (hit.event() + 1) + " has " + hit.value().toPlainString() + " mGy, "
                + hit.ratio().toPlainString() + " times the "
                + hit.rule().ctdiVolMGy().toPlainString() + " mGy of "
                + hit.rule().bodyPart().label() + ", " + hit.rule().patients() + " (" + hit.how() + ")";
    }
}
