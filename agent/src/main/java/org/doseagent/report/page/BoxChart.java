package org.doseagent.report.page;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.doseagent.dose.Percentiles;

/** Boxes of one quantity, one row for each group with its own reference levels; few values are drawn as dots. SVG with a title and a description. */
final class BoxChart {

    /** Fewer values are drawn as dots. */
    static final int MIN_FOR_A_BOX = 20;

    private static final int WIDTH = 500;
    private static final int LEFT = 6;
    private static final int RIGHT = WIDTH - 14;
    private static final int ROW = 42;
    private static final int LABEL_WIDTH = 76;

    /**
     * A row.
     *
     * @param sorted ascending, at least one value
     */
    record Row(String label, List<BigDecimal> sorted, List<ReferenceLines.Line> lines) {}

    private final Words words;
    private final List<Row> rows;
    private final Html svg = new Html();
    private final boolean isOneLevel;
    private final List<ReferenceLines.Line> common;
    private final int top;
    private final Axis axis;

    private BoxChart(List<Row> rows, Words words) {
        this.rows = rows;
        this.words = words;
        isOneLevel = rows.stream().map(row -> row.lines()).distinct().count() == 1;
        common = isOneLevel ? rows.get(0).lines() : List.of();
        top = 6 + 14 * common.size();
        double largest = 0;
        for (Row row : rows) {
            largest = Math.max(largest, percentile(row, row.sorted().size() < MIN_FOR_A_BOX ? 100 : 95));
            for (ReferenceLines.Line line : row.lines()) {
                largest = Math.max(largest, line.value().doubleValue());
            }
        }
        axis = Axis.fromZero(largest * 1.02, LEFT, RIGHT);
    }

    /** Returns the chart. */
    static String svg(ChartText text, List<Row> rows, Words words) {
        return new BoxChart(rows, words).build(text);
    }

    private String build(ChartText text) {
        int bottom = top + ROW * rows.size();
        text.open(svg, WIDTH, bottom + 20);
        axis.drawBelow(svg, top, bottom, words);
        for (int i = 0; i < rows.size(); i++) {
            row(rows.get(i), top + i * ROW);
        }
        labels();
        return svg.raw("</svg>\n").toString();
    }

    private void row(Row row, int y) {
        draw(row, y + 28);
        for (ReferenceLines.Line line : row.lines()) {
            String x = Axis.px(axis.at(line.value().doubleValue()));
            svg.raw("<line class=\"" + style(line) + "\" x1=\"" + x + "\" x2=\"" + x + "\" y1=\""
                    + (isOneLevel ? y : y + 17) + "\" y2=\"" + (isOneLevel ? y + ROW : y + 39) + "\"/>\n");
        }
        svg.raw("<text class=\"name\" x=\"" + LEFT + "\" y=\"" + (y + 14) + "\">")
                .text(row.label())
                .raw("</text>\n");
    }

    /** Draws the labels of lines through all rows, one below the other, so that they never overlap. */
    private void labels() {
        List<ReferenceLines.Line> placed = new ArrayList<>(common);
        for (int i = 0; i < placed.size(); i++) {
            ReferenceLines.Line line = placed.get(i);
            double x = axis.at(line.value().doubleValue());
            int y = 12 + 14 * i;
            String anchor = x > RIGHT - LABEL_WIDTH * 2 ? "end" : x < LABEL_WIDTH * 2 ? "start" : "middle";
            svg.raw("<line class=\"" + style(line) + "\" x1=\"" + Axis.px(x) + "\" x2=\"" + Axis.px(x) + "\" y1=\""
                            + (y + 3) + "\" y2=\"" + top + "\"/><text class=\"drltext\" text-anchor=\"" + anchor
                            + "\" x=\"" + Axis.px(x) + "\" y=\"" + y + "\">")
                    .text(line.label())
                    .raw("</text>\n");
        }
    }

    static String style(ReferenceLines.Line line) {
        return line.isTarget() ? "drl target" : "drl";
    }

    private void draw(Row row, int middle) {
        if (row.sorted().size() < MIN_FOR_A_BOX) {
            row.sorted()
                    .forEach(value -> svg.raw("<circle class=\"dot\" r=\"3.5\" cy=\"" + middle + "\" cx=\""
                            + Axis.px(axis.at(value.doubleValue())) + "\"/>"));
            svg.raw("\n");
            return;
        }
        double low = axis.at(percentile(row, 25));
        double high = axis.at(percentile(row, 75));
        svg.raw("<line class=\"whisker\" x1=\"" + Axis.px(axis.at(percentile(row, 5))) + "\" x2=\""
                + Axis.px(axis.at(percentile(row, 95))) + "\" y1=\"" + middle + "\" y2=\"" + middle + "\"/>");
        svg.raw("<rect class=\"box\" x=\"" + Axis.px(low) + "\" width=\"" + Axis.px(Math.max(1, high - low)) + "\" y=\""
                + (middle - 8) + "\" height=\"16\"/>");
        String x = Axis.px(axis.at(percentile(row, 50)));
        svg.raw("<line class=\"median\" x1=\"" + x + "\" x2=\"" + x + "\" y1=\"" + (middle - 8) + "\" y2=\""
                + (middle + 8) + "\"/>\n");
    }

    private static double percentile(Row row, int percent) {
        return Percentiles.of(row.sorted(), percent).doubleValue();
    }
}
