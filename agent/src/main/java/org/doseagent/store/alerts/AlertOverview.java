package org.doseagent.store.alerts;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.doseagent.dose.assessment.Severity;

/**
 * Alerts as a person reads them: what needs a look one by one, and what is frequent as one line for each scanner.
 *
 * @param single cases that are neither hints nor about data, in the given order
 * @param hints single exams above a level, by scanner and category, the most frequent first
 * @param data alerts about data, by scanner and problem, the most frequent first
 */
public record AlertOverview(List<AlertCase> single, List<Group> hints, List<Group> data) {

    /**
     * Cases of one scanner that are alike.
     *
     * @param about the category, or what the data lack
     * @param cases in the given order, never empty
     */
    public record Group(Optional<String> device, String about, List<AlertCase> cases) {

        /** Returns the largest ratio of a value to its level; 0 where there is none. */
        public BigDecimal largest() {
            return cases.stream()
                    .map(AlertCase::ratio)
                    .max(Comparator.naturalOrder())
                    .orElse(BigDecimal.ZERO);
        }

        /** Returns the number of exams, for cases of single exams, and else of alerts, each of which is about one exam. */
        public int exams() {
            return cases.stream()
                    .mapToInt(each ->
                            each.severity() == Severity.DATA ? each.alerts().size() : 1)
                    .sum();
        }

        /** Returns the case that was given first. */
        public AlertCase first() {
            return cases.get(0);
        }
    }

    public AlertOverview {
        single = List.copyOf(single);
        hints = List.copyOf(hints);
        data = List.copyOf(data);
    }

    /** Returns the overview of alerts in the order in which their cases are given. */
    public static AlertOverview of(List<AlertCase> cases) {
        List<AlertCase> single = new ArrayList<>();
        Map<String, Group> hints = new LinkedHashMap<>();
        Map<String, Group> data = new LinkedHashMap<>();
        for (AlertCase each : cases) {
            switch (each.severity()) {
                case NOW, REVIEW, LOOK -> single.add(each);
                case HINT -> add(hints, each, each.lead().alert().category().orElse("no category"));
                case DATA -> add(data, each, each.problems().orElse(""));
            }
        }
        return new AlertOverview(single, sorted(hints), sorted(data));
    }

    private static void add(Map<String, Group> groups, AlertCase each, String about) {
        Optional<String> device = each.lead().subject().device();
        groups.merge(device.orElse("") + "|" + about, new Group(device, about, List.of(each)), (known, added) -> {
            List<AlertCase> all = new ArrayList<>(known.cases);
            all.addAll(added.cases);
            return new Group(known.device, known.about, all);
        });
    }

    private static List<Group> sorted(Map<String, Group> groups) {
        return groups.values().stream()
                .sorted(Comparator.comparing(Group::exams).reversed())
                .toList();
    }

    /** Returns the number of entries that a person reads: single cases, and a line for each group. */
    public int entries() {
        return single.size() + hints.size() + data.size();
    }
}
