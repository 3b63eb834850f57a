package org.doseagent.report;

import java.util.List;
import org.doseagent.drl.GroupVerdict;

/** The record of a clinical audit of doses, with what is known filled in and the rest to write into (Esperanto, ESR guide to clinical audit). */
final class AuditRecord {

    private final ReportInput input;
    private final Words words;

    AuditRecord(ReportInput input, Words words) {
        this.input = input;
        this.words = words;
    }

    String html() {
        long compared = input.results().stream()
                .filter(result -> result.set().isTrusted() && result.verdict() != GroupVerdict.INSUFFICIENT)
                .count();
        long within = input.results().stream()
                .filter(result -> result.set().isTrusted()
                        && List.of(GroupVerdict.WITHIN, GroupVerdict.BELOW_TARGET)
                                .contains(result.verdict()))
                .count();
        Html out = new Html();
        out.element("h2", words.of("audit")).element("p", words.of("auditText"));
        out.raw("<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"")
                .text(words.of("audit"))
                .raw("\"><table class=\"audit\"><caption>")
                .text(words.of("audit"))
                .raw("</caption><thead><tr>");
        for (String column :
                List.of("standard", "target", "sample", "measured", "reason", "action", "owner", "reaudit")) {
            out.element("th scope=\"col\"", words.of(column));
        }
        out.raw("</tr></thead><tbody>\n");
        row(out, words.of("standardLevels"), "100 %", words.of("groups", compared), share(within, compared));
        row(
                out,
                words.of("standardComplete"),
                "100 %",
                words.of("examsOf", input.exams()),
                input.completeness()
                        .percent()
                        .map(value -> value.toPlainString() + " %")
                        .orElse("-"));
        row(
                out,
                words.of("standardMapped"),
                "95 %",
                words.of("examsOf", input.exams()),
                share(input.mapped(), input.exams()));
        long decided = input.alerts().stream()
                .filter(alert -> !alert.status().equals("open"))
                .count();
        row(
                out,
                words.of("standardAlerts"),
                "100 %",
                words.of("alertsOf", input.alerts().size()),
                share(decided, input.alerts().size()));
        return out.raw("</tbody></table></div>\n").toString();
    }

    private void row(Html out, String standard, String target, String sample, String measured) {
        out.raw("<tr>")
                .element("td", standard)
                .element("td", target)
                .element("td", sample)
                .element("td", measured);
        for (String column : List.of("reason", "action", "owner", "reaudit")) {
            out.raw(
                            "<td><div class=\"write\" contenteditable=\"true\" role=\"textbox\" aria-multiline=\"true\" aria-label=\"")
                    .text(words.of(column) + ": " + standard)
                    .raw("\"></div></td>");
        }
        out.raw("</tr>\n");
    }

    private static String share(long part, long whole) {
        return whole == 0 ? "-" : part * 100 / whole + " %";
    }
}
