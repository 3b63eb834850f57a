package org.doseagent.report.page;

import java.time.LocalDate;
import java.time.YearMonth;
import java.util.List;
import java.util.Map;
import org.doseagent.dose.identity.DeviceKey;

/**
 * Monthly medians of one scanner with the number of exams below: one of several small charts with the same axes. A broken line marks an axis of
 * doses that does not begin at 0; an arrow shows a level outside the axis. SVG with a title and a description.
 */
final class TrendPanel {

    private static final int WIDTH = 250;
    private static final int HEIGHT = 172;
    private static final int LEFT = 38;
    private static final int RIGHT = WIDTH - 8;
    private static final int TOP = 42;
    private static final int BOTTOM = 118;
    private static final int BARS = 26;

    /** A month with fewer exams is a hollow dot. */
    private static final int FEW = 10;

    /** The settings that all panels of a chart share. */
    record Frame(List<YearMonth> months, double low, double high, int mostExams, List<ReferenceLines.Line> lines) {}

    /**
     * What one panel shows.
     *
     * @param id unique on the page
     */
    record Panel(String id, DeviceKey scanner, Map<YearMonth, Doses.Month> medians, List<ReportInput.Mark> marks) {}

    private final Frame frame;
    private final Words words;
    private final Axis axis;
    private final Html svg = new Html();

    TrendPanel(Frame frame, Words words) {
        this.frame = frame;
        this.words = words;
        axis = Axis.between(frame.low(), frame.high(), BOTTOM, TOP);
    }

    /**
     * Returns the panel of one scanner.
     *
     * @param title title of the chart
     */
    String svg(Panel panel, String title) {
        String name = panel.scanner().label();
        new ChartText(panel.id(), title + ", " + name, description(panel.marks())).open(svg, WIDTH, HEIGHT);
        svg.raw("<text class=\"panelname\" x=\"0\" y=\"12\">").text(name).raw("</text>\n");
        grid();
        levels();
        panel.marks().forEach(this::mark);
        bars(panel.medians());
        line(panel.medians());
        return svg.raw("</svg>\n").toString();
    }

    private String description(List<ReportInput.Mark> marks) {
        StringBuilder text = new StringBuilder(words.of("seeNumbers"));
        frame.lines().forEach(line -> text.append(' ').append(line.label()).append('.'));
        marks.forEach(mark -> text.append(' ').append(markText(mark, words)).append('.'));
        return text.toString();
    }

    static String markText(ReportInput.Mark mark, Words words) {
        return words.of(
                switch (mark.kind()) {
                    case SOFTWARE -> "markSoftware";
                    case RISE -> "markRise";
                    case FALL -> "markFall";
                },
                mark.text(),
                mark.day().toString());
    }

    private void grid() {
        for (double tick : axis.ticks()) {
            String y = Axis.px(axis.at(tick));
            svg.raw("<line class=\"grid\" x1=\"" + LEFT + "\" x2=\"" + RIGHT + "\" y1=\"" + y + "\" y2=\"" + y
                    + "\"/><text class=\"tick\" text-anchor=\"end\" x=\"" + (LEFT - 5) + "\" y=\""
                    + Axis.px(axis.at(tick) + 4) + "\">" + Axis.label(tick, words) + "</text>\n");
        }
        if (axis.min() > 0) {
            svg.raw("<path class=\"break\" d=\"M" + (LEFT - 4) + " " + (BOTTOM + 3) + "l8 3l-8 3l8 3\"/>\n");
        }
        int last = frame.months().size() - 1;
        int every = Math.max(1, (last + 4) / 4);
        for (int i = 0; i <= last; i += every) {
            svg.raw("<text class=\"tick\" text-anchor=\"" + (i == 0 ? "start" : "middle") + "\" x=\""
                    + Axis.px(i == 0 ? LEFT - 2 : x(i)) + "\" y=\"" + (HEIGHT - 3) + "\">"
                    + monthLabel(i, every) + "</text>\n");
        }
    }

    /** Returns the month without the year if the label before has the same year. */
    private String monthLabel(int index, int every) {
        YearMonth month = frame.months().get(index);
        boolean isSameYear = index >= every && frame.months().get(index - every).getYear() == month.getYear();
        return isSameYear ? month.toString().substring(5) : month.toString();
    }

