package org.doseagent.store.exams;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class DecimalTextTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "12.5,13.10,7 | [7, 12.5, 13.1]",
                "0.5 | [0.5]",
                "-1.5,2 | [-1.5, 2]",
                "1E+2,3 | [3, 100]",
                "123456789012345678901234567890.5,1 | [1, 123456789012345678901234567890.5]"
            })
    void reads_numbers_exactly(String list, String numbers) {
        assertThat(DecimalText.parse(list)).hasToString(numbers);
    }

    @Test
    void nothing_is_no_number() {
        assertThat(DecimalText.parse(null).size()).isZero();
    }
}
