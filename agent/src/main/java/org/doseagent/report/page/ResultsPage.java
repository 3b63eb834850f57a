package org.doseagent.report.page;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.doseagent.aggregate.benchmark.Benchmark;
import org.doseagent.aggregate.benchmark.Figure;
import org.doseagent.aggregate.benchmark.Results;
import org.doseagent.aggregate.cells.EquipmentAge;
import org.doseagent.aggregate.cells.PopulationBand;
import org.doseagent.dose.Quantity;

/**
 * The results of a repository as one self-contained page for each language: a section for each category with charts of the newest year, and a table
 * with all figures behind them. No script, no picture, no font and no style from outside.
 */
public final class ResultsPage {

    /** The columns of text of the table; those of numbers follow. */
    private static final int TEXTS = 6;

    private final Results results;
    private final Words words;
    private final Html page = new Html();

    /** A figure with its year and country; an empty country is all countries. */
    private record Placed(Results.Year year, String country, Figure figure) {
        Benchmark.Key key() {
            return figure.key();
        }
    }

    private ResultsPage(Results results, Words words) {
        this.results = results;
        this.words = words;
    }

    /** Returns the page of each language by its name, such as {@code page-en}. */
    public static Map<String, byte[]> pages(Results results) {
        Map<String, byte[]> pages = new TreeMap<>();
        for (String language : Words.LANGUAGES) {
            pages.put("page-" + language, html(results, language).getBytes(StandardCharsets.UTF_8));
        }
        return pages;
    }

    static String html(Results results, String language) {
        return new ResultsPage(results, new Words(language)).build();
    }

    private String build() {
        Map<String, List<Placed>> categories = categories();
        ReportPage.open(page, words, words.of("results.title"));
        page.raw("<header><h1>")
                .text(words.of("results.title"))
                .raw("</h1>")
                .element(
                        "p",
                        words.of(
                                "results.subtitle",
                                results.issuer(),
                                results.createdAt().toString()));
        links("results.languages", Map.of("en", "English", "de", "Deutsch", "fr", "Français"), "");
        Map<String, String> contents = new LinkedHashMap<>();
        categories.keySet().forEach(category -> contents.put(category, category));
        links("contents", contents, "#");
        page.raw("</header>\n<main id=\"main\">\n")
                .element("p", words.of("results.text", Integer.toString(results.minFacilities())));
        if (categories.isEmpty()) {
            page.element("p", words.of("results.none"));
        }
        categories.forEach(this::section);
        return page.raw("</main></body></html>\n").toString();
    }

    private void links(String label, Map<String, String> links, String prefix) {
        page.raw("<nav aria-label=\"").text(words.of(label)).raw("\"><ul>");
        links.entrySet().stream()
                .sorted(Map.Entry.comparingByValue())
                .forEach(link -> page.raw("<li><a href=\"" + prefix)
                        .text(link.getKey())
                        .raw("\"" + (prefix.isEmpty() ? " lang=\"" + link.getKey() + "\"" : "") + ">")
                        .text(link.getValue())
                        .raw("</a></li>"));
        page.raw("</ul></nav>");
    }

    private Map<String, List<Placed>> categories() {
        Map<String, List<Placed>> categories = new TreeMap<>();
        for (Results.Year year : results.years()) {
            year.all().forEach(figure -> add(categories, new Placed(year, "", figure)));
            year.byCountry()
                    .forEach((country, all) ->
                            all.forEach(figure -> add(categories, new Placed(year, country, figure))));
        }
        return categories;
    }

    private static void add(Map<String, List<Placed>> categories, Placed figure) {
        categories
                .computeIfAbsent(figure.key().category(), absent -> new ArrayList<>())
                .add(figure);
    }

