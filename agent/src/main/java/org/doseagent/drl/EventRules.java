package org.doseagent.drl;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.doseagent.dose.EventRole;
import org.doseagent.dose.Exam;
import org.doseagent.dose.IrradiationEvent;

/**
 * A pack of national rules beside the DRLs, such as those of German law (StrlSchV, Annex 14): absolute CTDIvol values for single events, and
 * a rule for the newest exams of one type on one scanner. Immutable.
 *
 * @param countsTiming whether bolus tracking and test bolus events are looked at too
 */
public record EventRules(String id, String source, boolean countsTiming, List<Rule> rules, Optional<GroupRule> group) {

    public EventRules {
        rules = List.copyOf(rules);
    }

    /** An event on this phantom (16 cm: head, 32 cm: body) with a CTDIvol strictly above the value, in mGy. */
    public record Rule(int phantomCm, BigDecimal ctdiVolMGy) {}

    /**
     * Reads a pack.
     *
     * @throws DrlException naming every problem of the file at once
     */
    public static EventRules parse(String text, String file) throws DrlException {
        JsonNode root = Yaml.parse(text, file);
        List<String> problems = new ArrayList<>();
        List<Rule> rules = new ArrayList<>();
        for (JsonNode node : root.path("events")) {
            String place = "events[" + (rules.size() + 1) + "]";
            String phantom = Yaml.required(node, "phantomCm", place, problems);
            String value = Yaml.required(node, "ctdiVolMGy", place, problems);
            if (phantom.matches("16|32") && value.matches("\\d{1,4}(\\.\\d{1,2})?")) {
                rules.add(new Rule(Integer.parseInt(phantom), new BigDecimal(value)));
            } else {
                problems.add(place + ": phantomCm must be 16 or 32, ctdiVolMGy a decimal number");
            }
        }
        EventRules pack = new EventRules(
                Yaml.required(root, "id", "", problems),
                Yaml.required(root, "source", "", problems),
                root.path("countsTiming").asBoolean(false),
                rules,
                group(root.path("group"), problems));
        if (rules.isEmpty() && pack.group().isEmpty()) {
            problems.add("events: at least one is needed, or group");
        }
        Yaml.refuse(file, problems);
        return pack;
    }

    private static Optional<GroupRule> group(JsonNode node, List<String> problems) {
        if (node.isMissingNode()) {
            return Optional.empty();
        }
        String single = Yaml.required(node, "singleMultiple", "group", problems);
        String mean = Yaml.required(node, "meanMultiple", "group", problems);
        int lastN = node.path("lastN").asInt(0);
        if (!single.matches("\\d{1,2}(\\.\\d)?") || !mean.matches("\\d{1,2}(\\.\\d)?") || lastN < 1 || lastN > 1000) {
            problems.add("group: singleMultiple and meanMultiple must be numbers such as 3, lastN 1 to 1000");
            return Optional.empty();
        }
        return Optional.of(new GroupRule(new BigDecimal(single), new BigDecimal(mean), lastN));
    }

    /** Returns the positions of the events above a rule's value. */
    List<Integer> above(Exam exam, Rule rule) {
        List<Integer> positions = new ArrayList<>();
        for (int i = 0; i < exam.events().size(); i++) {
            IrradiationEvent event = exam.events().get(i);
            boolean isCounted = event.role() == EventRole.DIAGNOSTIC
                    || event.role() == EventRole.LOCALIZER
                    || (countsTiming && event.role() == EventRole.TIMING);
            boolean isOnPhantom = event.dose()
                    .phantomCm()
                    .filter(cm -> cm == rule.phantomCm())
                    .isPresent();
            boolean isAbove = event.dose()
                    .ctdiVolMGy()
                    .filter(value -> value.compareTo(rule.ctdiVolMGy()) > 0)
                    .isPresent();
            if (isCounted && isOnPhantom && isAbove) {
                positions.add(i);
            }
        }
        return positions;
    }
}
