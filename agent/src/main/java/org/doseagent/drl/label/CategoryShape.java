package org.doseagent.drl.label;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;
import org.doseagent.dose.Percentiles;

/** How the exams of one category look: medians and spreads of logarithms, and how frequent phantoms, regions and numbers of phases are. */
final class CategoryShape {

    /** Student's t with few degrees of freedom: one odd value does not decide. */
    private static final double FREEDOM = 8;

    /** Smallest spread of a logarithm: what reports round. */
    private static final double MIN_SPREAD = 0.05;

    /** The median absolute deviation of a normal distribution, times this, is its standard deviation. */
    private static final double OF_NORMAL = 1.4826;

    /** A wrong protocol brings its own region with it, so that a region says little for the label; our choice. */
    private static final double RAREST_REGION = Math.log(0.5);

    private final int exams;
    private final Spread ctdiVol;
    private final Spread length;
    private final OptionalSpread ssde;
    private final Map<Integer, Integer> phantoms = new HashMap<>();
    private final Map<Integer, Integer> phases = new HashMap<>();
    private final Map<String, Integer> regions = new HashMap<>();

    CategoryShape(List<LabelFeatures> history) {
        exams = history.size();
        ctdiVol = Spread.of(history, LabelFeatures::ctdiVolMGy);
        length = Spread.of(history, LabelFeatures::lengthMm);
        List<LabelFeatures> sized =
                history.stream().filter(each -> each.ssdeMGy().isPresent()).toList();
        ssde = new OptionalSpread(
                sized.size() * 2 < exams
                        ? null
                        : Spread.of(sized, each -> each.ssdeMGy().orElseThrow()));
        for (LabelFeatures each : history) {
            phantoms.merge(each.phantomCm(), 1, Integer::sum);
            phases.merge(each.phases(), 1, Integer::sum);
            each.region().ifPresent(region -> regions.merge(region, 1, Integer::sum));
        }
    }

    /** A median and a spread of logarithms. */
    private record Spread(double median, double deviation) {

        static Spread of(List<LabelFeatures> history, ToDoubleFunction<LabelFeatures> value) {
            double[] logs = history.stream().mapToDouble(value).map(Math::log).toArray();
            double median = Percentiles.median(logs);
            double deviation = OF_NORMAL
                    * Percentiles.median(Arrays.stream(logs)
                            .map(log -> Math.abs(log - median))
                            .toArray());
            return new Spread(median, Math.max(MIN_SPREAD, deviation));
        }

        /** Returns the logarithm of the density, without the terms that all categories share. */
        double logDensity(double value) {
            double z = (Math.log(value) - median) / deviation;
            return -(FREEDOM + 1) / 2 * Math.log1p(z * z / FREEDOM) - Math.log(deviation);
        }
    }

    private record OptionalSpread(
            @org.jspecify.annotations.Nullable Spread spread) {
        double logDensity(OptionalDouble value) {
            return spread == null || value.isEmpty() ? 0 : spread.logDensity(value.getAsDouble());
        }
    }

    /** Returns how well a part fits: the logarithm of its likelihood. SSDE counts only where {@code withSsde}, so that all categories have the same terms. */
    double fit(LabelFeatures part, boolean withSsde) {
        return ctdiVol.logDensity(part.ctdiVolMGy())
                + length.logDensity(part.lengthMm())
                + (withSsde ? ssde.logDensity(part.ssdeMGy()) : 0)
                + frequency(phantoms, part.phantomCm())
                + frequency(phases, part.phases())
                + part.region()
                        .map(region -> Math.max(RAREST_REGION, frequency(regions, region)))
                        .orElse(0.0);
    }

    boolean hasSsde() {
        return ssde.spread() != null;
    }

    int exams() {
        return exams;
    }

    /** The estimate of Laplace: what was never seen is rare, not impossible. */
    private <K> double frequency(Map<K, Integer> counts, K key) {
        return Math.log((counts.getOrDefault(key, 0) + 1.0) / (exams + counts.size() + 1.0));
    }

    String text() {
        return String.format(
                Locale.ROOT,
                "typically %.0f mm, %.1f mGy on %d cm, phases: %d",
                Math.exp(length.median()),
                Math.exp(ctdiVol.median()),
                most(phantoms),
                most(phases));
    }

    private static int most(Map<Integer, Integer> counts) {
        return counts.entrySet().stream()
                .max(Map.Entry.comparingByValue())
                .orElseThrow()
                .getKey();
    }
}
