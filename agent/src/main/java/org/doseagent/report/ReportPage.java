package org.doseagent.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.doseagent.dose.Device;
import org.doseagent.drl.DrlSet;
import org.doseagent.drl.GroupResult;
import org.doseagent.drl.GroupVerdict;

/**
 * One self-contained page: no script, no picture, no font and no style from outside, readable on paper and in the dark, with a table behind
 * each chart. It names no patient, no study and no accession number.
 */
public final class ReportPage {

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
    public static String html(ReportInput input, String language) {
        return new ReportPage(input, new Words(language)).build();
    }

    private String build() {
        head();
        summary();
        comparison();
        page.raw(new CategoryCharts(input, words).html());
        alerts();
        completeness();
        inventory();
        page.raw(new AuditRecord(input, words).html());
        definitions();
        return page.raw("</main></body></html>\n").toString();
    }

    private void head() {
        page.raw("<!DOCTYPE html>\n<html lang=\"" + words.language()
                        + "\"><head><meta charset=\"utf-8\">"
                        + "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; img-src data:\">"
                        + "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">"
                        + "<link rel=\"icon\" href=\"data:,\"><title>")
                .text(words.of("title"))
                .raw("</title><style>\n" + style() + "</style></head><body><main>\n")
                .element("h1", words.of("title"))
                .element(
                        "p",
                        words.of(
                                "subtitle",
                                input.site(),
                                input.from().toString(),
                                input.to().toString(),
                                input.made().toString(),
                                input.version()));
    }

