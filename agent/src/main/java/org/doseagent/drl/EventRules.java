package org.doseagent.drl;

import org.doseagent.drl.yaml.Place;
import org.doseagent.drl.yaml.FileName;
import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.doseagent.dose.EventRole;
import org.doseagent.dose.Exam;
import org.doseagent.dose.IrradiationEvent;
import org.doseagent.drl.yaml.DrlException;
import org.doseagent.drl.yaml.LocatedYaml;
import org.doseagent.drl.yaml.Problems;
import org.doseagent.drl.yaml.Yaml;

/**
 * A pack of national rules beside the DRLs, such as those of German law (StrlSchV, Annex 14): absolute CTDIvol values for single events, and
 * a rule for the newest exams of one type on one scanner. Immutable.
 *
 * @param countsTiming whether bolus tracking and test bolus events are looked at too, as {@code countsLocalizers} says of localizers
 * @param sets identifiers of the sets whose levels the rule for groups is about: a law of one country speaks of the levels of that country
 */
public record EventRules(
        String id,
        String source,
        boolean countsTiming,
        boolean countsLocalizers,
        List<Rule> rules,
        Optional<GroupRule> group,
        List<String> sets) {

    private static final Set<String> KEYS =
            Set.of("id", "source", "countsTiming", "countsLocalizers", "events", "group", "sets");

    public EventRules {
        sets = List.copyOf(sets);
        rules = List.copyOf(rules);
    }

    /** An event on this phantom (16 cm: head, 32 cm: body) with a CTDIvol strictly above the value, in mGy. */
    public record Rule(int phantomCm, BigDecimal ctdiVolMGy) {}

    /**
     * Reads a pack.
     *
     * @throws DrlException naming every problem of the file at once
     */
    public static EventRules parse(String text, FileName file) throws DrlException {
        LocatedYaml yaml = LocatedYaml.parse(text, file);
        JsonNode root = yaml.root();
        Problems problems = new Problems(yaml);
        problems.refuseUnknown(root, KEYS, Place.FILE);
        List<Rule> rules = new ArrayList<>();
        for (JsonNode node : root.path("events")) {
            Place place = Place.element("events", rules.size());
            problems.refuseUnknown(node, Set.of("phantomCm", "ctdiVolMGy"), place);
            String phantom = problems.required(node, "phantomCm", place);
            String value = problems.required(node, "ctdiVolMGy", place);
            if (phantom.matches("16|32") && value.matches("\\d{1,4}(\\.\\d{1,2})?")) {
                rules.add(new Rule(Integer.parseInt(phantom), new BigDecimal(value)));
            } else {
                problems.add(place, "phantomCm must be 16 or 32, ctdiVolMGy a decimal number");
            }
        }
        EventRules pack = new EventRules(
                problems.required(root, "id", Place.FILE),
                problems.required(root, "source", Place.FILE),
                root.path("countsTiming").asBoolean(false),
                root.path("countsLocalizers").asBoolean(false),
                rules,
                group(root.path("group"), problems),
                Yaml.list(root, "sets"));
        if (rules.isEmpty() && pack.group().isEmpty()) {
            problems.add(Place.of("events"), "at least one is needed, or group");
        }
        if (pack.group().isPresent() && pack.sets().isEmpty()) {
            problems.add(Place.of("sets"), "is mandatory with group, the identifiers of the sets that the rule is about");
        }
        problems.refuse();
        return pack;
    }

    private static Optional<GroupRule> group(JsonNode node, Problems problems) {
        if (node.isMissingNode()) {
            return Optional.empty();
        }
        problems.refuseUnknown(node, Set.of("singleMultiple", "meanMultiple", "lastN"), Place.of("group"));
        String single = problems.required(node, "singleMultiple", Place.of("group"));
        String mean = problems.required(node, "meanMultiple", Place.of("group"));
        int lastN = node.path("lastN").asInt(0);
        if (!single.matches("\\d{1,2}(\\.\\d)?") || !mean.matches("\\d{1,2}(\\.\\d)?") || lastN < 1 || lastN > 1000) {
            problems.add(Place.of("group"), "singleMultiple and meanMultiple must be numbers such as 3, lastN 1 to 1000");
            return Optional.empty();
        }
        return Optional.of(new GroupRule(new BigDecimal(single), new BigDecimal(mean), lastN));
    }

    /** Tells whether events of this role are looked at. */
    private boolean counts(EventRole role) {
        return switch (role) {
            case DIAGNOSTIC -> true;
            case LOCALIZER -> countsLocalizers;
            case TIMING -> countsTiming;
            case QA -> false;
        };
    }

    /** Returns how many events of an exam count. */
    long counted(Exam exam) {
        return exam.events().stream().filter(event -> counts(event.role())).count();
    }

    /** Returns the positions of the events above a rule's value that count. */
    List<Integer> above(Exam exam, Rule rule) {
        return above(exam, rule, true);
    }

    /** Returns the positions of the events above a rule's value that do not count, by what this pack says of localizers and timing. */
    List<Integer> leftOut(Exam exam, Rule rule) {
        return above(exam, rule, false);
    }

    private List<Integer> above(Exam exam, Rule rule, boolean isCountedOnes) {
        List<Integer> positions = new ArrayList<>();
        for (int i = 0; i < exam.events().size(); i++) {
            IrradiationEvent event = exam.events().get(i);
            boolean isOnPhantom = event.dose()
                    .phantomCm()
                    .filter(cm -> cm == rule.phantomCm())
                    .isPresent();
            boolean isAbove = event.dose()
                    .ctdiVolMGy()
                    .filter(value -> value.compareTo(rule.ctdiVolMGy()) > 0)
                    .isPresent();
            if (counts(event.role()) == isCountedOnes && isOnPhantom && isAbove) {
                positions.add(i);
            }
        }
        return positions;
    }
}
