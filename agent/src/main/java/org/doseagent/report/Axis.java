package org.doseagent.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A linear axis from 0 to a round number at or above the largest value, mapped to pixels. */
record Axis(double largest, double step, int fromPixel, int toPixel) {

    private static final int STEPS = 5;

    static Axis of(double largestValue, int fromPixel, int toPixel) {
        double rough = Math.max(largestValue, 1e-6) / STEPS;
        double power = Math.pow(10, Math.floor(Math.log10(rough)));
        double step = power;
        for (double factor : new double[] {1, 2, 2.5, 5, 10}) {
            if (factor * power >= rough) {
                step = factor * power;
                break;
            }
        }
        return new Axis(Math.ceil(largestValue / step) * step, step, fromPixel, toPixel);
    }

    double at(double value) {
        return fromPixel + value / largest * (toPixel - fromPixel);
    }

    List<Double> ticks() {
        List<Double> ticks = new ArrayList<>();
        for (int i = 0; i * step <= largest * 1.0001; i++) {
            ticks.add(i * step);
        }
        return ticks;
    }

    /** Returns a number without needless digits. */
    static String label(double value) {
        return value == Math.rint(value)
                ? String.format(Locale.ROOT, "%.0f", value)
                : String.format(Locale.ROOT, "%.2f", value).replaceAll("0+$", "");
    }

    /** Returns pixels for SVG. */
    static String px(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }
}
