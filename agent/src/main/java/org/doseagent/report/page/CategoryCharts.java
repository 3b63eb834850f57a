package org.doseagent.report.page;

import java.math.BigDecimal;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.doseagent.dose.Percentiles;
import org.doseagent.dose.Quantity;
import org.doseagent.dose.identity.DeviceKey;

/** For each category: boxes of DLP and CTDIvol with the levels, one panel of monthly medians for each scanner, and tables of the numbers. */
final class CategoryCharts {

    /** Rarer categories are in the tables only, so that the page stays readable. */
    private static final int MAX_CATEGORIES = 12;

    private static final int MIN_EXAMS = 20;

    /** A level farther from the medians than this factor would flatten them; an arrow shows it instead. */
    private static final double NEAR = 1.12;

    private final ReportInput input;
    private final Words words;
    private final ReferenceLines lines;
    private final Html out = new Html();

    CategoryCharts(ReportInput input, Words words) {
        this.input = input;
        this.words = words;
        this.lines = new ReferenceLines(input, words);
    }

    String html() {
        List<Doses.Key> keys = input.doses().all().keySet().stream()
                .filter(key -> count(key) >= (key.isAdult() ? MIN_EXAMS : 1))
                .sorted(Comparator.comparing((Doses.Key key) -> -count(key)))
                .limit(MAX_CATEGORIES)
                .sorted()
                .toList();
        out.element("h2 id=\"categories\"", words.of("categories")).element("p", words.of("categoriesText"));
        keys.forEach(this::category);
        int left = input.doses().all().size() - keys.size();
        out.element("p", words.of("chartsLeft", left, input.doses().ageUnknown()));
        return out.toString();
    }

    private int count(Doses.Key key) {
        return input.doses().all().getOrDefault(key, Map.of()).values().stream()
                .mapToInt(values -> Math.max(values.count(Quantity.DLP), values.count(Quantity.CTDIVOL)))
                .sum();
    }

    private void category(Doses.Key key) {
        Map<Doses.Group, Doses.Values> groups = input.doses().all().getOrDefault(key, Map.of());
        String who = words.of(key.isAdult() ? "adults" : "children");
        out.raw("<section class=\"category\">")
                .element(
                        "h3",
                        words.of(
                                "categoryTitle",
                                key.category(),
                                who,
                                words.count(count(key)),
                                Integer.toString(key.phantomCm())));
        out.raw("<div class=\"pair\">");
        for (Quantity quantity : Quantity.values()) {
            boxes(key, groups, quantity);
        }
        out.raw("</div>\n");
        if (key.isAdult()) {
            for (Quantity quantity : Quantity.values()) {
                trend(key, groups, quantity);
            }
        }
        numbers(key, groups);
        out.raw("</section>\n");
    }

    private String label(Doses.Key key, Doses.Group group) {
        String scanner = group.scanner().label();
        return key.isAdult() ? scanner : group.band().label(words) + " · " + scanner;
    }

    private void boxes(Doses.Key key, Map<Doses.Group, Doses.Values> groups, Quantity quantity) {
        List<BoxChart.Row> rows = new ArrayList<>();
        List<String> described = new ArrayList<>();
        groups.forEach((group, values) -> {
            List<BigDecimal> sorted = values.sorted(quantity);
            if (!sorted.isEmpty()) {
                String label = words.of(
                        "boxLabel",
                        label(key, group),
                        words.count(sorted.size()),
                        words.dose(quantity, Percentiles.of(sorted, 50)));
                described.add(label);
                rows.add(new BoxChart.Row(label, sorted, lines.of(key, group.band(), quantity)));
            }
        });
        if (rows.isEmpty()) {
            return;
        }
        String name = words.of("boxTitle", words.name(quantity), Words.unit(quantity), key.category());
        TreeSet<String> levels = new TreeSet<>();
        rows.forEach(row -> row.lines().forEach(line -> levels.add(line.label())));
        String text = levels.isEmpty() ? words.of("noLevel") : String.join("; ", levels);
        out.raw("<figure>")
                .raw(BoxChart.svg(
                        new ChartText(id(key, quantity), name, String.join("; ", described) + ". " + text),
                        rows,
                        words))
                .element("figcaption", name + (levels.isEmpty() ? ". " + text : ""))
                .raw("</figure>\n");
    }

    private static String id(Doses.Key key, Quantity quantity) {
        return key.category() + (key.isAdult() ? "a" : "c") + key.phantomCm() + quantity;
    }

    private void trend(Doses.Key key, Map<Doses.Group, Doses.Values> groups, Quantity quantity) {
        Map<DeviceKey, Map<YearMonth, Doses.Month>> medians = new TreeMap<>(DeviceKey.BY_LABEL);
        groups.forEach((group, values) -> {
            Map<YearMonth, Doses.Month> months = values.months(quantity);
            if (!months.isEmpty()) {
                medians.put(group.scanner(), months);
            }
        });
        List<YearMonth> months = months(medians.values());
        if (months.size() < 2) {
            return;
        }
        TrendPanel.Frame frame = frame(months, medians, lines.of(key, Band.ADULT, quantity));
        String name = words.of("trendTitle", words.name(quantity), Words.unit(quantity), key.category());
        out.raw("<figure><div class=\"panels\">\n");
        int[] number = new int[1];
        medians.forEach((scanner, byMonth) -> out.raw(new TrendPanel(frame, words)
                .svg(
                        new TrendPanel.Panel(
                                id(key, quantity) + "m" + number[0]++,
                                scanner,
                                byMonth,
                                marks(key.category(), scanner)),
                        name)));
        out.raw("</div>")
                .element("figcaption", name + ". " + words.of("trendText"))
                .raw("</figure>\n");
    }

