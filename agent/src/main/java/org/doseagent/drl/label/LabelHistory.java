package org.doseagent.drl.label;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The histories of all categories. A part is suspected where another category fits at least {@link #MIN_ODDS} times as well as its own, and where it
 * is odd in its own: it fits worse than {@link #ODD_PERCENT} of 100 exams of its category.
 *
 * <p>Categories that look alike, such as a chest and a chest for pulmonary embolism, are not told apart; a category with fewer than {@link
 * #MIN_EXAMS} exams is neither suspected nor suggested. Immutable.
 */
public final class LabelHistory {

    /** Fewer exams have no median that can be relied on (ICRP 135 asks for 20). */
    public static final int MIN_EXAMS = 20;

    /** Our choice: with one wrong label in 20, a label is right 19 times as often as wrong before anything is measured. */
    private static final double MIN_ODDS = 20;

    /** Our choice: a rare category may get a wrong label for each three right ones, and they still are among its odd exams. */
    private static final int ODD_PERCENT = 25;

    private final Map<String, CategoryShape> shapes = new TreeMap<>();
    private final Map<String, Double> oddBelow = new HashMap<>();
    private final boolean withSsde;

    /** Learns from the parts of adults, by category. */
    public LabelHistory(Map<String, List<LabelFeatures>> byCategory) {
        byCategory.forEach((category, parts) -> {
            if (parts.size() >= MIN_EXAMS) {
                shapes.put(category, new CategoryShape(parts));
            }
        });
        withSsde = !shapes.isEmpty() && shapes.values().stream().allMatch(CategoryShape::hasSsde);
        shapes.forEach((category, shape) -> {
            double[] fits = byCategory.get(category).stream()
                    .mapToDouble(part -> shape.fit(part, withSsde))
                    .sorted()
                    .toArray();
            oddBelow.put(category, fits[fits.length * ODD_PERCENT / 100]);
        });
    }

    /**
     * A part that fits another category better.
     *
     * @param likely the category that fits best
     * @param odds how many times as well it fits
     * @param text both in words, with numbers
     */
    public record Suspicion(String likely, double odds, String text) {}

    /** Returns the suspicion about a part of a category; empty where its own category fits. */
    public Optional<Suspicion> suspect(String category, LabelFeatures part) {
        CategoryShape own = shapes.get(category);
        Double limit = oddBelow.get(category);
        if (own == null || limit == null || own.fit(part, withSsde) > limit) {
            return Optional.empty();
        }
        Map.Entry<String, CategoryShape> best = shapes.entrySet().stream()
                .max((one, other) -> Double.compare(score(one.getValue(), part), score(other.getValue(), part)))
                .orElseThrow();
        double odds = Math.exp(score(best.getValue(), part) - score(own, part));
        if (best.getKey().equals(category) || odds < MIN_ODDS) {
            return Optional.empty();
        }
        return Optional.of(new Suspicion(
                best.getKey(),
                odds,
                part.text() + "; " + category + ": " + own.text() + "; " + best.getKey() + ": "
                        + best.getValue().text()));
    }

    /** A frequent category is likelier before anything is measured. */
    private double score(CategoryShape shape, LabelFeatures part) {
        return shape.fit(part, withSsde) + Math.log(shape.exams());
    }
}
