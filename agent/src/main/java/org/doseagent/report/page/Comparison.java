package org.doseagent.report.page;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.doseagent.dose.Quantity;
import org.doseagent.drl.group.GroupResult;
import org.doseagent.drl.group.GroupVerdict;
import org.doseagent.drl.level.DrlSet;

/** The medians beside the levels, by category, and the exam parts without a level. */
final class Comparison {

    private static final List<String> COLUMNS = List.of(
            "scanner", "quantity", "verdict", "set", "n", "median", "iqr", "interval", "drl", "target", "ratio");

    private static final int TEXTS = 4;

    private final ReportInput input;
    private final Words words;
    private final Html out = new Html();
    private final TreeSet<String> notes = new TreeSet<>();

    Comparison(ReportInput input, Words words) {
        this.input = input;
        this.words = words;
    }

    String html() {
        out.element("h2 id=\"comparison\"", words.of("comparison")).element("p", words.of("comparisonText") + " " + words.of("notALimit"));
        Map<String, List<ReportInput.Group>> byGroup = new TreeMap<>();
        long few = 0;
        for (ReportInput.Group group : input.groups()) {
            if (group.result().verdict() == GroupVerdict.INSUFFICIENT) {
                few++;
            } else {
                DrlSet.Row row = group.result().row();
                byGroup.computeIfAbsent(
                                row.category() + " · " + population(row, words) + " · "
                                        + words.of("phantom", Integer.toString(row.phantomCm())),
                                absent -> new ArrayList<>())
                        .add(group);
            }
        }
        if (byGroup.isEmpty()) {
            out.element("p", words.of("noGroup"));
        } else {
            Tables.openBelowHeading(
                    out, words.of("comparison"), COLUMNS.stream().map(words::of).toList(), TEXTS);
            byGroup.forEach(this::group);
            Tables.close(out);
        }
        out.element("p", words.of("few", few));
        if (!notes.isEmpty()) {
            out.raw("<ul class=\"notes\">");
            notes.forEach(note -> out.element("li", note));
            out.raw("</ul>\n");
        }
        coverage();
        return out.toString();
    }

    private void group(String name, List<ReportInput.Group> groups) {
        out.raw("</tbody><tbody><tr class=\"group\"><th scope=\"rowgroup\" colspan=\"" + COLUMNS.size() + "\">")
                .text(name)
                .raw("</th></tr>\n");
        groups.stream()
                .sorted(Comparator.comparing(
                                (ReportInput.Group group) -> group.result().deviceKey())
                        .thenComparing(group -> group.result().quantity())
                        .thenComparing(group -> group.result().set().id()))
                .forEach(this::row);
    }

    private void row(ReportInput.Group group) {
        GroupResult result = group.result();
        Quantity quantity = result.quantity();
        String quantityText = words.name(quantity) + " (" + Words.unit(quantity) + ")"
                + (quantity == Quantity.DLP && result.row().scope() != DrlSet.Scope.EXAM
                        ? ", " + words.of("onePhase")
                        : "");
        out.raw("<tr>")
                .element("th scope=\"row\"", result.deviceKey().label())
                .element("td class=\"nowrap\"", quantityText)
                .raw("<td>" + verdict(result.verdict(), words) + "</td>")
                .element("td class=\"nowrap\"", result.set().id() + note(result));
        for (String cell : List.of(
                words.count(result.n()),
                result.value().map(value -> words.dose(quantity, value)).orElse(Words.NONE),
                group.spread().p25().map(value -> words.dose(quantity, value)).orElse(Words.NONE) + " – "
                        + group.spread()
                                .p75()
                                .map(value -> words.dose(quantity, value))
                                .orElse(Words.NONE),
                result.low().map(value -> words.dose(quantity, value)).orElse(Words.NONE) + " – "
                        + result.high()
                                .map(value -> words.dose(quantity, value))
                                .orElse(Words.NONE),
                words.published(result.row().value()),
                result.row().target().map(words::published).orElse(Words.NONE),
                result.ratio().map(words::ratio).orElse(Words.NONE))) {
            out.element("td class=\"number\"", cell);
        }
        out.raw("</tr>\n");
    }

    /** Returns a star if the reader must know something, and adds the note. */
    private String note(GroupResult result) {
        List<String> reservations = new ArrayList<>();
        if (!result.set().isTrusted() && !result.set().isLocal()) {
            reservations.add(words.of("noteUnverified"));
        }
        if (!result.row().isPhantomStated()) {
            reservations.add(words.of("notePhantom"));
        }
        if (!result.row().isScopeStated()) {
            reservations.add(words.of("noteScope"));
        }
        if (result.set().isLocal()) {
            reservations.add(words.of("noteLocal"));
        }
        superseded(result.set(), words).ifPresent(reservations::add);
        reservations.forEach(text -> notes.add("* " + result.set().id() + ": " + text));
        return reservations.isEmpty() ? "" : " *";
    }

    /** Returns what the reader of an older edition must know; empty for a set without a known successor. */
    static Optional<String> superseded(DrlSet set, Words words) {
        return set.successor()
                .map(next -> next.set()
                        .map(id -> words.of("supersededBySet", id))
                        .orElseGet(() -> words.of("superseded", next.by())));
    }

    /** Returns a verdict with a symbol, so that it can be read without colour. */
    static String verdict(GroupVerdict verdict, Words words) {
        String symbol = switch (verdict) {
            case INSUFFICIENT -> "·";
            case BELOW_TARGET -> "▽";
            case WITHIN -> "✓";
            case ABOVE_NOT_SIGNIFICANT -> "△";
            case ABOVE -> "▲";
            case CONSISTENTLY_ABOVE -> "▲▲";
        };
        return "<span class=\"verdict " + verdict.name() + "\"><span aria-hidden=\"true\">" + symbol + "</span> "
                + Html.escape(words.of(verdict.name())) + "</span>";
    }

    /** Returns the patients of a level, from its numbers, since the text of the set is English. */
    static String population(DrlSet.Row row, Words words) {
        if (row.goesByWeight()) {
            String from = row.weightKg().from().map(words::published).orElse("0");
            return row.weightKg().to().isPresent()
                    ? words.of(
                            "weightBand",
                            from,
                            words.published(row.weightKg().to().get()))
                    : words.of("weightFrom", from);
        }
        if (row.minDays() >= org.doseagent.dose.PatientFacts.ADULT_DAYS) {
            return words.of("adult");
        }
        return words.of("ageBand", age(row.minDays(), words), age(row.maxDays(), words));
    }

    private static String age(int days, Words words) {
        return days < 700 && days % 365 != 0
                ? words.of("months", Math.round(days / 30.44))
                : words.of("years", Math.round(days / 365.2425));
    }

    private void coverage() {
        long without = 0;
        long all = 0;
        for (int[] counts : input.doses().levels().values()) {
            without += counts[0];
            all += counts[0] + counts[1];
        }
        out.element("h3", words.of("coverage"));
        out.element("p", words.of("coverageText", words.count(without), words.count(all)));
        out.raw("<details><summary>")
                .text(words.of("numbers") + ": " + words.of("coverage"))
                .raw("</summary></details><div class=\"data\">");
        Tables.open(
                out,
                words.of("coverage"),
                List.of(words.of("category"), words.of("partsWithLevel"), words.of("partsWithout")),
                1);
        input.doses()
                .levels()
                .forEach((category, counts) ->
                        Tables.row(out, 1, List.of(category, words.count(counts[1]), words.count(counts[0]))));
        Tables.close(out);
        out.raw("</div>\n");
    }
}