    private List<ReportInput.Mark> marks(String category, DeviceKey scanner) {
        return input.marks().stream()
                .filter(mark -> mark.scanner().equals(scanner)
                        && mark.category()
                                .filter(other -> !other.equals(category))
                                .isEmpty()
                        && !mark.day().isBefore(input.header().from().withDayOfMonth(1)))
                .toList();
    }

    private static List<YearMonth> months(Collection<Map<YearMonth, Doses.Month>> medians) {
        TreeSet<YearMonth> known = new TreeSet<>();
        medians.forEach(byMonth -> known.addAll(byMonth.keySet()));
        List<YearMonth> months = new ArrayList<>();
        if (!known.isEmpty()) {
            for (YearMonth month = known.first(); !month.isAfter(known.last()); month = month.plusMonths(1)) {
                months.add(month);
            }
        }
        return months;
    }

    /** Returns a range that includes the medians of months with enough exams, and levels near them. */
    private static TrendPanel.Frame frame(
            List<YearMonth> months,
            Map<DeviceKey, Map<YearMonth, Doses.Month>> medians,
            List<ReferenceLines.Line> lines) {
        List<Doses.Month> all = medians.values().stream()
                .flatMap(byMonth -> byMonth.values().stream())
                .toList();
        List<Doses.Month> enough = all.stream().filter(month -> month.n() >= 5).toList();
        List<Doses.Month> counted = enough.isEmpty() ? all : enough;
        double low = counted.stream()
                .mapToDouble(month -> month.median().doubleValue())
                .min()
                .orElse(0);
        double high = counted.stream()
                .mapToDouble(month -> month.median().doubleValue())
                .max()
                .orElse(1);
        double maxNear = high * NEAR;
        double minNear = low / NEAR;
        for (ReferenceLines.Line line : lines) {
            double value = line.value().doubleValue();
            if (value >= minNear && value <= maxNear) {
                low = Math.min(low, value);
                high = Math.max(high, value);
            }
        }
        double room = Math.max((high - low) * 0.12, high * 0.02);
        int max = all.stream().mapToInt(Doses.Month::n).max().orElse(1);
        return new TrendPanel.Frame(months, Math.max(0, low - room), high + room, max, lines);
    }

    private void numbers(Doses.Key key, Map<Doses.Group, Doses.Values> groups) {
        out.raw("<details><summary>")
                .text(words.of("numbers") + ": " + key.category())
                .raw("</summary></details><div class=\"data\">");
        Tables.open(
                out,
                words.of(
                        "numbersOf",
                        key.category(),
                        Integer.toString(key.phantomCm()),
                        words.of(key.isAdult() ? "adults" : "children")),
                List.of(words.of("scanner"), words.of("quantity"), "n", "P25", "P50", "P75"),
                2);
        groups.forEach((group, values) -> {
            for (Quantity quantity : Quantity.values()) {
                List<BigDecimal> sorted = values.sorted(quantity);
                if (!sorted.isEmpty()) {
                    Tables.row(
                            out,
                            2,
                            List.of(
                                    label(key, group),
                                    words.name(quantity) + " (" + Words.unit(quantity) + ")",
                                    words.count(sorted.size()),
                                    words.dose(quantity, Percentiles.of(sorted, 25)),
                                    words.dose(quantity, Percentiles.of(sorted, 50)),
                                    words.dose(quantity, Percentiles.of(sorted, 75))));
                }
            }
        });
        Tables.close(out);
        if (key.isAdult()) {
            monthly(key, groups);
        }
        out.raw("</div>\n");
    }

    private void monthly(Doses.Key key, Map<Doses.Group, Doses.Values> groups) {
        List<Map<YearMonth, Doses.Month>> rows = new ArrayList<>();
        groups.forEach((group, values) -> {
            for (Quantity quantity : Quantity.values()) {
                rows.add(values.months(quantity));
            }
        });
        List<YearMonth> months = months(rows);
        if (months.size() < 2) {
            return;
        }
        List<String> columns = new ArrayList<>(List.of(words.of("scanner"), words.of("quantity")));
        months.forEach(month -> columns.add(month.toString()));
        Tables.open(out, words.of("monthlyOf", key.category(), Integer.toString(key.phantomCm())), columns, 2);
        groups.forEach((group, values) -> {
            for (Quantity quantity : Quantity.values()) {
                Map<YearMonth, Doses.Month> byMonth = values.months(quantity);
                List<String> cells = new ArrayList<>(List.of(group.scanner().label(), words.name(quantity)));
                months.forEach(month -> {
                    Doses.Month of = byMonth.get(month);
                    cells.add(of == null ? Words.NONE : words.dose(quantity, of.median()) + " (" + of.n() + ")");
                });
                Tables.row(out, 2, cells);
            }
        });
        Tables.close(out);
    }
}
