package org.doseagent.dose.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** SHA-256 and HMAC-SHA-256 against published examples. */
final class KeyedHashTest {

    /** FIPS 180-4 example: "abc". */
    @Test
    void sha256_of_the_published_example() {
        String expected = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        assertThat(Sha256.hex(utf8("abc"))).isEqualTo(expected);
        assertThat(Sha256.hex(utf8("a"), utf8("bc")))
                .as("parts are concatenated")
                .isEqualTo(expected);
    }

    /** RFC 4231, test case 2. */
    @Test
    void hmac_of_the_published_example() {
        KeyedHash hash = new KeyedHash(utf8("Jefe"));
        assertThat(HexFormat.of().formatHex(hash.ofBytes(utf8("what do ya want "), utf8("for nothing?"))))
                .isEqualTo("5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
    }

    @Test
    void texts_do_not_run_into_each_other() {
        KeyedHash hash = new KeyedHash(utf8("secret"));
        assertThat(hash.hex("ab", "c")).isNotEqualTo(hash.hex("a", "bc"));
        assertThat(hash.hex("ab", "c")).isEqualTo(HexFormat.of().formatHex(hash.ofBytes(utf8("2:ab"), utf8("1:c"))));
        assertThat(Sha256.hexOfTexts("ab", "c")).isEqualTo(Sha256.hex(utf8("2:ab1:c")));
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
