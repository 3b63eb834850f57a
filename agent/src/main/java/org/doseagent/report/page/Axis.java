package org.doseagent.report.page;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A linear axis between two round numbers, mapped to pixels. */
record Axis(double min, double max, double step, int fromPixel, int toPixel) {

    /** Returns an axis from 0. */
    static Axis fromZero(double largestValue, int fromPixel, int toPixel) {
        return between(0, Math.max(largestValue, 1e-6), fromPixel, toPixel);
    }

    /** Returns an axis that includes both numbers, with about four steps. */
    static Axis between(double low, double high, int fromPixel, int toPixel) {
        double rough = Math.max(high - low, 1e-6) / 4;
        double power = Math.pow(10, Math.floor(Math.log10(rough)));
        double step = 10 * power;
        for (double factor : new double[] {5, 2.5, 2, 1}) {
            step = factor * power >= rough ? factor * power : step;
        }
        return new Axis(Math.floor(low / step) * step, Math.ceil(high / step) * step, step, fromPixel, toPixel);
    }

    double at(double value) {
        return fromPixel + (value - min) / (max - min) * (toPixel - fromPixel);
    }

    boolean holds(double value) {
        return value >= min && value <= max;
    }

    List<Double> ticks() {
        List<Double> ticks = new ArrayList<>();
        for (int i = 0; min + i * step <= max + step / 1000; i++) {
            ticks.add(min + i * step);
        }
        return ticks;
    }

    /** Draws a line at each tick, from {@code top} to {@code bottom}, and its label below. */
    void drawBelow(Html svg, int top, int bottom, Words words) {
        for (double tick : ticks()) {
            String x = px(at(tick));
            String anchor = tick == min ? "start" : at(tick) > toPixel - 12 ? "end" : "middle";
            svg.raw("<line class=\"grid\" x1=\"" + x + "\" x2=\"" + x + "\" y1=\"" + top + "\" y2=\"" + bottom
                    + "\"/><text class=\"tick\" text-anchor=\"" + anchor + "\" x=\"" + x + "\" y=\"" + (bottom + 15)
                    + "\">" + label(tick, words) + "</text>\n");
        }
    }

    /** Returns a tick without needless digits. */
    static String label(double value, Words words) {
        return words.published(BigDecimal.valueOf(Math.round(value * 1000) / 1000.0));
    }

    /** Returns pixels for SVG. */
    static String px(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }
}
