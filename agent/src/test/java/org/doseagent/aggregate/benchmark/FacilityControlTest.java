package org.doseagent.aggregate.benchmark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.doseagent.aggregate.cells.EquipmentAge;
import org.doseagent.aggregate.cells.PopulationBand;
import org.doseagent.dose.Quantity;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class FacilityControlTest {

    private static final FacilityControl CONTROL = new FacilityControl(10, 50);
    private static final Benchmark.Key KEY =
            new Benchmark.Key("CT-CHEST", PopulationBand.ADULT, EquipmentAge.ANY, Quantity.DLP, 32);

    private static List<FacilityMedian> facilities(int count) {
        List<FacilityMedian> all = new ArrayList<>();
        for (int i = 1; i <= count; i++) {
            all.add(new FacilityMedian(BigDecimal.valueOf(100L + 10L * i), 100));
        }
        return all;
    }

    @ParameterizedTest(name = "{0} facilities: published {1}")
    @CsvSource({"9, false", "10, true", "11, true"})
    void a_figure_has_at_least_ten_facilities(int count, boolean isPublished) {
        assertThat(CONTROL.figure(KEY, facilities(count)).isPresent()).isEqualTo(isPublished);
    }

    @ParameterizedTest(name = "one of ten has {0} exams beside 900 of the others: published {1}")
    @CsvSource({"899, true", "900, true", "901, false"})
    void no_facility_dominates(long exams, boolean isPublished) {
        List<FacilityMedian> all = facilities(9);
        all.add(new FacilityMedian(BigDecimal.valueOf(500), exams));
        assertThat(CONTROL.figure(KEY, all).isPresent()).isEqualTo(isPublished);
    }

    @Test
    void the_number_of_facilities_is_rounded_down() {
        assertThat(CONTROL.figure(KEY, facilities(14)).orElseThrow().facilities())
                .isEqualTo(10);
    }

    @Test
    void percentiles_are_those_over_medians() {
        Figure figure = CONTROL.figure(KEY, facilities(21)).orElseThrow();
        assertThat(figure.p25()).isEqualByComparingTo("160");
        assertThat(figure.p50().value()).isEqualByComparingTo("210");
        assertThat(figure.p75().value()).isEqualByComparingTo("260");
    }

    @Test
    void no_setting_goes_below_ten() {
        assertThatIllegalArgumentException().isThrownBy(() -> new FacilityControl(9, 50));
    }

    private static Map<String, Figure> countries(int... counts) {
        Map<String, List<FacilityMedian>> byCountry = new TreeMap<>();
        for (int i = 0; i < counts.length; i++) {
            byCountry.put("A" + (char) ('A' + i), facilities(counts[i]));
        }
        return CONTROL.figuresOfCountries(KEY, byCountry);
    }

    @Test
    void a_small_country_is_not_what_the_others_leave() {
        assertThat(countries(30, 20)).containsOnlyKeys("AA", "AB");
        assertThat(countries(30, 20, 3))
                .as("the second smallest hides the smallest")
                .containsOnlyKeys("AA");
        assertThat(countries(30, 20, 9, 1)).as("ten others hide each other").containsOnlyKeys("AA", "AB");
        assertThat(countries(30, 9)).as("all minus the one would be the other").isEmpty();
    }

    @ParameterizedTest(name = "P{1} of {0}: ranks {2} to {3}")
    @CsvSource({"10, 50, 2, 9", "20, 50, 6, 15", "100, 50, 40, 61", "20, 75, 11, 19", "100, 75, 66, 84"})
    void intervals_are_the_order_statistics_of_the_binomial_distribution(int n, int percent, int lower, int upper) {
        assertThat(OrderStatistics.of(n, percent)).isEqualTo(Optional.of(new OrderStatistics(lower, upper)));
        assertThat(below(n, percent / 100.0, lower - 1)).isLessThanOrEqualTo(0.025);
        assertThat(below(n, percent / 100.0, lower)).isGreaterThan(0.025);
        assertThat(1 - below(n, percent / 100.0, upper - 1)).isLessThanOrEqualTo(0.025);
        assertThat(1 - below(n, percent / 100.0, upper - 2)).isGreaterThan(0.025);
    }

    /** P(X at most k), by exact products. */
    private static double below(int n, double p, int k) {
        double sum = 0;
        for (int i = 0; i <= k; i++) {
            double term = 1;
            for (int j = 1; j <= i; j++) {
                term *= (double) (n - i + j) / j;
            }
            sum += term * Math.pow(p, i) * Math.pow(1 - p, n - i);
        }
        return sum;
    }

    @Test
    void the_smallest_and_the_largest_facility_are_no_end_of_an_interval() {
        assertThat(OrderStatistics.of(10, 75)).isEmpty();
        assertThat(OrderStatistics.of(5, 50)).isEmpty();
    }
}
