package org.doseagent.report.page;

import java.util.Comparator;
import java.util.List;
import org.doseagent.store.exams.ReportRows.AlertGroup;

/** Counts of the alerts of the period: one line for each kind, category and scanner, the most frequent first, and one line for the rest. */
final class AlertTable {

    private static final int MAX_ROWS = 20;
    private static final int TEXTS = 3;

    private final ReportInput input;
    private final Words words;
    private final Html out = new Html();

    AlertTable(ReportInput input, Words words) {
        this.input = input;
        this.words = words;
    }

    String html() {
        out.element("h2 id=\"alerts\"", words.of("alerts")).element("p", words.of("alertsText") + " " + words.of("notALimit"));
        table(words.of("alertsOfExams"), input.alerts());
        table(words.of("alertsStanding", input.header().made().toString()), input.standing());
        return out.toString();
    }

    private void table(String caption, List<AlertGroup> alerts) {
        if (alerts.isEmpty()) {
            out.element("p", caption + ": " + words.of("none"));
            return;
        }
        List<AlertGroup> sorted = alerts.stream()
                .sorted(Comparator.comparing((AlertGroup group) -> -group.all())
                        .thenComparing(AlertGroup::kind)
                        .thenComparing(AlertGroup::scanner))
                .toList();
        Tables.open(
                out,
                caption,
                List.of(
                        words.of("kind"),
                        words.of("category"),
                        words.of("scanner"),
                        words.of("open"),
                        words.of("acknowledged"),
                        words.of("closed"),
                        words.of("largestRatio"),
                        words.of("firstLast")),
                TEXTS);
        int shown = sorted.size() > MAX_ROWS ? MAX_ROWS - 1 : MAX_ROWS;
        sorted.stream().limit(shown).forEach(this::row);
        List<AlertGroup> rest = sorted.stream().skip(shown).toList();
        if (!rest.isEmpty()) {
            sum(words.of("others", rest.size()), rest, "");
        }
        sum(words.of("total"), sorted, " class=\"total\"");
        Tables.close(out);
    }

    private void row(AlertGroup group) {
        Tables.row(
                out,
                TEXTS,
                List.of(
                        words.kind(group.kind()),
                        group.category().orElse(Words.NONE),
                        group.scanner().isEmpty() ? Words.NONE : group.scanner(),
                        words.count(group.open()),
                        words.count(group.acknowledged()),
                        words.count(group.closed()),
                        group.largestRatio().map(words::ratio).orElse(Words.NONE),
                        group.first().equals(group.last())
                                ? group.first().toString()
                                : group.first() + " – " + group.last()));
    }

    private void sum(String name, List<AlertGroup> groups, String style) {
        out.raw("<tr" + style + ">").element("th scope=\"row\" colspan=\"" + TEXTS + "\"", name);
        for (long number : List.of(
                groups.stream().mapToLong(AlertGroup::open).sum(),
                groups.stream().mapToLong(AlertGroup::acknowledged).sum(),
                groups.stream().mapToLong(AlertGroup::closed).sum())) {
            out.element("td class=\"number\"", words.count(number));
        }
        out.raw("<td></td><td></td></tr>\n");
    }
}