    private void levels() {
        int above = 0;
        for (ReferenceLines.Line line : frame.lines()) {
            double value = line.value().doubleValue();
            if (axis.holds(value)) {
                String y = Axis.px(axis.at(value));
                svg.raw("<line class=\"" + BoxChart.style(line) + "\" x1=\"" + LEFT + "\" x2=\"" + RIGHT + "\" y1=\""
                                + y
                                + "\" y2=\"" + y + "\"/><text class=\"drltext\" text-anchor=\"end\" x=\"" + RIGHT
                                + "\" y=\"" + Axis.px(axis.at(value) - 3) + "\">")
                        .text(line.shortLabel())
                        .raw("</text>\n");
            } else if (above == 0) {
                above++;
                svg.raw("<text class=\"drltext\" text-anchor=\"end\" x=\"" + RIGHT + "\" y=\""
                                + (value > axis.max() ? 24 : BOTTOM - 3) + "\">")
                        .text(line.shortLabel() + (value > axis.max() ? " ↑" : " ↓"))
                        .raw("</text>\n");
            }
        }
    }

    private void mark(ReportInput.Mark mark) {
        YearMonth month = YearMonth.from(mark.day());
        int index = frame.months().indexOf(month);
        if (index < 0) {
            return;
        }
        LocalDate day = mark.day();
        double x = x(index)
                + (RIGHT - LEFT)
                        / (double) frame.months().size()
                        * ((double) day.getDayOfMonth() / month.lengthOfMonth() - 0.5);
        boolean isRight = x > (LEFT + RIGHT) / 2.0;
        svg.raw("<line class=\"mark\" x1=\"" + Axis.px(x) + "\" x2=\"" + Axis.px(x) + "\" y1=\"" + (TOP - 6)
                        + "\" y2=\""
                        + BOTTOM + "\"/><text class=\"marktext\" text-anchor=\"" + (isRight ? "end" : "start")
                        + "\" x=\""
                        + Axis.px(x + (isRight ? -3 : 3)) + "\" y=\"" + (TOP - 2) + "\">")
                .text((mark.kind() == ReportInput.Mark.Kind.SOFTWARE ? "▼ " : "◆ ") + mark.text())
                .raw("</text>\n");
    }

    private void bars(Map<YearMonth, Doses.Month> medians) {
        int base = HEIGHT - 16;
        double width = (RIGHT - LEFT) / (double) frame.months().size();
        for (int i = 0; i < frame.months().size(); i++) {
            Doses.Month month = medians.get(frame.months().get(i));
            if (month != null) {
                double height = Math.max(1, (double) BARS * month.n() / Math.max(1, frame.mostExams()));
                svg.raw("<rect class=\"bar\" x=\"" + Axis.px(x(i) - width * 0.35) + "\" width=\""
                        + Axis.px(width * 0.7) + "\" y=\"" + Axis.px(base - height) + "\" height=\""
                        + Axis.px(height) + "\"/>");
            }
        }
        svg.raw("<text class=\"tick\" text-anchor=\"end\" x=\"" + (LEFT - 5) + "\" y=\"" + (base - BARS + 9) + "\">n "
                + frame.mostExams() + "</text>\n");
    }

    private void line(Map<YearMonth, Doses.Month> medians) {
        StringBuilder points = new StringBuilder();
        StringBuilder dots = new StringBuilder();
        for (int i = 0; i < frame.months().size(); i++) {
            Doses.Month month = medians.get(frame.months().get(i));
            if (month != null) {
                String x = Axis.px(x(i));
                double value =
                        Math.max(axis.min(), Math.min(axis.max(), month.median().doubleValue()));
                String y = Axis.px(axis.at(value));
                points.append(x).append(',').append(y).append(' ');
                dots.append("<circle class=\"dot")
                        .append(month.n() < FEW ? " few" : "")
                        .append("\" r=\"3\" cx=\"")
                        .append(x)
                        .append("\" cy=\"")
                        .append(y)
                        .append("\"/>");
            }
        }
        svg.raw("<polyline class=\"line\" points=\"" + points.toString().strip() + "\"/>" + dots + "\n");
    }

    private double x(int index) {
        return LEFT + (RIGHT - LEFT) * (index + 0.5) / frame.months().size();
    }
}
