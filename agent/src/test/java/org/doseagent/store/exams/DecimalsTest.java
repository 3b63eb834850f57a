package org.doseagent.store.exams;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.doseagent.dose.Percentiles;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

final class DecimalsTest {

    @Test
    void of_nothing_there_is_no_percentile() {
        assertThat(new Decimals().percentile(50)).isEmpty();
        assertThat(new Decimals().size()).isZero();
    }

    @RepeatedTest(60)
    void every_percentile_is_that_of_the_exact_definition(RepetitionInfo repetition) {
        Random random = new Random(repetition.getCurrentRepetition());
        boolean isWide = random.nextInt(3) == 0;
        List<BigDecimal> numbers = new ArrayList<>();
        Decimals half = new Decimals();
        Decimals decimals = new Decimals();
        for (int i = random.nextInt(200); i >= 0; i--) {
            BigDecimal number = number(random, isWide);
            numbers.add(number);
            (random.nextBoolean() ? half : decimals).add(number);
        }
        decimals.addAll(half);
        numbers.sort(null);
        assertThat(decimals.size()).isEqualTo(numbers.size());
        for (int percent = 0; percent <= 100; percent++) {
            assertThat(decimals.percentile(percent))
                    .as("seed %d, percent %d", repetition.getCurrentRepetition(), percent)
                    .contains(Percentiles.of(numbers, percent).setScale(2, RoundingMode.HALF_UP));
        }
    }

    private static BigDecimal number(Random random, boolean isWide) {
        if (isWide && random.nextInt(20) == 0) {
            return new BigDecimal(random.nextBoolean() ? "123456789012345678901.5" : "0.0000000000000000000000001");
        }
        BigDecimal number = BigDecimal.valueOf(random.nextInt(2_000_000) - 1_000, random.nextInt(isWide ? 17 : 5));
        return random.nextInt(50) == 0 ? number.movePointRight(6) : number;
    }

    @Test
    void the_order_does_not_matter_and_nor_do_zeros_at_the_end() {
        Decimals first = new Decimals();
        first.add(15, 1);
        first.add(2, 0);
        Decimals second = new Decimals();
        second.add(new BigDecimal("2.00"));
        second.add(new BigDecimal("1.50"));
        assertThat(first).isEqualTo(second).hasSameHashCodeAs(second).hasToString("[1.5, 2]");
        second.add(1, 0);
        assertThat(first).isNotEqualTo(second);
    }
}
