package org.doseagent.drl;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.doseagent.dose.EventRole;
import org.doseagent.dose.Exam;
import org.doseagent.dose.IrradiationEvent;

/**
 * A pack of absolute CTDIvol values for single events, such as those of German law (StrlSchV, Annex 14). Immutable.
 *
 * @param countsTiming whether bolus tracking and test bolus events are looked at too
 */
public record EventRules(String id, String source, boolean countsTiming, List<Rule> rules) {

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
                rules);
        if (rules.isEmpty()) {
            problems.add("events: at least one is needed");
        }
        Yaml.refuse(file, problems);
        return pack;
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