    private static String style() {
        try (InputStream in = Objects.requireNonNull(ReportPage.class.getResourceAsStream("report.css"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void summary() {
        long above = input.results().stream()
                .filter(result -> result.set().isTrusted() && result.verdict().isAbove())
                .count();
        long open = input.alerts().stream()
                .filter(alert -> alert.status().equals("open"))
                .count();
        page.raw("<ul class=\"cards\">");
        card(words.of("exams"), Integer.toString(input.exams()));
        card(words.of("mapped"), input.exams() == 0 ? "-" : input.mapped() * 100L / input.exams() + " %");
        card(
                words.of("completeness"),
                input.completeness()
                        .percent()
                        .map(share -> share.toPlainString() + " %")
                        .orElse("-"));
        card(words.of("groupsAbove"), Long.toString(above));
        card(words.of("openAlerts"), Long.toString(open));
        page.raw("</ul>\n");
    }

    private void card(String name, String value) {
        page.raw("<li>").element("strong", value).raw(" ").element("span", name).raw("</li>");
    }

    private void comparison() {
        page.element("h2", words.of("comparison")).element("p", words.of("comparisonText"));
        List<GroupResult> shown = input.results().stream()
                .filter(result -> result.verdict() != GroupVerdict.INSUFFICIENT)
                .toList();
        int few = input.results().size() - shown.size();
        if (shown.isEmpty()) {
            page.element("p", words.of("noGroup"));
        } else {
            table(
                    words.of("comparison"),
                    List.of(
                            "category",
                            "population",
                            "scanner",
                            "quantity",
                            "n",
                            "median",
                            "interval",
                            "drl",
                            "verdict",
                            "set"));
            shown.forEach(this::comparisonRow);
            page.raw("</tbody></table></div>\n");
        }
        page.element("p", words.of("few", few));
    }

    private void comparisonRow(GroupResult result) {
        page.raw("<tr>");
        for (String cell : List.of(
                result.row().category(),
                result.row().population(),
                Device.labelOf(result.deviceKey()),
                result.quantity() + " (" + result.row().scope() + ", "
                        + result.row().phantomCm() + " cm)",
                "" + result.n(),
                plain(result.value()),
                plain(result.low()) + " – " + plain(result.high()),
                result.row().value().toPlainString())) {
            page.element("td", cell);
        }
        page.raw("<td class=\"" + result.verdict().name() + "\">")
                .text(words.of(result.verdict().name()))
                .raw("</td>")
                .element(
                        "td",
                        result.set().id()
                                + result.reservation().map(text -> " *").orElse(""))
                .raw("</tr>\n");
    }

    private void alerts() {
        page.element("h2", words.of("alerts"));
        if (input.alerts().isEmpty()) {
            page.element("p", words.of("none"));
            return;
        }
        table(words.of("alerts"), List.of("number", "kind", "status", "category", "scanner", "value", "text"));
        input.alerts()
                .forEach(alert -> page.row(
                        "td",
                        List.of(
                                "" + alert.id(),
                                alert.kind(),
                                alert.status(),
                                alert.category().orElse("-"),
                                alert.scanner().orElse("-"),
                                plain(alert.value())
                                        + alert.drl()
                                                .map(drl -> " / " + drl.toPlainString())
                                                .orElse(""),
                                alert.text())));
        page.raw("</tbody></table></div>\n");
    }

    private void completeness() {
        page.element("h2", words.of("completeness")).element("p", words.of("completenessText"));
        table(
                words.of("completeness"),
                List.of("scanner", "exams", "truncated", "missing", "quietDays", "daysWithExams"));
        input.completeness()
                .rows()
                .forEach(row -> page.row(
                        "td",
                        List.of(
                                row.scanner(),
                                "" + row.exams(),
                                "" + row.truncated().size(),
                                "" + row.missing(),
                                "" + row.possible(),
                                "" + row.byDay().size())));
        page.raw("</tbody></table></div>\n");
        page.element("p", words.of("mappingText", input.mapped(), input.exams(), input.mappingVersion()));
    }

    private void inventory() {
        page.element("h2", words.of("inventory")).element("p", words.of("inventoryText"));
        table(
                words.of("inventory"),
                List.of("scanner", "manufacturer", "software", "installed", "rows", "ageClass", "exams"));
        int[] classes = new int[4];
        for (ReportInput.Scanner scanner : input.scanners()) {
            int ageClass = ageClass(scanner);
            classes[ageClass]++;
            page.row(
                    "td",
                    List.of(
                            scanner.label(),
                            scanner.manufacturer().orElse("-"),
                            String.join(", ", scanner.softwareVersions()),
                            scanner.installed().map(Object::toString).orElse("-"),
                            scanner.detectorRows().map(Object::toString).orElse("-"),
                            words.of("age" + ageClass),
                            "" + scanner.exams()));
        }
        page.raw("</tbody></table></div>\n");
        int known = classes[0] + classes[1] + classes[2];
        if (known > 0) {
            page.element(
                    "p",
                    words.of(
                            "rule",
                            classes[0] * 100 / known,
                            classes[1] * 100 / known,
                            classes[2] * 100 / known,
                            classes[3]));
        }
    }

    /** Returns 0 up to 5 years, 1 up to 10, 2 above, 3 unknown, at the end of the period. */
    private int ageClass(ReportInput.Scanner scanner) {
        if (scanner.installed().isEmpty()) {
            return 3;
        }
        int years = input.to().getYear() - scanner.installed().get();
        return years <= 5 ? 0 : years <= 10 ? 1 : 2;
    }

    private void definitions() {
        page.element("h2", words.of("definitions"));
        page.raw("<ul>");
        for (String key : List.of("defPart", "defDlp", "defCtdi", "defPhantom", "defBox", "defInterval", "defLevel")) {
            page.element("li", words.of(key));
        }
        page.raw("</ul>").element("h3", words.of("sources")).raw("<ul>");
        for (DrlSet set : input.sets()) {
            page.element(
                    "li",
                    set.id() + ": " + set.source() + ", " + set.edition() + ", tier " + set.tier()
                            + (set.isTrusted() ? "" : " (" + words.of("unverified") + ")") + ", sha256 "
                            + set.sha256());
        }
        page.raw("</ul>\n");
    }

    private void table(String caption, List<String> columns) {
        page.raw("<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"")
                .text(caption)
                .raw("\"><table><caption>")
                .text(caption)
                .raw("</caption><thead><tr>");
        columns.forEach(column -> page.element("th scope=\"col\"", words.of(column)));
        page.raw("</tr></thead><tbody>\n");
    }

    static String plain(Optional<BigDecimal> value) {
        return value.map(BigDecimal::toPlainString).orElse("-");
    }
}