    private void section(String category, List<Placed> figures) {
        page.raw("<section class=\"category\" id=\"")
                .text(category)
                .raw("\"><h2>")
                .text(category)
                .raw("</h2><div class=\"pair\">");
        Results.Year newest = figures.get(0).year();
        for (Quantity quantity : Quantity.values()) {
            chart(
                    category,
                    quantity,
                    figures.stream()
                            .filter(each -> each.key().quantity() == quantity)
                            .filter(each -> each.year().equals(newest)
                                    || (each.country().isEmpty() && each.key().equipmentAge() == EquipmentAge.ANY))
                            .toList());
        }
        page.raw("</div>\n<details><summary>")
                .text(words.of("results.numbers"))
                .raw("</summary></details><div class=\"data\">");
        table(category, figures);
        page.raw("</div></section>\n");
    }

    private void chart(String category, Quantity quantity, List<Placed> figures) {
        if (figures.isEmpty()) {
            return;
        }
        List<FigureChart.Row> rows = new ArrayList<>();
        List<String> described = new ArrayList<>();
        for (Placed each : figures) {
            String label = words.of(
                    "results.row",
                    place(each),
                    words.count(each.figure().facilities()),
                    words.published(each.figure().p75().value()));
            described.add(label);
            rows.add(new FigureChart.Row(label, each.figure()));
        }
        String name = words.of("results.chartTitle", words.name(quantity), Words.unit(quantity), category);
        page.raw("<figure>")
                .raw(FigureChart.svg(
                        new ChartText(category + quantity, name, String.join("; ", described)), rows, words))
                .element("figcaption", words.of("results.caption", name))
                .raw("</figure>\n");
    }

    /** Returns the year, patients, phantom and what else a row is about. */
    private String place(Placed figure) {
        Benchmark.Key key = figure.key();
        List<String> parts = new ArrayList<>(List.of(
                Integer.toString(figure.year().year()),
                population(key.population()),
                words.of("phantom", Integer.toString(key.phantomCm()))));
        if (!figure.country().isEmpty()) {
            parts.add(figure.country());
        }
        if (key.equipmentAge() != EquipmentAge.ANY) {
            parts.add(
                    key.equipmentAge() == EquipmentAge.UNKNOWN
                            ? words.of("results.age") + ": " + age(key.equipmentAge())
                            : words.of("results.ageClass", age(key.equipmentAge())));
        }
        return String.join(", ", parts);
    }

    private String population(PopulationBand band) {
        return band == PopulationBand.CHILD
                ? words.of("children")
                : words.of(band == PopulationBand.ADULT ? "adults" : "band." + band.label());
    }

    private String age(EquipmentAge age) {
        return switch (age) {
            case ANY -> words.of("results.anyAge");
            case UNKNOWN -> words.of("results.unknownAge");
            case UP_TO_5, UP_TO_10, OVER_10 -> age.label();
        };
    }

    private void table(String category, List<Placed> figures) {
        List<String> columns = new ArrayList<>();
        for (String column : List.of("year", "country", "population", "quantity", "phantom", "age", "facilities")) {
            columns.add(words.of("results." + column));
        }
        columns.addAll(List.of("P25", "P50", words.of("results.p50Interval"), "P75", words.of("results.p75Interval")));
        Tables.openBelowHeading(page, words.of("results.table", category), columns, TEXTS);
        for (Placed each : figures) {
            Figure figure = each.figure();
            Tables.row(
                    page,
                    TEXTS,
                    List.of(
                            Integer.toString(each.year().year()),
                            each.country().isEmpty() ? words.of("results.anywhere") : each.country(),
                            population(each.key().population()),
                            words.name(each.key().quantity()) + " ("
                                    + Words.unit(each.key().quantity()) + ")",
                            Integer.toString(each.key().phantomCm()),
                            age(each.key().equipmentAge()),
                            words.count(figure.facilities()),
                            words.published(figure.p25()),
                            words.published(figure.p50().value()),
                            interval(figure.p50()),
                            words.published(figure.p75().value()),
                            interval(figure.p75())));
        }
        Tables.close(page);
    }

    private String interval(Figure.Statistic statistic) {
        return statistic
                .interval()
                .map(range -> words.of("results.interval", number(range.low()), number(range.high())))
                .orElse(Words.NONE);
    }

    private String number(BigDecimal value) {
        return words.published(value);
    }
}
