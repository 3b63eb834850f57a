package org.doseagent.aggregate.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.doseagent.dose.Percentiles;
import org.doseagent.dose.Quantity;
import org.junit.jupiter.api.Test;

/** How wrong noise makes a percentile, beside how wrong a sample makes it; the table of docs/benchmarks.md is what this prints. */
final class DifferentialPrivacyTest {

    private static final int RUNS = 400;
    private static final double MEDIAN = 350;
    private static final double LOG_SD = Math.log(1.55);

    /** Normal scores of the 25th, 50th and 75th percentile. */
    private static final double[] SCORES = {-0.67449, 0, 0.67449};

    private static final int[] PERCENTS = {25, 50, 75};

    @Test
    void at_a_hundred_exams_noise_costs_no_more_than_a_few_times_the_sample_itself() {
        System.out.println(
                "n    epsilon  P25 noise  P50 noise  P75 noise  P25 sample  P50 sample  P75 sample  (median |error| in %)");
        for (int n : new int[] {100, 200, 500}) {
            for (String epsilon : List.of("0.5", "1", "2", "4")) {
                double[] errors = errors(n, epsilon);
                System.out.printf(
                        "%-4d %-8s %9.1f %10.1f %10.1f %11.1f %11.1f %11.1f%n",
                        n, epsilon, errors[0], errors[1], errors[2], errors[3], errors[4], errors[5]);
                if (Double.parseDouble(epsilon) >= 1 && n >= 200) {
                    assertThat(errors[1])
                            .as("P50 at n=%d, epsilon=%s", n, epsilon)
                            .isLessThan(4 * errors[4] + 1);
                }
            }
        }
    }

    private static double[] errors(int n, String epsilon) {
        Random random = new Random(7);
        DifferentialPrivacy privacy = new DifferentialPrivacy(new BigDecimal(epsilon), BigDecimal.TEN);
        List<List<Double>> errors = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            errors.add(new ArrayList<>());
        }
        for (int run = 0; run < RUNS; run++) {
            List<BigDecimal> values = sample(random, n);
            ExponentialQuantiles noisy = new ExponentialQuantiles(privacy, Quantity.DLP, noise("run " + run));
            for (int i = 0; i < PERCENTS.length; i++) {
                double exact = Percentiles.of(values, PERCENTS[i]).doubleValue();
                double truth = MEDIAN * Math.exp(LOG_SD * SCORES[i]);
                errors.get(i).add(Math.abs(noisy.of(values, PERCENTS[i]).doubleValue() / exact - 1) * 100);
                errors.get(i + 3).add(Math.abs(exact / truth - 1) * 100);
            }
        }
        return errors.stream()
                .mapToDouble(each -> {
                    Collections.sort(each);
                    return each.get(each.size() / 2);
                })
                .toArray();
    }

    @Test
    void the_same_seed_draws_the_same_and_another_one_another() {
        DifferentialPrivacy privacy = new DifferentialPrivacy(BigDecimal.ONE, BigDecimal.TEN);
        List<BigDecimal> values = sample(new Random(1), 100);
        BigDecimal first = new ExponentialQuantiles(privacy, Quantity.DLP, noise("a")).of(values, 50);
        assertThat(new ExponentialQuantiles(privacy, Quantity.DLP, noise("a")).of(values, 50))
                .isEqualTo(first);
        assertThat(new ExponentialQuantiles(privacy, Quantity.DLP, noise("b")).of(values, 50))
                .isNotEqualTo(first);
    }

    @Test
    void numbers_of_the_generator_are_spread_evenly() {
        Noise noise = noise("even");
        int[] tenths = new int[10];
        for (int i = 0; i < 10_000; i++) {
            tenths[(int) (noise.next() * 10)]++;
        }
        for (int count : tenths) {
            assertThat(count).isBetween(880, 1120);
        }
    }

    @Test
    void what_is_drawn_stays_in_the_range_and_equal_values_are_found() {
        DifferentialPrivacy privacy = new DifferentialPrivacy(new BigDecimal("4"), BigDecimal.TEN);
        List<BigDecimal> fixed = Collections.nCopies(200, new BigDecimal("60.5"));
        double drawn = new ExponentialQuantiles(privacy, Quantity.DLP, noise("fixed"))
                .of(fixed, 50)
                .doubleValue();
        assertThat(drawn).isBetween(58.0, 63.0);
        List<BigDecimal> outside = Collections.nCopies(100, new BigDecimal("99999"));
        assertThat(new ExponentialQuantiles(privacy, Quantity.CTDIVOL, noise("out"))
                        .of(outside, 50)
                        .doubleValue())
                .isBetween(0.5, 200.0);
    }

    /** One exam more or less changes the chance of no outcome by more than the budget allows; counted over many seeds. */
    @Test
    void one_exam_changes_the_chances_by_no_more_than_the_budget() {
        DifferentialPrivacy privacy = new DifferentialPrivacy(new BigDecimal("3"), BigDecimal.TEN);
        List<BigDecimal> with = sample(new Random(3), 100);
        List<BigDecimal> without = with.subList(0, 99);
        int[][] counts = new int[2][8];
        int draws = 20_000;
        for (int i = 0; i < draws; i++) {
            counts[0][bin(new ExponentialQuantiles(privacy, Quantity.DLP, noise("w" + i)).of(with, 50))]++;
            counts[1][bin(new ExponentialQuantiles(privacy, Quantity.DLP, noise("o" + i)).of(without, 50))]++;
        }
        // A third of 3 for each percentile; a tenth above e for the error of counting.
        for (int bin = 0; bin < 8; bin++) {
            if (counts[0][bin] > 500 && counts[1][bin] > 500) {
                double ratio = (double) counts[0][bin] / counts[1][bin];
                assertThat(ratio).isBetween(1 / (Math.E * 1.1), Math.E * 1.1);
            }
        }
    }

    private static int bin(BigDecimal value) {
        return Math.min(7, Math.max(0, (value.intValue() - 310) / 10));
    }

    @Test
    void a_budget_that_means_nothing_is_refused() {
        assertThatThrownBy(() -> new DifferentialPrivacy(BigDecimal.ZERO, BigDecimal.ONE))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new DifferentialPrivacy(new BigDecimal("11"), new BigDecimal("20")))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new DifferentialPrivacy(BigDecimal.TEN, BigDecimal.ONE))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static Noise noise(String seed) {
        return new Noise(seed.getBytes(StandardCharsets.UTF_8));
    }

    private static List<BigDecimal> sample(Random random, int n) {
        List<BigDecimal> values = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            values.add(BigDecimal.valueOf(Math.round(MEDIAN * Math.exp(LOG_SD * random.nextGaussian()) * 10), 1));
        }
        Collections.sort(values);
        return values;
    }
}
