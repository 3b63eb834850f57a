package org.doseagent.report.page;

import java.math.BigDecimal;
import java.util.List;
import org.doseagent.aggregate.benchmark.Figure;

/** Boxes from P25 to P75 over facilities, one row for each figure. SVG with a title and a description. */
final class FigureChart {

    private static final int WIDTH = 500;
    private static final int LEFT = 6;
    private static final int RIGHT = WIDTH - 14;
    private static final int TOP = 6;
    private static final int ROW = 40;

    /** A row and its label. */
    record Row(String label, Figure figure) {}

    private final Words words;
    private final List<Row> rows;
    private final Html svg = new Html();
    private final Axis axis;

    private FigureChart(List<Row> rows, Words words) {
        this.rows = rows;
        this.words = words;
        double largest = rows.stream()
                .mapToDouble(row -> row.figure()
                        .p75()
                        .interval()
                        .map(Figure.Range::high)
                        .orElse(row.figure().p75().value())
                        .doubleValue())
                .max()
                .orElse(0);
        axis = Axis.fromZero(largest * 1.02, LEFT, RIGHT);
    }

    /** Returns the chart. */
    static String svg(ChartText text, List<Row> rows, Words words) {
        return new FigureChart(rows, words).build(text);
    }

    private String build(ChartText text) {
        int bottom = TOP + ROW * rows.size();
        text.open(svg, WIDTH, bottom + 20);
        axis.drawBelow(svg, TOP, bottom, words);
        for (int i = 0; i < rows.size(); i++) {
            row(rows.get(i), TOP + i * ROW);
        }
        return svg.raw("</svg>\n").toString();
    }

    private void row(Row row, int y) {
        int middle = y + 28;
        Figure figure = row.figure();
        figure.p75()
                .interval()
                .ifPresent(interval -> svg.raw("<line class=\"whisker\" x1=\"" + x(interval.low()) + "\" x2=\""
                        + x(interval.high()) + "\" y1=\"" + middle + "\" y2=\"" + middle + "\"/>"));
        double low = axis.at(figure.p25().doubleValue());
        double high = axis.at(figure.p75().value().doubleValue());
        svg.raw("<rect class=\"box\" x=\"" + Axis.px(low) + "\" width=\"" + Axis.px(Math.max(1, high - low)) + "\" y=\""
                + (middle - 7) + "\" height=\"14\"/>");
        String median = x(figure.p50().value());
        svg.raw("<line class=\"median\" x1=\"" + median + "\" x2=\"" + median + "\" y1=\"" + (middle - 7) + "\" y2=\""
                        + (middle + 7) + "\"/><text class=\"name\" x=\"" + LEFT + "\" y=\"" + (y + 14) + "\">")
                .text(row.label())
                .raw("</text>\n");
    }

    private String x(BigDecimal value) {
        return Axis.px(axis.at(value.doubleValue()));
    }
}
