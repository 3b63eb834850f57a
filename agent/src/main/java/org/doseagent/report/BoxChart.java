package org.doseagent.report;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.doseagent.dose.Percentiles;

/** Boxes of one quantity by scanner, with the reference level; few values are drawn one by one instead. SVG with a title and a description. */
final class BoxChart {

    /** Fewer values are drawn as dots. */
    static final int LEAST_FOR_A_BOX = 20;

    private static final int WIDTH = 720;
    private static final int LEFT = 200;
    private static final int RIGHT = WIDTH - 20;
    private static final int TOP = 24;
    private static final int ROW = 38;

    private BoxChart() {}

    /**
     * Returns the chart.
     *
     * @param id unique on the page
     * @param sorted values by scanner, ascending; at least one scanner with at least one value
     * @param drl the level; empty: none is drawn
     */
    static String svg(
            String id, String title, String description, Map<String, List<BigDecimal>> sorted, Optional<Level> drl) {
        double largest = Math.max(
                sorted.values().stream()
                        .mapToDouble(values -> percentile(values, values.size() < LEAST_FOR_A_BOX ? 100 : 95))
                        .max()
                        .orElse(1),
                drl.map(Level::value).orElse(0.0));
        Axis axis = Axis.of(largest * 1.02, LEFT, RIGHT);
        int bottom = TOP + ROW * sorted.size();
        Html svg = new Html();
        svg.raw("<svg role=\"img\" aria-labelledby=\"" + id + "t " + id + "d\" viewBox=\"0 0 " + WIDTH + " "
                        + (bottom + 30) + "\"><title id=\"" + id + "t\">")
                .text(title)
                .raw("</title><desc id=\"" + id + "d\">")
                .text(description)
                .raw("</desc>\n");
        for (double tick : axis.ticks()) {
            String x = Axis.px(axis.at(tick));
            svg.raw("<line class=\"grid\" x1=\"" + x + "\" x2=\"" + x + "\" y1=\"" + TOP + "\" y2=\"" + bottom
                    + "\"/><text class=\"tick\" text-anchor=\"middle\" x=\"" + x + "\" y=\"" + (bottom + 18) + "\">"
                    + Axis.label(tick) + "</text>\n");
        }
        int top = TOP;
        for (var entry : sorted.entrySet()) {
            svg.raw("<text class=\"name\" x=\"0\" y=\"" + (top + ROW / 2 + 4) + "\">")
                    .text(shorten(entry.getKey()) + " (" + entry.getValue().size() + ")")
                    .raw("</text>\n");
            draw(svg, axis, entry.getValue(), top);
            top += ROW;
        }
        drl.ifPresent(level -> level(svg, axis, level, bottom));
        return svg.raw("</svg>\n").toString();
    }

    private static void level(Html svg, Axis axis, Level level, int bottom) {
        String x = Axis.px(axis.at(level.value()));
        svg.raw("<line class=\"drl\" x1=\"" + x + "\" x2=\"" + x + "\" y1=\"" + (TOP - 8) + "\" y2=\"" + bottom
                + "\"/><text class=\"drltext\" text-anchor=\"middle\" x=\"" + x + "\" y=\"" + (TOP - 11) + "\">"
                + Html.escape(level.label()) + "</text>\n");
    }

    private static void draw(Html svg, Axis axis, List<BigDecimal> values, int top) {
        int middle = top + ROW / 2;
        if (values.size() < LEAST_FOR_A_BOX) {
            values.forEach(value -> svg.raw("<circle class=\"dot\" r=\"3.5\" cy=\"" + middle + "\" cx=\""
                    + Axis.px(axis.at(value.doubleValue())) + "\"/>"));
            svg.raw("\n");
            return;
        }
        double low = axis.at(percentile(values, 25));
        double high = axis.at(percentile(values, 75));
        svg.raw("<line class=\"whisker\" x1=\"" + Axis.px(axis.at(percentile(values, 5))) + "\" x2=\""
                + Axis.px(axis.at(percentile(values, 95))) + "\" y1=\"" + middle + "\" y2=\"" + middle + "\"/>");
        svg.raw("<rect class=\"box\" x=\"" + Axis.px(low) + "\" width=\"" + Axis.px(Math.max(1, high - low)) + "\" y=\""
                + (middle - 11) + "\" height=\"22\"/>");
        String x = Axis.px(axis.at(percentile(values, 50)));
        svg.raw("<line class=\"median\" x1=\"" + x + "\" x2=\"" + x + "\" y1=\"" + (middle - 11) + "\" y2=\""
                + (middle + 11) + "\"/>\n");
    }

    private static double percentile(List<BigDecimal> sorted, int percent) {
        return Percentiles.of(sorted, percent).doubleValue();
    }

    static String shorten(String label) {
        return label.length() > 26 ? label.substring(0, 25) + "…" : label;
    }
}
