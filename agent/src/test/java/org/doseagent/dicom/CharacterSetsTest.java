package org.doseagent.dicom;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class CharacterSetsTest {

    @ParameterizedTest
    @CsvSource({
        "ISO_IR 100, ISO-8859-1, Äußerung é",
        "ISO_IR 101, ISO-8859-2, Żółć",
        "ISO_IR 109, ISO-8859-3, Ħĥ",
        "ISO_IR 110, ISO-8859-4, Ķļ",
        "ISO_IR 144, ISO-8859-5, Грудь",
        "ISO_IR 127, ISO-8859-6, قباني",
        "ISO_IR 126, ISO-8859-7, Διονυσιος",
        "ISO_IR 138, ISO-8859-8, שרון",
        "ISO_IR 148, ISO-8859-9, Çavuşoğlu",
        "ISO_IR 13, Shift_JIS, ﾔﾏﾀﾞ",
        "ISO_IR 166, TIS-620, นามสกุล",
        "ISO_IR 192, UTF-8, 王小東",
        "GB18030, GB18030, 王小东",
        "GBK, GBK, 王小东"
    })
    void every_single_term(String term, String charset, String text) {
        assertThat(decode(text.getBytes(Charset.forName(charset)), term)).isEqualTo(text);
    }

    /** The Japanese and Korean examples of PS3.5 Annex H.3 and I.2. */
    @ParameterizedTest
    @CsvSource({
        "'', ISO 2022 IR 87, 59616d6164615e5461726f753d1b24423b3345441b28425e1b244242404f3a1b28423d, Yamada^Tarou=山田^太郎=",
        "'', ISO 2022 IR 149, 486f6e675e47696c646f6e673d1b242943fbf35e1b242943d1ce, Hong^Gildong=洪^吉"
    })
    void code_extensions_of_iso_2022(String first, String second, String hex, String text) {
        byte[] bytes = HexFormat.of().parseHex(hex);
        String decoded = CharacterSets.decode(bytes, List.of(first, second), Vr.PN);
        assertThat(decoded).isEqualTo(text);
    }

    @Test
    void what_is_misspelt_or_undeclared_is_read_as_well_as_it_can_be() {
        assertThat(decode("é".getBytes(StandardCharsets.ISO_8859_1), "ISO-IR-100"))
                .isEqualTo("é");
        assertThat(decode("é".getBytes(StandardCharsets.ISO_8859_1), "ISO 2022 IR 100"))
                .isEqualTo("é");
        assertThat(CharacterSets.decode("é".getBytes(StandardCharsets.UTF_8), List.of(), Vr.LO))
                .isEqualTo("é");
        assertThat(CharacterSets.decode("é".getBytes(StandardCharsets.ISO_8859_1), List.of(), Vr.LO))
                .isEqualTo("é");
    }

    private static String decode(byte[] bytes, String term) {
        return CharacterSets.decode(bytes, List.of(term), Vr.LO);
    }
}
