package org.doseagent.report;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;

/** Monthly medians of one quantity, a line a scanner, each with a dash of its own. SVG with a title and a description. */
final class TrendChart {

    private static final int WIDTH = 720;
    private static final int LEFT = 48;
    private static final int RIGHT = WIDTH - 20;
    private static final int TOP = 20;
    private static final int BOTTOM = 190;
    private static final List<String> DASHES = List.of("", "7 4", "2 3", "10 3 2 3", "4 2", "12 4");

    private TrendChart() {}

    /**
     * Returns the chart.
     *
     * @param months all months of the period
     * @param medians by scanner, then by month
     */
    static String svg(
            String id,
            String title,
            SortedSet<String> months,
            Map<String, Map<String, BigDecimal>> medians,
            Optional<Level> drl) {
        double largest = Math.max(
                medians.values().stream()
                        .flatMap(byMonth -> byMonth.values().stream())
                        .mapToDouble(BigDecimal::doubleValue)
                        .max()
                        .orElse(1),
                drl.map(Level::value).orElse(0.0));
        Axis axis = Axis.of(largest * 1.05, BOTTOM, TOP);
        List<String> order = List.copyOf(months);
        int height = BOTTOM + 34 + 18 * medians.size();
        Html svg = new Html()
                .raw("<svg role=\"img\" aria-labelledby=\"" + id + "t\" viewBox=\"0 0 " + WIDTH + " " + height
                        + "\"><title id=\"" + id + "t\">")
                .text(title)
                .raw("</title>\n");
        for (double tick : axis.ticks()) {
            String y = Axis.px(axis.at(tick));
            svg.raw("<line class=\"grid\" x1=\"" + LEFT + "\" x2=\"" + RIGHT + "\" y1=\"" + y + "\" y2=\"" + y
                    + "\"/><text class=\"tick\" text-anchor=\"end\" x=\"" + (LEFT - 6) + "\" y=\""
                    + Axis.px(axis.at(tick) + 4) + "\">" + Axis.label(tick) + "</text>\n");
        }
        monthLabels(svg, order);
        drl.ifPresent(level -> {
            String y = Axis.px(axis.at(level.value()));
            svg.raw("<line class=\"drl\" x1=\"" + LEFT + "\" x2=\"" + RIGHT + "\" y1=\"" + y + "\" y2=\"" + y
                    + "\"/><text class=\"drltext\" text-anchor=\"end\" x=\"" + RIGHT + "\" y=\""
                    + Axis.px(axis.at(level.value()) - 5) + "\">" + Html.escape(level.label()) + "</text>\n");
        });
        int number = 0;
        for (var entry : medians.entrySet()) {
            line(svg, axis, order, entry.getKey(), entry.getValue(), number++);
        }
        return svg.raw("</svg>\n").toString();
    }

    private static void monthLabels(Html svg, List<String> order) {
        int every = Math.max(1, (order.size() + 11) / 12);
        for (int i = 0; i < order.size(); i += every) {
            svg.raw("<text class=\"tick\" text-anchor=\"middle\" x=\"" + Axis.px(x(i, order.size())) + "\" y=\""
                    + (BOTTOM + 16) + "\">" + order.get(i) + "</text>\n");
        }
    }

    private static void line(
            Html svg, Axis axis, List<String> order, String scanner, Map<String, BigDecimal> byMonth, int number) {
        StringBuilder points = new StringBuilder();
        for (int i = 0; i < order.size(); i++) {
            BigDecimal median = byMonth.get(order.get(i));
            if (median != null) {
                String x = Axis.px(x(i, order.size()));
                String y = Axis.px(axis.at(median.doubleValue()));
                points.append(x).append(',').append(y).append(' ');
                svg.raw("<circle class=\"dot s" + number % DASHES.size() + "\" r=\"3\" cx=\"" + x + "\" cy=\"" + y
                        + "\"/>");
            }
        }
        String style = "class=\"line s" + number % DASHES.size() + "\" stroke-dasharray=\""
                + DASHES.get(number % DASHES.size()) + "\"";
        int legend = BOTTOM + 38 + 18 * number;
        svg.raw("<polyline " + style + " points=\"" + points.toString().strip() + "\"/>\n<line " + style + " x1=\""
                        + LEFT
                        + "\" x2=\"" + (LEFT + 36) + "\" y1=\"" + (legend - 4) + "\" y2=\"" + (legend - 4)
                        + "\"/><text class=\"name\" x=\"" + (LEFT + 44) + "\" y=\"" + legend + "\">")
                .text(scanner)
                .raw("</text>\n");
    }

    private static double x(int index, int count) {
        return count == 1 ? (LEFT + RIGHT) / 2.0 : LEFT + 24 + (RIGHT - LEFT - 48.0) * index / (count - 1);
    }
}
