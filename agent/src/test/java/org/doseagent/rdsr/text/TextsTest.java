package org.doseagent.rdsr.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.Optional;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How numbers, dates, times and names are read out of text. */
final class TextsTest {

    private static final int ROUNDS = 200_000;

    /** The grammar of a decimal string, as a regular expression. */
    private static final Pattern DECIMAL = Pattern.compile("[+-]?(\\d+(\\.\\d*)?|\\.\\d+)([eE][+-]?\\d{1,9})?");

    @Test
    void a_decimal_string_is_read_by_its_grammar() {
        Random random = new Random(11);
        String alphabet = "0123456789012345.+-eE ";
        for (int round = 0; round < ROUNDS; round++) {
            StringBuilder text = new StringBuilder();
            for (int i = random.nextInt(random.nextInt(10) == 0 ? 24 : 7); i >= 0; i--) {
                text.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            assertThat(DecimalText.read(text.toString()))
                    .as("\"%s\"", text)
                    .isEqualTo(byGrammar(text.toString().strip()));
        }
    }

    private static Optional<BigDecimal> byGrammar(String text) {
        if (!DECIMAL.matcher(text).matches()) {
            return Optional.empty();
        }
        BigDecimal value = new BigDecimal(text);
        boolean isBounded = value.signum() == 0 || Math.abs(value.precision() - value.scale()) <= 30;
        return isBounded && Math.abs(value.scale()) <= 94 ? Optional.of(value) : Optional.empty();
    }

    @ParameterizedTest
    @CsvSource({
        "12.50, 12.50",
        "-0.1, -0.1",
        "+.5, 0.5",
        "5., 5",
        "1e3, 1E+3",
        "999999999999999999, 999999999999999999",
        "9999999999999999999, 9999999999999999999",
        "0.00000000000000000001, 1E-20",
        "1e999999999,",
        "1e31,",
        "'12,5',",
        "1e,",
        ".,",
        "NaN,",
        "'',"
    })
    void a_decimal_keeps_the_digits_of_the_report(String text, BigDecimal expected) {
        assertThat(DecimalText.read(text)).isEqualTo(Optional.ofNullable(expected));
    }

    @ParameterizedTest
    @CsvSource({
        "20260131120102, 2026-01-31T12:01:02",
        "20260131120102.123456+0100, 2026-01-31T12:01:02",
        "20260131, 2026-01-31T00:00",
        "20260131-0500, 2026-01-31T00:00",
        "2026013112, 2026-01-31T12:00",
        "20260131235960, 2026-01-31T23:59:59",
        "20260132,",
        "202601311,",
        "2026013125,",
        "20260131120102.1234567,",
        "18991231,",
        "21000101,",
        "today,"
    })
    void a_date_and_time_is_that_of_the_scanner(String text, String expected) {
        assertThat(Texts.dateTime(text).map(Object::toString)).isEqualTo(Optional.ofNullable(expected));
    }

    @ParameterizedTest
    @CsvSource({"1200, 12:00", "12:00:30, 12:00:30", "120030.5, 12:00:30", "1200.5,", "120,", "2400,", "noon,"})
    void a_time_may_be_short(String text, String expected) {
        assertThat(Texts.time(text).map(Object::toString)).isEqualTo(Optional.ofNullable(expected));
    }

    @ParameterizedTest
    @CsvSource({"2026.01.31, 2026-01-31", "2026-01-31, 2026-01-31", "20260231,", "2026013,"})
    void a_date_may_have_dots(String text, String expected) {
        assertThat(Texts.date(text).map(Object::toString)).isEqualTo(Optional.ofNullable(expected));
    }

    @ParameterizedTest
    @CsvSource({"+0100, +01:00", "-0330, -03:30", "+1400, +14:00", "+1500,", "+0160,", "0100,", "+01:00,"})
    void an_offset_has_four_digits(String text, String expected) {
        assertThat(Texts.offset(text).map(Object::toString)).isEqualTo(Optional.ofNullable(expected));
    }

    @ParameterizedTest
    @CsvSource({
        "*phantom*, Siemens PHANTOM 16, true",
        "*phantom*, phanto, false",
        "QA*, qa morning, true",
        "QA*, morning QA, false",
        "a*b*c, aXXbYYc, true",
        "a*b*c, aXXcYYb, false",
        "ab*ba, aba, false",
        "exact, EXACT, true",
        "exact, exactly, false"
    })
    void a_star_matches_any_characters(String pattern, String text, boolean expected) {
        assertThat(new Wildcard(pattern).matches(text)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "X-Ray Modulation Type=XYZ_EC, other|XYZ_EC",
                "Internal; xray modulation type = z_ec; x|Z_EC",
                "X-Ray Modulation Type, none; X-ray Modulation Type=AB|AB",
                "X-Ray Modulation Type=  ,|",
                "Gamma ray modulation type=A|",
                "ray modulation type=A|"
            })
    void a_comment_may_name_the_modulation(String comment, String expected) {
        assertThat(ModulationComment.read(comment)).isEqualTo(Optional.ofNullable(expected));
    }

    @Test
    void a_text_loses_its_control_characters_and_its_end() {
        assertThat(Texts.clean(" a\tb\u0085 ")).isEqualTo("ab");
        assertThat(Texts.clean("x".repeat(300))).hasSize(256);
    }
}
