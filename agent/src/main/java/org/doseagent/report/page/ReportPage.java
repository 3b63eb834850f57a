package org.doseagent.report.page;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.doseagent.drl.group.GroupResult;
import org.doseagent.drl.group.GroupVerdict;
import org.doseagent.drl.level.DrlSet;
import org.doseagent.store.exams.ReportRows.AlertGroup;

/**
 * One self-contained page: no script, no picture, no font and no style from outside, readable on paper and in the dark, with a table behind
 * each chart. It names no patient, no study and no accession number.
 */
public final class ReportPage {

    private static final List<String> SECTIONS =
            List.of("comparison", "categories", "alerts", "completeness", "inventory", "audit", "definitions");

    private final ReportInput input;
    private final Words words;
    private final Html page = new Html();

    private ReportPage(ReportInput input, Words words) {
        this.input = input;
        this.words = words;
    }

    /**
     * Returns the page.
     *
     * @param language en, de or fr
     * @throws IllegalArgumentException on another language
     */
    public static String html(ReportData data, String language) {
        return html(data.gather(), language);
    }

    static String html(ReportInput input, String language) {
        return new ReportPage(input, new Words(language)).build();
    }

    private String build() {
        head();
        summary();
        page.raw(new Comparison(input, words).html());
        page.raw(new CategoryCharts(input, words).html());
        page.raw(new AlertTable(input, words).html());
        page.raw(new CompletenessTable(input.completeness(), words).html());
        page.raw(new Inventory(input, words).html());
        page.raw(new AuditRecord(input, words).html());
        definitions();
        return page.raw("</main></body></html>\n").toString();
    }

    private void head() {
        ReportInput.Header header = input.header();
        open(page, words, words.of("title") + ", " + header.site());
        page.raw("<header><h1>")
                .text(words.of("title"))
                .raw("</h1>")
                .element(
                        "p",
                        words.of(
                                "subtitle",
                                header.site(),
                                header.from().toString(),
                                header.to().toString(),
                                header.made().toString(),
                                header.version()))
                .raw("<nav aria-label=\"")
                .text(words.of("contents"))
                .raw("\"><ul>");
        for (String section : SECTIONS) {
            page.raw("<li><a href=\"#" + section + "\">")
                    .text(words.of(section))
                    .raw("</a></li>");
        }
        page.raw("</ul></nav></header>\n<main id=\"main\">\n");
    }

    /** Opens a page that loads nothing, up to the link that skips to the content. */
    static void open(Html page, Words words, String title) {
        page.raw("<!DOCTYPE html>\n<html lang=\"" + words.language()
                        + "\"><head><meta charset=\"utf-8\">"
                        + "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; img-src data:\">"
                        + "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">"
                        + "<link rel=\"icon\" href=\"data:,\"><title>")
                .text(title)
                .raw("</title><style>\n" + style() + "</style></head><body><a class=\"skip\" href=\"#main\">")
                .text(words.of("skip"))
                .raw("</a>\n");
    }

    private static String style() {
        try (InputStream in = Objects.requireNonNull(ReportPage.class.getResourceAsStream("report.css"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void summary() {
        List<GroupResult> compared = input.groups().stream()
                .map(ReportInput.Group::result)
                .filter(result -> result.set().isTrusted() && result.verdict() != GroupVerdict.INSUFFICIENT)
                .toList();
        List<GroupResult> above =
                compared.stream().filter(result -> result.verdict().isAbove()).toList();
        long open = input.alerts().stream().mapToLong(AlertGroup::open).sum();
        long without = input.doses().levels().values().stream()
                .mapToLong(counts -> counts[0])
                .sum();
        page.raw("<ul class=\"cards\">");
        card(words.of("exams"), words.count(input.exams()), "");
        card(
                words.of("groupsAbove", words.count(compared.size())),
                (compared.isEmpty() ? "" : above.isEmpty() ? "✓ " : "▲ ") + words.count(above.size()),
                above.isEmpty() ? "" : " class=\"ABOVE\"");
        card(
                words.of("completeness"),
                input.completeness().percent().map(words::percent).orElse(Words.NONE),
                "");
        card(words.of("withoutLevel"), words.count(without), "");
        card(words.of("mapped"), words.share(input.mapped(), input.exams()), "");
        card(words.of("openAlerts"), words.count(open), "");
        page.raw("</ul>\n");
        above(above, compared.isEmpty());
    }

    /** Lists the groups above a level, the farthest first. */
    private void above(List<GroupResult> above, boolean isNothingCompared) {
        page.raw("<ul class=\"findings\">");
        if (above.isEmpty()) {
            page.element("li", words.of(isNothingCompared ? "noneCompared" : "noneAbove"));
        }
        above.stream()
                .sorted(Comparator.comparing(
                        (GroupResult result) -> result.ratio().orElse(java.math.BigDecimal.ZERO),
                        Comparator.reverseOrder()))
                .limit(10)
                .forEach(result -> page.raw("<li>" + Comparison.verdict(result.verdict(), words) + ": ")
                        .text(words.of(
                                "aboveLine",
                                result.row().category(),
                                Comparison.population(result.row(), words),
                                result.deviceKey().label(),
                                words.name(result.quantity()),
                                result.value()
                                        .map(value -> words.dose(result.quantity(), value))
                                        .orElse(Words.NONE),
                                words.published(result.row().value()),
                                Words.unit(result.quantity()),
                                result.ratio().map(words::ratio).orElse(Words.NONE),
                                result.set().id()))
                        .raw("</li>"));
        if (above.size() > 10) {
            page.element("li", words.of("others", above.size() - 10));
        }
        for (ReportInput.Mark mark : input.marks()) {
            page.element(
                    "li",
                    mark.scanner().label()
                            + mark.category().map(category -> ", " + category).orElse("") + ": "
                            + TrendPanel.markText(mark, words));
        }
        page.raw("</ul>\n");
    }

    private void card(String name, String value, String style) {
        page.raw("<li><strong" + style + ">")
                .text(value)
                .raw("</strong> ")
                .element("span", name)
                .raw("</li>");
    }

    private void definitions() {
        page.element("h2 id=\"definitions\"", words.of("definitions"));
        page.raw("<ul class=\"notes\">");
        for (String key : List.of(
                "defPart",
                "defDlp",
                "defCtdi",
                "defPhantom",
                "defBox",
                "defInterval",
                "defTrend",
                "defMarks",
                "notALimit")) {
            page.element("li", words.of(key));
        }
        page.raw("</ul>").element("h3", words.of("sources")).raw("<ul class=\"notes\">");
        for (DrlSet set : input.sets()) {
            page.element(
                    "li",
                    set.id() + ": " + set.source() + ", " + set.edition() + ", "
                            + words.of("tier", set.tier())
                            + Comparison.superseded(set, words)
                                    .map(text -> ", " + text)
                                    .orElse("")
                            + (set.isTrusted() || set.isLocal() ? "" : " (" + words.of("unverified") + ")")
                            + ", sha256 "
                            + set.sha256()
                                    .substring(0, Math.min(16, set.sha256().length())) + "…");
        }
        page.raw("</ul>\n");
    }
}
