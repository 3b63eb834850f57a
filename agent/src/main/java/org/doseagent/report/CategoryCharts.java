package org.doseagent.report;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.doseagent.dose.Device;
import org.doseagent.dose.PartDose;
import org.doseagent.dose.PatientFacts;
import org.doseagent.dose.Percentiles;
import org.doseagent.dose.Quantity;
import org.doseagent.drl.DrlSet;
import org.doseagent.drl.GroupResult;

/** For each category: boxes by scanner of DLP and CTDIvol with the level, monthly medians, and the tables behind them. Adults only. */
final class CategoryCharts {

    private final ReportInput input;
    private final Words words;
    private final Html out = new Html();

    CategoryCharts(ReportInput input, Words words) {
        this.input = input;
        this.words = words;
    }

    String html() {
        Map<String, List<PartDose>> byCategory = new TreeMap<>();
        for (PartDose part : input.parts()) {
            if (part.ageDays().filter(days -> days >= PatientFacts.ADULT_DAYS).isPresent()
                    && part.phantomCm().isPresent()) {
                byCategory
                        .computeIfAbsent(part.category(), absent -> new ArrayList<>())
                        .add(part);
            }
        }
        out.element("h2", words.of("categories")).element("p", words.of("categoriesText"));
        byCategory.forEach(this::category);
        return out.toString();
    }

    private void category(String category, List<PartDose> all) {
        int phantom = mainPhantom(all);
        List<PartDose> parts = all.stream()
                .filter(part -> part.phantomCm().orElse(0) == phantom)
                .toList();
        out.raw("<section class=\"category\">")
                .element("h3", words.of("categoryTitle", category, parts.size(), phantom, all.size() - parts.size()));
        for (Quantity quantity : Quantity.values()) {
            chart(category, parts, quantity);
        }
        out.raw("</section>\n");
    }

    private static int mainPhantom(List<PartDose> parts) {
        long heads =
                parts.stream().filter(part -> part.phantomCm().orElse(0) == 16).count();
        return heads * 2 > parts.size() ? 16 : 32;
    }

    private void chart(String category, List<PartDose> parts, Quantity quantity) {
        Map<String, List<BigDecimal>> values = new TreeMap<>();
        Map<String, Map<String, List<BigDecimal>>> monthly = new TreeMap<>();
        for (PartDose part : parts) {
            Optional<BigDecimal> value = quantity == Quantity.DLP ? part.dlpMGyCm() : part.ctdiVolMGy();
            String scanner = Device.labelOf(part.deviceKey());
            value.ifPresent(number -> {
                values.computeIfAbsent(scanner, absent -> new ArrayList<>()).add(number);
                monthly.computeIfAbsent(scanner, absent -> new TreeMap<>())
                        .computeIfAbsent(YearMonth.from(part.studyDateTime()).toString(), absent -> new ArrayList<>())
                        .add(number);
            });
        }
        if (values.isEmpty()) {
            return;
        }
        values.values().forEach(list -> list.sort(Comparator.naturalOrder()));
        Optional<Level> drl = level(category, quantity);
        String name = words.of(quantity == Quantity.DLP ? "dlpOf" : "ctdiOf", category);
        String id = category + quantity;
        out.raw("<figure>")
                .raw(BoxChart.svg(id, name, description(values, drl), values, drl))
                .element("figcaption", name);
        table(values);
        out.raw("</figure>\n");
        TreeSet<String> months = new TreeSet<>();
        monthly.values().forEach(byMonth -> months.addAll(byMonth.keySet()));
        if (months.size() > 1) {
            Map<String, Map<String, BigDecimal>> medians = new TreeMap<>();
            monthly.forEach((scanner, byMonth) ->
                    byMonth.forEach((month, list) -> medians.computeIfAbsent(scanner, absent -> new TreeMap<>())
                            .put(month, percentile(list.stream().sorted().toList(), 50))));
            out.raw("<figure>")
                    .raw(TrendChart.svg(id + "m", words.of("trendOf", name), months, medians, drl))
                    .element("figcaption", words.of("trendOf", name));
            trendTable(months, medians);
            out.raw("</figure>\n");
        }
    }

    /** Returns the level of a trusted set for adults, of whole exams. */
    private Optional<Level> level(String category, Quantity quantity) {
        return input.results().stream()
                .filter(result -> result.set().isTrusted()
                        && result.row().category().equals(category)
                        && result.quantity() == quantity
                        && result.row().scope() != DrlSet.Scope.PHASE
                        && result.row().isForAge(PatientFacts.ADULT_DAYS * 2))
                .map(GroupResult::row)
                .map(row -> new Level(
                        row.value().doubleValue(),
                        words.of("drl") + " " + row.value().toPlainString()))
                .findFirst();
    }

    private String description(Map<String, List<BigDecimal>> values, Optional<Level> drl) {
        List<String> medians = values.entrySet().stream()
                .map(entry -> entry.getKey() + " " + percentile(entry.getValue(), 50))
                .toList();
        return words.of("medianIs", String.join("; ", medians))
                + drl.map(level -> " " + level.label() + ".").orElse("");
    }

    private void table(Map<String, List<BigDecimal>> values) {
        out.raw("<details>").element("summary", words.of("numbers")).raw("<table><thead><tr>");
        for (String column : List.of("scanner", "n", "P25", "P50", "P75")) {
            out.element("th scope=\"col\"", column.startsWith("P") ? column : words.of(column));
        }
        out.raw("</tr></thead><tbody>");
        values.forEach((scanner, list) -> out.row(
                "td",
                List.of(
                        scanner,
                        "" + list.size(),
                        percentile(list, 25).toPlainString(),
                        percentile(list, 50).toPlainString(),
                        percentile(list, 75).toPlainString())));
        out.raw("</tbody></table></details>");
    }

    private void trendTable(Set<String> months, Map<String, Map<String, BigDecimal>> medians) {
        out.raw("<details>")
                .element("summary", words.of("numbers"))
                .raw("<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"")
                .text(words.of("numbers"))
                .raw("\"><table><thead><tr>");
        out.element("th scope=\"col\"", words.of("scanner"));
        months.forEach(month -> out.element("th scope=\"col\"", month));
        out.raw("</tr></thead><tbody>");
        medians.forEach((scanner, byMonth) -> {
            List<String> cells = new ArrayList<>(List.of(scanner));
            months.forEach(month -> cells.add(Optional.ofNullable(byMonth.get(month))
                    .map(BigDecimal::toPlainString)
                    .orElse("-")));
            out.row("td", cells);
        });
        out.raw("</tbody></table></div></details>");
    }

    private static BigDecimal percentile(List<BigDecimal> sorted, int percent) {
        return Percentiles.of(sorted, percent).setScale(1, RoundingMode.HALF_UP);
    }
}
