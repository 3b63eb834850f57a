package org.doseagent.dose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

public final class PercentilesTest {

    /** Expected values as numpy.percentile (its default, linear, is type 7) gives them. */
    @ParameterizedTest
    @CsvSource({
        "1 2 3 4, 25, 1.75",
        "1 2 3 4, 50, 2.5",
        "1 2 3 4, 75, 3.25",
        "10 20 30 40 50, 25, 20",
        "10 20 30 40 50, 75, 40",
        "3.1 4.7 9.9, 25, 3.9",
        "7.2, 50, 7.2",
        "5 5 5 5, 75, 5",
        "1 2, 0, 1",
        "1 2, 100, 2"
    })
    void type_seven_in_exact_decimals(String values, int percent, String expected) {
        List<BigDecimal> sorted =
                Stream.of(values.split(" ")).map(BigDecimal::new).toList();
        assertThat(Percentiles.of(sorted, percent)).isEqualByComparingTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"7.2", "3 1", "9.9 3.1 4.7", "4 1 3 2.5", "0.1 0.2 0.3 0.4"})
    void both_forms_of_the_median_agree(String values) {
        List<BigDecimal> all = Stream.of(values.split(" ")).map(BigDecimal::new).toList();
        double[] doubles = all.stream().mapToDouble(BigDecimal::doubleValue).toArray();
        double[] before = doubles.clone();
        assertThat(Percentiles.median(doubles))
                .isEqualTo(Percentiles.median(all).doubleValue());
        assertThat(doubles).as("the values stay in their order").isEqualTo(before);
    }

    @Test
    void no_values_have_no_median() {
        assertThatThrownBy(() -> Percentiles.median(new double[0])).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void no_values_have_no_percentile() {
        assertThatThrownBy(() -> Percentiles.of(List.of(), 50)).isInstanceOf(IllegalArgumentException.class);
    }
}
