package org.doseagent.dose.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** The keys of a site, each for one purpose. */
final class SiteSecretTest {

    private static final HexFormat HEX = HexFormat.of();

    /** RFC 5869, A.1: the first 32 bytes of its output. */
    @Test
    void derives_keys_as_hkdf_does() {
        byte[] secret = HEX.parseHex("0b".repeat(22));
        byte[] salt = HEX.parseHex("000102030405060708090a0b0c");
        byte[] info = HEX.parseHex("f0f1f2f3f4f5f6f7f8f9");
        assertThat(HEX.formatHex(SiteSecret.derive(secret, salt, info)))
                .isEqualTo("3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf");
    }

    @Test
    void a_hash_of_one_purpose_is_none_of_another_and_the_undivided_key_is_the_secret() {
        byte[] bytes = HEX.parseHex("5a".repeat(32));
        SiteSecret secret = new SiteSecret(bytes);
        String aggregates = secret.of(SiteSecret.Purpose.AGGREGATES).hex("x");
        assertThat(secret.of(SiteSecret.Purpose.AGGREGATES).hex("x")).isEqualTo(aggregates);
        assertThat(secret.of(SiteSecret.Purpose.PERSONS).hex("x")).isNotEqualTo(aggregates);
        assertThat(secret.undivided().hex("x"))
                .isEqualTo(new KeyedHash(bytes).hex("x"))
                .isNotEqualTo(aggregates);
    }
}
