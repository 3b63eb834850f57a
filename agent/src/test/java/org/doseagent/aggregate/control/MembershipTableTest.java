package org.doseagent.aggregate.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.function.BiFunction;
import org.doseagent.dose.Percentiles;
import org.junit.jupiter.api.Test;

/**
 * How often one exam more changes the published cells (DLP and CTDIvol) of a category, for an adversary who knows all other exams, beside
 * the error of P50 and P75: the table of decision 0023. Doses are log-normal; DLP has a spread of 0.4, CTDIvol of about 0.37.
 */
final class MembershipTableTest {

    private static final int SEED = 20261125;

    /** Rounds a percentile of a cell of these values. */
    private interface Rounding extends BiFunction<BigDecimal, List<BigDecimal>, BigDecimal> {}

    private record Choice(int stepOfN, Rounding rounding) {

        List<BigDecimal> publish(List<BigDecimal> values) {
            List<BigDecimal> sorted = values.stream().sorted().toList();
            List<BigDecimal> cell = new ArrayList<>(List.of(BigDecimal.valueOf(sorted.size() / stepOfN * stepOfN)));
            DisclosureControl.PERCENTS.forEach(percent -> cell.add(
                    rounding.apply(Percentiles.of(sorted, percent), sorted).stripTrailingZeros()));
            return cell;
        }
    }

    /** Shares in per cent; errors as the root mean square of the deviation from the true percentile, in per cent. */
    private record Row(double typical, double outlier, double errorP50, double errorP75) {
        String text() {
            return String.format(Locale.ROOT, "%.0f / %.0f / %.1f / %.1f", typical, outlier, errorP50, errorP75);
        }
    }

    private static final Map<String, Choice> CHOICES = new LinkedHashMap<>();

    static {
        CHOICES.put("2 digits, n by 5 (earlier programs)", new Choice(5, (value, all) -> digits(value, 2)));
        CHOICES.put("2 digits, n by 20", new Choice(20, (value, all) -> digits(value, 2)));
        CHOICES.put("1 digit, n by 20", new Choice(20, (value, all) -> digits(value, 1)));
        for (double step : new double[] {1.5, 2, 2.5, 3.5}) {
            CHOICES.put(
                    "grid, step " + step + ", n by 20",
                    new Choice(20, (value, all) -> Grid.of(all, step).round(value)));
        }
    }

    private static BigDecimal digits(BigDecimal value, int count) {
        return value.round(new MathContext(count, RoundingMode.HALF_UP));
    }

    /** Prints the table. */
    public static void main(String[] arguments) {
        System.out.println("typical % / outlier % / error of P50 % / error of P75 %");
        CHOICES.forEach((name, choice) -> {
            StringBuilder line = new StringBuilder("| " + name);
            for (int n : new int[] {20, 40, 60, 100, 150, 300}) {
                line.append(" | ").append(row(choice, n, 1000).text());
            }
            System.out.println(line.append(" |"));
        });
    }

    @Test
    void below_150_exams_one_exam_is_noticed_less_than_half_as_often_as_by_earlier_programs() {
        for (int n : new int[] {40, 60, 100}) {
            Row earlier = row(CHOICES.get("2 digits, n by 5 (earlier programs)"), n, 300);
            Row now = row(CHOICES.get("grid, step 2.5, n by 20"), n, 300);
            assertThat(now.typical()).as("n %d, seed %d", n, SEED).isLessThan(earlier.typical() / 2);
            assertThat(now.outlier()).as("n %d, seed %d", n, SEED).isLessThan(earlier.outlier() / 2);
            assertThat(now.errorP50()).as("n %d, seed %d", n, SEED).isLessThan(13);
            assertThat(now.errorP75()).as("n %d, seed %d", n, SEED).isLessThan(13);
        }
    }

    private static Row row(Choice choice, int n, int trials) {
        Random random = new Random(SEED + n);
        int typical = 0;
        int outlier = 0;
        double sum50 = 0;
        double sum75 = 0;
        for (int trial = 0; trial < trials; trial++) {
            double median = Math.exp(Math.log(50) + random.nextDouble() * Math.log(18));
            List<BigDecimal> dlp = new ArrayList<>();
            List<BigDecimal> ctdi = new ArrayList<>();
            int count = n + random.nextInt(20);
            for (int i = 0; i < count; i++) {
                add(dlp, ctdi, median, random);
            }
            List<BigDecimal> cell = choice.publish(dlp);
            List<List<BigDecimal>> known = List.of(cell, choice.publish(ctdi));
            sum50 += square(cell.get(2), median);
            sum75 += square(cell.get(3), median * Math.exp(0.4 * 0.67449));
            List<BigDecimal> dlpMore = new ArrayList<>(dlp);
            List<BigDecimal> ctdiMore = new ArrayList<>(ctdi);
            add(dlpMore, ctdiMore, median, random);
            typical += known.equals(List.of(choice.publish(dlpMore), choice.publish(ctdiMore))) ? 0 : 1;
            dlpMore.set(count, decimal(4 * median));
            ctdiMore.set(count, decimal(4 * median / 50));
            outlier += known.equals(List.of(choice.publish(dlpMore), choice.publish(ctdiMore))) ? 0 : 1;
        }
        return new Row(
                100.0 * typical / trials,
                100.0 * outlier / trials,
                100 * Math.sqrt(sum50 / trials),
                100 * Math.sqrt(sum75 / trials));
    }

    private static void add(List<BigDecimal> dlp, List<BigDecimal> ctdi, double median, Random random) {
        double z = 0.4 * random.nextGaussian();
        dlp.add(decimal(median * Math.exp(z)));
        ctdi.add(decimal(median / 50 * Math.exp(0.7 * z + 0.25 * random.nextGaussian())));
    }

    private static double square(BigDecimal value, double truth) {
        double deviation = value.doubleValue() / truth - 1;
        return deviation * deviation;
    }

    private static BigDecimal decimal(double value) {
        return BigDecimal.valueOf(value).setScale(2, RoundingMode.HALF_UP);
    }
}
